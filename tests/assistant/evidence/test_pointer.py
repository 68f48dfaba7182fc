"""The pointer finds the words of a sentence that are the short answer, or none."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.evidence.pairs import Pairing
from assistant.evidence.pointer import LONGEST
from assistant.evidence.reader import Reader
from index import weights

TITLE = "Mayor on lido, bridge and boat"


@pytest.fixture(scope="module")
def reader(assistant: Assistant) -> Reader:
    return assistant._reader


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("When did the mayor close the lido?", "Ann Lee closed it on 4 March.", "4 March"),
        ("How much did the bridge cost?", "The bridge cost £3.4m in the end.", "£3.4m"),
        ("Who opened the bridge?", "Tom Webb, who is 61, opened it on Friday.", "Tom Webb"),
        ("Where was the boat found?", "It was found off Whitby by a diver.", "Whitby"),
    ],
)
def test_values_are_found(reader: Reader, question: str, sentence: str, short: str) -> None:
    found = reader.point(question, TITLE, sentence)
    assert found is not None
    assert short in sentence[found.start : found.end]


def test_it_is_never_long(reader: Reader) -> None:
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    for question in ("Why did it sink?", "What did she say?"):
        sentence = "She said it sank because " + "of this and of that and " * 40 + "of the storm."
        found = reader.point(question, TITLE, sentence)
        if found is not None:
            ((begin, end),) = pairing.pair("", "", [sentence[found.start : found.end]]).sentences
            assert end - begin <= LONGEST


@pytest.mark.parametrize("sentence", ["", " ", "\u200b", "\ud800", "!!!", "word " * 5_000])
def test_whatever_it_is_given(reader: Reader, sentence: str) -> None:
    for question in ("", "Who?", "\ud800", "x" * 100_000):
        found = reader.point(question, TITLE, sentence)
        assert found is None or 0 <= found.start < found.end <= len(sentence)
