"""Each benchmark runs, on little; what it prints on much is in benchmarks/README.md."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from benchmarks import (
    crowd,
    endurance,
    followups,
    index,
    latency,
    seed,
    soak,
    terms,
)
from index import Article
from index.text.sentences import sentence_spans
from index.text.terms import search_terms


def test_seed_answers_are_exact_and_mostly_right(assistant: Assistant) -> None:
    table = seed.run(assistant)
    exact, asked = table["all, exact citations"]
    assert exact == asked == 85
    assert table["all, right"][0] / asked >= 0.9


def test_latency_is_measured_by_stage(assistant: Assistant) -> None:
    medians = latency.warm(assistant, rounds=1)
    assert {"retrieve", "read", "verify", "total"} <= set(medians)


def test_an_archive_is_built_and_updated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = tmp_path / "dump.jsonl"
    records = [
        {"title": f"{place} Bridge opens", "text": f"The {place} Bridge was opened on Monday."}
        for place in "Amber Birch Cedar Dover Elm Fern".split()
    ]
    dump.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    (row,) = index.run(tmp_path, tmp_path / "work", [0], many=1)
    assert row.articles == 5  # six, of which one is removed in the end
    assert 0 < row.to_answer <= row.one + 1
    assert "| an archive from nothing |" in capsys.readouterr().out


def test_our_postings_rank_as_bm25s_does(article: Article) -> None:
    passages = [
        search_terms(article.text[start:end]) for start, end in sentence_spans(article.text)
    ]
    questions = [search_terms(q) for q in ("What did Healey say?", "aid for Ukraine and NATO")]
    assert terms.compare(passages * 20, questions) == 1


def test_follow_ups_are_scored_by_the_terms_they_add() -> None:
    asked = "What do they eat?"
    right = followups.Rewritten("", asked, "What do hedgehogs eat?", "What do hedgehogs eat?", 1.0)
    missed = replace(right, ours=asked)
    dragged = followups.Rewritten("", "Who won?", "Who won?", "Who won hedgehogs?", 1.0)
    assert followups.score([right]) == followups.Score(f1=1.0, same=1.0, turns=1)
    assert followups.score([missed, dragged]) == followups.Score(f1=0.0, same=0.0, turns=2)


def test_memory_is_watched_over_many_questions(
    seed_index: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    endurance.endure(root / "seeds", seed_index, ["What did Healey say?"], 4, 2)
    *_, last = capsys.readouterr().out.strip().splitlines()
    asked, _, answered, megabytes = (float(cell) for cell in last.strip("| ").split("|"))
    assert asked == answered == 4
    assert 100 < megabytes < 2000


def test_the_service_is_soaked(seed_index: Path) -> None:
    done = soak.soak(seed_index, clients=2, seconds=6, warm_up=2)
    assert set(done.statuses) == {200}
    assert done.end > 0 and done.growth < 1


def test_a_crowd_keeps_nobody_waiting(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slowest = crowd.run(seed_index, 50, rounds=3)
    assert set(slowest) == set(crowd.KINDS) and max(slowest.values()) < 5
    assert "| half a body |" in capsys.readouterr().out
