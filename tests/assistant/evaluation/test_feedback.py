"""Readers' verdicts: kept a line each, and given out as questions."""

from __future__ import annotations

import datetime as dt
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from typer.testing import CliRunner

from assistant import Answer, Assistant
from assistant.evaluation import feedback as module
from assistant.evaluation.examples import ExamplesError, read_examples
from assistant.evaluation.feedback import Feedback, FeedbackError, append, example, read_latest
from assistant.settings import load_settings
from assistant.shell.cli import app

ASKED = dt.datetime(2025, 2, 13, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.conversation([("What did Healey say?", "That.")]).ask("and barrot?")


def _on(
    answer: Answer, verdict: Literal["up", "down"], id_: str = "one", said: str | None = None
) -> Feedback:
    return Feedback.on(answer, id_, ASKED, verdict, said)


def test_verdict_is_read_back_whole(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "new" / "feedback.jsonl"
    given = _on(answer, "up", said="Good “quote”\u2028\n")
    append(file, given)
    assert read_latest(file) == [given]
    assert file.read_bytes().count(b"\n") == 1
    assert given.generation == answer.index.generation
    assert given.citations == answer.citations


def test_broken_unicode_of_an_article_breaks_nothing(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    append(file, _on(replace(answer, text="\ud800 said"), "up"))
    append(file, _on(answer, "up", "two"))
    assert read_latest(file)[-1].answer_id == "two"


def test_last_verdict_counts(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    for id_, verdict in (("one", "up"), ("two", "up"), ("one", "down")):
        append(file, _on(answer, verdict, id_))  # type: ignore[arg-type]
    assert [(f.answer_id, f.verdict) for f in read_latest(file)] == [("one", "down"), ("two", "up")]


def test_lines_of_many_threads_stay_whole(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: append(file, _on(answer, "up", f"id{n}")), range(40)))
    assert {f.answer_id for f in read_latest(file)} == {f"id{n}" for n in range(40)}


def test_line_that_was_cut_short_costs_itself_alone(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    append(file, _on(answer, "up", "one"))
    with file.open("ab") as stream:
        stream.write(b'{"answer_id": "two", "verd')
    append(file, _on(answer, "up", "three"))
    assert [f.answer_id for f in read_latest(file)] == ["one", "three"]


def test_full_file_takes_no_more(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "feedback.jsonl"
    append(file, _on(answer, "up"))
    monkeypatch.setattr(module, "MOST_BYTES", file.stat().st_size + 10)
    with pytest.raises(FeedbackError, match="full"):
        append(file, _on(answer, "down"))
    assert [f.verdict for f in read_latest(file)] == ["up"]


@pytest.mark.skipif(os.name != "posix", reason="a device that is always full")
def test_full_disk_is_told_in_a_line(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    with pytest.raises(FeedbackError, match="could not be kept") as error:
        append(tmp_path / "in-the-way" / "feedback.jsonl", _on(answer, "up"))
    assert "\n" not in str(error.value)


def test_answer_that_helped_is_a_question_with_its_quotes(answer: Answer) -> None:
    assert example(_on(answer, "up", said="Yes")) == {
        "question": "What did Barrot say?",
        "answer": [c.quote for c in answer.citations],
        "docs": [answer.citations[0].path],
        "date": "2025-02-13",
        "comment": "Yes",
    }


def test_refusal_that_helped_is_a_question_without_an_answer(assistant: Assistant) -> None:
    refusal = assistant.ask("When did Ukraine join the EU?")
    assert not refusal.answered
    found = example(_on(refusal, "up"))
    assert found["answer"] == []
    assert "docs" not in found


def _export(file: Path, *options: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["feedback", "export", "--file", str(file), *options])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_export_can_be_evaluated_and_what_did_not_help_waits_for_an_answer(
    answer: Answer, tmp_path: Path
) -> None:
    file = tmp_path / "feedback.jsonl"
    append(file, _on(answer, "up", "one"))
    append(file, _on(answer, "down", "two", "He said more."))
    (good,) = _export(file)
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(good), encoding="utf-8")
    (read,) = read_examples(questions)
    assert read.answers == tuple(c.quote for c in answer.citations)
    assert read.now == dt.date(2025, 2, 13)
    (bad,) = _export(file, "--down")
    assert bad == {
        "question": "What did Barrot say?",
        "date": "2025-02-13",
        "was": answer.text,
        "comment": "He said more.",
    }
    questions.write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(ExamplesError, match="answer"):
        read_examples(questions)


def test_setting_switches_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().feedback == Path("var/feedback.jsonl")
    monkeypatch.setenv("ASSISTANT_FEEDBACK", "off")
    assert load_settings().feedback is None
    done = CliRunner().invoke(app, ["feedback", "export"])
    assert isinstance(done.exception, FeedbackError)


def test_missing_file_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["feedback", "export", "--file", str(tmp_path / "none")])
    assert "cannot be read" in str(done.exception)
