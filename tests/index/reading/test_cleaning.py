"""What cannot be seen in a text hides nothing, and does not keep a word from being found."""

from __future__ import annotations

import pytest

from index.reading.cleaning import without_controls


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("The \u200bhar\u200bbour\u00ad closed.", "The harbour closed."),
        ("He sig\u200dned \u202eti\u202c.", "He signed ti."),
        ("Seen\U000e0053\U000e0061\U000e0079.", "Seen."),
        ("A \U0001f469\u200d\U0001f52c spoke.", "A \U0001f469\u200d\U0001f52c spoke."),
        ("می\u200cروم", "می\u200cروم"),
        ("plain\r\ntext\x07", "plain\ntext"),
    ],
)
def test_what_hides_in_a_text_is_taken_out_and_what_joins_is_left(text: str, clean: str) -> None:
    assert without_controls(text) == clean
