"""Questions with known answers, asked and measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import run

from assistant.evaluation.examples import ExamplesError, read_examples
from assistant.evaluation.measures import area, curve, first_words, holds, reliability


def test_gold_words_are_compared_without_case_punctuation_and_articles() -> None:
    assert holds("It was “The Titan”, a submersible.", ["the TITAN"])
    assert holds("They gave $126 billion.", ["126 billion"])
    assert not holds("They gave $1126 billion.", ["126 billion"])
    assert not holds("Anything", [""])


def test_the_area_is_how_often_the_answerable_one_is_surer() -> None:
    assert area([0.9, 0.8], [0.1, 0.2]) == 1
    assert area([0.5], [0.5]) == 0.5
    assert area([0.9, 0.1], [0.5]) == 0.5


def test_the_curve_goes_from_answering_all_to_answering_none() -> None:
    found = curve([0.9, 0.6], [0.2, 0.7])
    assert (found[0].answered, found[0].wrongly) == (1, 1)
    assert (found[-1].answered, found[-1].wrongly) == (0, 0)
    assert found[10].answered == 1 and found[10].wrongly == 0.5


def test_confidence_is_held_against_what_was_right() -> None:
    bins = reliability([0.95, 0.97, 1.0, 0.3], [True, True, False, False])
    assert [(b.low, b.count) for b in bins] == [(0.3, 1), (0.9, 3)]
    assert bins[1].right == pytest.approx(2 / 3)


def test_first_words_are_counted_as_a_reader_would() -> None:
    assert first_words("One, two — three", 3) == "One, two —"


def test_examples_may_carry_a_day_documents_and_a_conversation(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    line = {
        "question": "And Barrot?",
        "answer": "precedent",
        "date": "2025/02/13",
        "docs": ["a.txt"],
        "conversation": [["What did Healey say?", "That."]],
    }
    file.write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    (example,) = read_examples(file)
    assert example.answers == ("precedent",)
    assert str(example.now) == "2025-02-13"
    assert example.turns == (("What did Healey say?", "That."),)
    assert example.docs == {"a.txt"}


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"answer": []}', '{"question": "Who?"}'])
def test_an_unusable_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "Who?", "answer": []}\n' + line, encoding="utf-8")
    with pytest.raises(ExamplesError, match="Line 2"):
        read_examples(file)


def test_evaluate_prints_its_tables_and_what_went_wrong(tmp_path: Path, index_copy: Path) -> None:
    questions = [
        {"question": "How much aid has Ukraine received?", "answer": ["$126 billion"]},
        {
            "question": "And Barrot?",
            "answer": ["precedent"],
            "conversation": [["What did Healey say?", "x"]],
        },
        {"question": "Who won the World Cup?", "answer": []},
        {"question": "What did Healey say?", "answer": ["bananas", "1"]},  # no [1] is meant
    ]
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    details = tmp_path / "details.jsonl"
    said = run(
        "evaluate", str(file), "--details", str(details), ASSISTANT_INDEX_DIR=str(index_copy)
    )
    assert said.returncode == 0, said.stderr
    assert "3 questions with an answer in the articles, 1 without" in said.stdout
    assert "| every quote is exact | 1.000 |" in said.stdout
    assert "area under the curve" in said.stdout
    assert "most memory of this process: " in said.stdout
    went = [json.loads(line)["went"] for line in details.read_text("utf-8").splitlines()]
    assert went == ["right", "right", "rightly refused", "no passage with the answer was found"]


def test_questions_that_are_not_there_are_named(tmp_path: Path) -> None:
    said = run("evaluate", str(tmp_path / "none.jsonl"))
    assert said.returncode == 2
    assert "none.jsonl" in said.stderr and "Traceback" not in said.stderr
