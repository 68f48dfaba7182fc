"""Who a text says is speaking."""

from __future__ import annotations

import time

import pytest

from assistant.english.speakers import full_name, is_speaker, read_speaker
from assistant.english.utterances import utterances


def heard(speaker: str, text: str) -> list[str]:
    """The sentences of `text` that `speaker` says."""
    read = read_speaker(speaker)
    return [text[u.start : u.end] for u in utterances(text) if is_speaker(u.subject, read, text)]


@pytest.mark.parametrize(
    ("speaker", "text", "sentences"),
    [
        ("Healey", "“We go,” said John Healey. “We stay.”", 2),
        ("Healey", "“We go. We stay,” Healey, the defence secretary, also said.", 2),
        ("Healey", "Healey was asked. Putin told Healey that it was late.", 0),
        ("Healey", "John Healey left. A spokesman for Healey said that it was late.", 0),
        ("Healey", "Healey did not say when.", 0),
        ("Healey", "Defence Secretary John Healey came. He said that it was late.", 1),
        ("Healey", "Minister Ann Lee met Minister John Healey. He said that it was late.", 0),
        ("the mayor", "Mayor Ann Lee came. “It is late,” Lee said.", 1),
        ("the French minister", "French Foreign Minister Jean Barrot said so.", 1),
        ("the French minister", "British Foreign Minister Ann Lee said so.", 0),
        ("the families", "The families say that it is late.", 1),
        ("NATO", "NATO allies said so. NATO said no.", 1),
        ("NATO", "A NATO spokesman said so.", 1),
        ("the Fed", "The Federal Reserve said so, according to the Fed.", 2),
        ("Jill Biden", "Joe Biden spoke. Jill Biden smiled. President Biden said no.", 0),
    ],
)
def test_who_says_what(speaker: str, text: str, sentences: int) -> None:
    assert len(heard(speaker, text)) == sentences, heard(speaker, text)


def test_a_word_that_opens_a_sentence_is_no_given_name() -> None:
    text = "Jerome Powell spoke. Although Powell was calm, markets fell. Although Powell left."
    assert full_name("Powell", text) == "Jerome Powell"


@pytest.mark.parametrize(
    "text",
    [
        "said " * 20_000,
        "“" * 20_000,
        "He said. " * 5_000,
        "A, " * 20_000 + "said",
        "“a” said " * 9_000,
    ],
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    utterances(text)
    assert time.perf_counter() - start < 10
