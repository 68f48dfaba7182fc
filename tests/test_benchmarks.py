"""Each benchmark runs, on little; what it prints on much is in benchmarks/README.md."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant import Assistant
from assistant.cross_encoder import CrossEncoder
from benchmarks import calibrate, choices, latency, seed
from benchmarks.questions import DATA, Labelled, read_questions


def of_the_seed(count: int) -> list[Labelled]:
    questions = read_questions(DATA / "calibration_questions.jsonl")
    return [q for q in questions if q.article == "seeds"][:count]


def test_seed_answers_are_exact_and_mostly_right(assistant: Assistant) -> None:
    table = seed.run(assistant)
    exact, asked = table["all, exact citations"]
    assert exact == asked == 85
    assert table["all, right"][0] / asked >= 0.9


def test_latency_is_measured_by_stage(assistant: Assistant) -> None:
    medians = latency.warm(assistant, rounds=1)
    assert {"retrieve", "read", "verify", "total"} <= set(medians)


def test_calibration_fits_the_signs_it_is_given(tmp_path: Path) -> None:
    articles = calibrate.find_articles(tmp_path, {"seeds"})
    names, rows, ruled, labels, _ = calibrate.measure(of_the_seed(8), articles)
    weights = calibrate.fit(names, rows, labels)
    assert rows.shape == (8, len(names)) and ruled.shape == (8,)
    assert np.isfinite(weights).all()
    assert weights[names.index("logit")] >= 0 >= weights[names.index("absent")]


def test_choices_are_weighed(tmp_path: Path, encoder: CrossEncoder) -> None:
    articles = calibrate.find_articles(tmp_path, {"seeds"})
    answerable = [q for q in of_the_seed(8) if q.answerable]
    items = choices.ranked_questions(answerable, articles, encoder)
    assert 0 <= choices.share_first(items) <= 1
