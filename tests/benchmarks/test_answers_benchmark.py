"""The benchmark of answers runs, on a folder of two articles; its figures are in the README."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from benchmarks import answers, confidence, ranking

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


def test_rankings_and_clues_are_looked_at(folder: Path) -> None:
    asked = ranking.ask(folder, 2022, folder / "work", every=1)
    assert [a.places["BM25 alone"] for a in asked] == [1, 1]
    sentences = [a.sentences for a in asked]
    weights = ranking.fit([(sentences, 1)], without="echoed")
    assert ranking.first_right(sentences, weights) == 1


def test_what_confidence_is_fitted_on_has_both_labels(folder: Path) -> None:
    names, rows, ruled, labels = confidence.archive(folder, folder / "work", every=1)
    assert "stale" in names and rows.shape == (len(labels), len(names)) and len(ruled) == len(rows)
    assert set(labels.tolist()) == {True, False}


def test_the_halves_of_a_year_share_no_question(folder: Path) -> None:
    asked = answers.questions(folder, 2024)
    held, tuned = answers.part(asked, "held"), answers.part(asked, "tuned")
    assert not {e.question for e in held} & {e.question for e in tuned}
    assert len(held) + len(tuned) == len(asked)


def test_later_questions_count_as_unanswerable(folder: Path) -> None:
    examples = answers.refusal_examples(folder, "all")
    assert [bool(e.answers) for e in examples] == [True] * 3 + [False] * 3
