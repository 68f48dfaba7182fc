"""The reader gives each text its own scores, and never falls over what it is given."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.evidence.reader import Reader, Text
from index import weights
from index.errors import WeightsError

QUESTION = "Who closed the lido?"
LIDO = Text(
    "Lido shut",
    ("The lido was shut on Monday.", "Mayor Ann Lee closed it for good.", "Swimmers wept."),
)
BRIDGE = Text("A bridge", ("The bridge is old.", "It was built in 1932."))


@pytest.fixture(scope="module")
def reader(assistant: Assistant) -> Reader:
    return assistant._reader


def test_the_sentence_that_answers_has_the_highest_logit(reader: Reader) -> None:
    lido, bridge = reader.read(QUESTION, [LIDO, BRIDGE])
    assert max(range(3), key=lido.sentences.__getitem__) == 1
    assert lido.passage > bridge.passage
    assert max(lido.sentences) > max(bridge.sentences)


def test_the_short_answer_lies_in_its_sentence(reader: Reader) -> None:
    words = reader.point(QUESTION, LIDO.title, LIDO.sentences[1])
    assert words is not None and 0 < words.chance <= 1
    assert "Ann Lee" in LIDO.sentences[1][words.start : words.end]


def test_what_is_said_of_a_text_depends_on_no_other(reader: Reader) -> None:
    alone = [reader.read(QUESTION, [text])[0] for text in (LIDO, BRIDGE)]
    assert reader.read(QUESTION, [LIDO, BRIDGE]) == alone
    assert reader.read(QUESTION, [BRIDGE, LIDO, BRIDGE]) == [alone[1], alone[0], alone[1]]
    assert reader.read(QUESTION, []) == []


@pytest.mark.parametrize(
    "sentences",
    [
        ("",),
        ("", "The mayor closed the lido.", "\u200b"),
        ("word " * 5_000,),
        tuple(f"Sentence number {n} says nothing." for n in range(300)),
        ("\ud800 broken",),
        (),
    ],
    ids=["empty", "empty beside others", "long", "many", "broken", "none"],
)
@pytest.mark.parametrize("question", [QUESTION, "", "x" * 100_000])
def test_every_sentence_has_a_logit(
    reader: Reader, question: str, sentences: tuple[str, ...]
) -> None:
    (reading,) = reader.read(question, [Text("A title", sentences)])
    assert len(reading.sentences) == len(sentences)
    for sentence in sentences[:2]:
        words = reader.point(question, "A title", sentence)
        assert words is None or 0 <= words.start < words.end <= len(sentence)
    assert all(math.isfinite(logit) for logit in (*reading.sentences, reading.passage))


def test_the_weights_are_those_of_the_model_card() -> None:
    content = weights.file_of(weights.READER).read_bytes()
    assert hashlib.sha256(content).hexdigest() == weights.READER.sha256
    assert len(content) < 40_000_000


def test_altered_weights_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "changed").mkdir()
    (tmp_path / "changed" / "__init__.py").write_text("")
    (tmp_path / "changed" / weights.READER.file).write_bytes(b"altered")
    monkeypatch.syspath_prepend(str(tmp_path))
    changed = dataclasses.replace(weights.READER, module="changed", folder=".")
    with pytest.raises(WeightsError, match="have been altered"):
        weights.file_of(changed)
