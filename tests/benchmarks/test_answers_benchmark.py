"""The benchmark of answers runs, on a folder of two articles; its figures are in the README."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.answers.confidence import COEFFICIENTS
from benchmarks import answers, calibrate

ARTICLES = [
    {
        "url": "https://example.com/bridge",
        "title": "Harbour Bridge opens",
        "date": "2024/03/01",
        "authors": [],
        "text": "Mayor Rosa Delgado opened the Harbour Bridge on Monday, two years late.",
    },
    {
        "url": "https://example.com/tunnel",
        "title": "Hill Tunnel closes",
        "date": "2024/03/02",
        "authors": [],
        "text": "The Hill Tunnel was closed by engineer Tom Webb on Friday after a flood.",
    },
]
QUESTIONS = [
    {
        "question": "Who opened the Harbour Bridge?",
        "answer": ["Rosa Delgado"],
        "docs": ["https://example.com/bridge"],
        "date": "2024/03/03",
    },
    {
        "question": "Who closed the Hill Tunnel?",
        "answer": ["Tom Webb"],
        "docs": ["https://example.com/tunnel"],
        "date": "2024/03/03",
    },
    {"question": "Who is left out?", "answer": ["Nobody"], "docs": ["https://example.com/bridge"]},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for year in (2022, 2023, 2024):
        with gzip.open(tmp_path / f"articles-{year}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(article) + "\n" for article in ARTICLES)
        lines = "\n".join(map(json.dumps, QUESTIONS))
        (tmp_path / f"questions-{year}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_a_year_s_questions_are_asked_and_measured(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    details = folder / "details.jsonl"
    options = ["--part", "all", "--work", str(folder / "work"), "--details", str(details)]
    monkeypatch.setattr(sys, "argv", ["answers", str(folder), *options])
    answers.main()
    said = capsys.readouterr().out
    assert "2 questions with an answer in the articles, 0 without" in said
    assert "| every quote is exact | 1.000 |" in said
    assert len(details.read_text("utf-8").splitlines()) == 2


def test_what_confidence_is_fitted_on_has_both_labels(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = {"a": "E-1", "u": ARTICLES[0]["url"], "n": 1, "set": "fresh", "q": "Who opened it?"}
    own = folder / "own.jsonl"
    own.write_text(json.dumps({**marked, "s": [0]}) + "\n", encoding="utf-8")
    monkeypatch.setattr(calibrate, "OWN", own)
    given = argparse.Namespace(folder=folder, work=folder / "work", every=1)
    asked = calibrate.measure(given, "tuned")
    assert {a.answerable for a in asked} == {True, False}
    rows = np.array([a.row for a in asked])
    assert rows.shape == (len(asked), len(COEFFICIENTS))
    assert np.isfinite(calibrate.fit(rows, np.array([float(a.right) for a in asked]))).all()


def test_the_halves_of_a_year_share_no_question(folder: Path) -> None:
    asked = answers.questions(folder, 2024)
    held, tuned = answers.part(asked, "held"), answers.part(asked, "tuned")
    assert not {e.question for e in held} & {e.question for e in tuned}
    assert len(held) + len(tuned) == len(asked)


def test_later_questions_count_as_unanswerable(folder: Path) -> None:
    examples = answers.refusal_examples(folder, "all")
    assert [bool(e.answers) for e in examples] == [True] * 3 + [False] * 3
