"""Fit the coefficients of `assistant/answers/confidence.py`, and hold them against other questions.

    python -m benchmarks.calibrate DATA_FOLDER [--work var/answers] [--every 1]

Asked of the articles of 2024: the quiz questions of that year that may be looked at, quiz
questions of 2022 and 2023 as ones without an answer, and half of the own questions and lures of
`training/data/questions.jsonl` that the reader did not learn from. An answer is right when the
sentences that would be quoted hold the gold words, or one that was marked by hand. The fit is a
logistic regression (Platt, 1999); the other half of each set says what it is worth.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answers.choose import choose
from assistant.answers.confidence import COEFFICIENTS, features
from assistant.clock import Clock
from assistant.evaluation.evaluate import Evaluation
from assistant.evaluation.examples import Example
from assistant.evaluation.measures import area, curve, first_words, holds, reliability
from assistant.evidence.sentence import Sentence
from assistant.shell.progress import reporting
from benchmarks.answers import arguments, corpus_of, part, questions
from index.scope import EVERYTHING
from index.text.sentences import sentence_spans

Floats = npt.NDArray[np.float64]
OWN = Path(__file__).parents[1] / "training" / "data" / "questions.jsonl"
_YEAR = 2024
_WORDS = 60
_PENALTY = 0.01


@dataclass(frozen=True)
class Asked:
    """A question's features, whether the answer that would be shown is right, and whether there
    is one.
    """

    row: tuple[float, ...]
    right: bool
    answerable: bool
    source: str


@dataclass(frozen=True)
class Marked:
    """A question with the sentences of an article that answer it; none of a lure."""

    question: str
    url: str
    sentences: tuple[int, ...]
    odd: bool


def main() -> None:
    given = arguments(__doc__, every=1).parse_args()
    fitted = measure(given, "tuned")
    weights = fit(np.array([a.row for a in fitted]), np.array([float(a.right) for a in fitted]))
    show("fitted on", fitted, weights)
    show("held back", measure(given, "held"), weights)
    print(f"\nINTERCEPT = {weights[-1]:.3f}")
    for name, weight in zip(COEFFICIENTS, weights, strict=False):
        print(f'    "{name}": {weight:.3f},')


def measure(given: argparse.Namespace, half: str) -> list[Asked]:
    """The questions of one half, asked."""
    corpus = corpus_of(given.folder, _YEAR, given.work)
    with (
        reporting() as report,
        Evaluation.open(corpus, given.work / f"index-{_YEAR}", report) as evaluation,
    ):
        found = list(_quiz(given.folder, half, evaluation, given.every))
        found += _marked(half == "tuned", evaluation, given.every)
    return found


def fit(rows: Floats, right: Floats) -> Floats:
    """The weights of a logistic regression, the intercept last."""
    inputs = np.column_stack([rows, np.ones(len(rows))])

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = inputs @ weights
        missed = np.logaddexp(0, z) - right * z
        slope = inputs.T @ (1 / (1 + np.exp(-z)) - right)
        return float(missed.sum() + _PENALTY * weights @ weights), slope + 2 * _PENALTY * weights

    return np.asarray(minimize(loss, np.zeros(inputs.shape[1]), jac=True).x)


def show(name: str, asked: Sequence[Asked], weights: Floats) -> None:
    """Print what the weights are worth on `asked`."""
    chances = [float(p) for p in probability(np.array([a.row for a in asked]), weights)]
    print(f"\n{name}: {len(asked)} questions")
    for source in sorted({a.source for a in asked}):
        own = [a for a in asked if a.source == source]
        print(f"- {source}: {len(own)}, right {sum(a.right for a in own) / len(own):.3f}")
    known = [c for c, a in zip(chances, asked, strict=True) if a.answerable]
    unknown = [c for c, a in zip(chances, asked, strict=True) if not a.answerable]
    print(f"area under the curve, answerable or not: {area(known, unknown):.3f}")
    hand = [(c, a) for c, a in zip(chances, asked, strict=True) if a.source == "own"]
    written = area([c for c, a in hand if a.answerable], [c for c, a in hand if not a.answerable])
    print(f"the same, own questions and lures: {written:.3f}")
    print("| from | with an answer | without |\n|---|---|---|")
    for at in curve(known, unknown):
        print(f"| {at.threshold:.2f} | {at.answered:.3f} | {at.wrongly:.3f} |")
    print("| confidence | questions | mean | right |\n|---|---|---|---|")
    for tenth in reliability(chances, [a.right for a in asked]):
        print(f"| {tenth.low:.1f} | {tenth.count} | {tenth.confidence:.2f} | {tenth.right:.2f} |")


def probability(rows: Floats, weights: Floats) -> Floats:
    """The chance of each row."""
    inputs = np.column_stack([rows, np.ones(len(rows))])
    return np.asarray(1 / (1 + np.exp(-inputs @ weights)))


def _quiz(folder: Path, half: str, evaluation: Evaluation, every: int) -> Iterator[Asked]:
    quotable = list(evaluation.quotable(part(questions(folder, _YEAR), half)))
    for example in quotable[::every]:
        yield _ask(evaluation, example, "quiz 2024")
    for year in (2022, 2023):
        others = part(questions(folder, year), half)[:: 8 * every]
        for example in others:
            yield _ask(evaluation, Example(example.question, ()), f"quiz {year}")


def _ask(evaluation: Evaluation, example: Example, source: str) -> Asked:
    finder = evaluation.finder
    read = finder.read(example.question, example.now or dt.date(_YEAR, 12, 31), EVERYTHING)
    evidence = finder.find(read, Clock())
    if not evidence.ranked:
        return Asked((0.0,) * len(COEFFICIENTS), False, bool(example.answers), source)
    text = " ".join(s.sentence.quote for s in choose(evidence.ranked))
    right = bool(example.answers) and holds(first_words(text, _WORDS), example.answers)
    row = tuple(features(evidence.question, evidence.ranked).values())
    return Asked(row, right, bool(example.answers), source)


def _marked(odd: bool, evaluation: Evaluation, every: int) -> Iterator[Asked]:
    for marked in [m for m in own_questions() if m.odd == odd][::every]:
        read = evaluation.finder.read(marked.question, dt.date(_YEAR, 12, 31), EVERYTHING)
        evidence = evaluation.finder.find(read, Clock())
        if not evidence.ranked:
            continue
        row = tuple(features(evidence.question, evidence.ranked).values())
        right = any(_is_marked(s.sentence, marked) for s in choose(evidence.ranked))
        yield Asked(row, right, bool(marked.sentences), "own")


def own_questions() -> list[Marked]:
    """The own questions on 2024."""
    lines = OWN.read_text(encoding="utf-8").splitlines()
    return [
        Marked(r["q"], r["u"], tuple(r["s"]), int(r["a"].split("-")[1]) % 2 == 1)
        for r in map(json.loads, lines)
        if r["set"] == "fresh"
    ]


def _is_marked(sentence: Sentence, marked: Marked) -> bool:
    article = sentence.article
    if (article.url or article.path) != marked.url:
        return False
    spans = sentence_spans(article.text)
    wanted = [spans[n] for n in marked.sentences if n < len(spans)]
    return any(b < sentence.end and sentence.start < e for b, e in wanted)


if __name__ == "__main__":
    main()
