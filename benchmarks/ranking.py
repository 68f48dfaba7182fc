"""What the ranking of passages and sentences was decided by.

    python -m benchmarks.ranking DATA_FOLDER [--every 2] [--work var/answers]

On the quiz questions of 2022 and 2023, and on the half of 2024's that may be looked at, whose
answer's words stand in an article of that year: how often one of the twenty passages that are read
has them, how often the first one, and how often the sentence that is ranked first. The clues'
weights are fitted on 2022 and 2023 and on the calibration questions about single articles, which
count three times, by the likelihood that the first sentence is a right one (McFadden, 1974), with
an L2 penalty; 2024 tells what they are worth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.clock import Clock
from assistant.clues import WEIGHTS, Clues
from assistant.cross_encoder import CrossEncoder
from assistant.evaluate import Evaluation
from assistant.examples import Example
from assistant.extract import Scored
from assistant.find import CANDIDATES, Evidence, Finder
from assistant.measures import holds
from assistant.progress import reporting
from assistant.question import clean
from assistant.retrieve import fuse
from benchmarks.answers import arguments, corpus_of, part, questions
from benchmarks.calibrate import find_articles
from benchmarks.choices import holds_span, ranked_questions
from benchmarks.questions import DATA, read_questions
from index import Passage
from index.scope import EVERYTHING

Floats = npt.NDArray[np.float64]
_FITTED_ON = (2022, 2023)
_YEARS = (*_FITTED_ON, 2024)
_CALIBRATION_COUNTS = 3
_PENALTY = 3e-3
_NAMES = [field.name for field in fields(Clues)]


@dataclass(frozen=True)
class Sentences:
    """The clues of a question's sentences, a row each, and which of them hold the answer."""

    clues: Floats
    right: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """Where the first passage with the answer is in each ranking (from 1; None if nowhere), and
    the sentences that were read.
    """

    places: dict[str, int | None]
    sentences: Sentences


def main() -> None:
    given = arguments(__doc__, every=2).parse_args()
    asked = {year: ask(given.folder, year, given.work, given.every) for year in _YEARS}
    show_passages(asked)
    single = single_articles(given.folder)
    show_sentences({year: [a.sentences for a in asked[year]] for year in _YEARS}, single)


def ask(folder: Path, year: int, work: Path, every: int) -> list[Asked]:
    """What became of that year's questions."""
    examples = questions(folder, year)
    examples = part(examples, "tuned") if year not in _FITTED_ON else examples
    corpus = corpus_of(folder, year, work)
    found = []
    with reporting() as report, Evaluation.open(corpus, work / f"index-{year}", report) as opened:
        for example in opened.quotable(examples[::every]):
            found.append(look(example, opened.finder, opened.encoder))
            opened.finder.seen.clear()
            report("ask", len(found), None)
    return found


def look(example: Example, finder: Finder, encoder: CrossEncoder) -> Asked:
    """The rankings and sentences of one question."""
    now = example.now or dt.date.today()
    read = finder.read(clean(example.question), now, EVERYTHING)
    evidence = finder.find(read, Clock())
    logits = encoder.scores(read.question.text, [p.text for p in evidence.reranked]).tolist()
    by_logit = [p for _, p in sorted(zip(logits, evidence.reranked, strict=True), key=_logit)]
    rankings = {
        "BM25 alone": evidence.by_terms[:CANDIDATES],
        "vectors alone": evidence.by_vectors[:CANDIDATES],
        "both fused": fused(evidence),
        "+ BM25 in the last weeks' articles, as built": evidence.fused,
        "the cross-encoder's logit": by_logit,
        "+ what being new gains, as built": evidence.reranked,
    }
    places = {name: place(example, passages) for name, passages in rankings.items()}
    right = [holds(s.sentence.quote, example.answers) for s in evidence.ranked]
    return Asked(places, Sentences(table_of(evidence.ranked), np.array(right, dtype=np.bool_)))


def fused(evidence: Evidence) -> list[Passage]:
    """The best passages of both sides, without the last weeks' once more."""
    passages, scores = fuse(
        [[(p, 0.0) for p in r] for r in (evidence.by_terms, evidence.by_vectors)]
    )
    return [passages[id_] for id_ in sorted(scores, key=lambda i: -scores[i])[:CANDIDATES]]


def place(example: Example, passages: Sequence[Passage]) -> int | None:
    """The place from 1 of the first passage with the answer."""
    places = (i for i, p in enumerate(passages, 1) if holds(p.text, example.answers))
    return next(places, None)


def single_articles(folder: Path) -> list[Sentences]:
    """The sentences of the articles that the answerable calibration questions ask about."""
    asked = [q for q in read_questions(DATA / "calibration_questions.jsonl") if q.answerable]
    articles = find_articles(folder, {q.article for q in asked})
    return [
        Sentences(table_of(ranked), np.array([holds_span(labelled, [s]) for s in ranked]))
        for labelled, question, ranked in ranked_questions(asked, articles, CrossEncoder())
        if question.speaker is None
    ]


def table_of(ranked: Sequence[Scored]) -> Floats:
    """The clues of ranked sentences, a row each."""
    rows = [astuple(s.clues) for s in ranked if s.clues is not None]
    return np.array(rows, dtype=np.float64).reshape(len(ranked), len(_NAMES))


def fit(groups: Sequence[tuple[Sequence[Sentences], int]], without: str | None = None) -> Floats:
    """Weights in the order of the clues, that of the logit 1; groups come with how often each
    counts.
    """
    used = np.array([name != without for name in _NAMES])
    told = [
        (s.clues[:, used], s.right, times)
        for sentences, times in groups
        for s in sentences
        if s.right.any() and not s.right.all()
    ]
    spread = np.concatenate([clues for clues, _, _ in told]).std(axis=0) + 1e-9

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope, count = 0.0, np.zeros_like(weights), 0
        for clues, right, times in told:
            scores = clues / spread @ weights
            chances = np.exp(scores - scores.max())
            rightly = chances * right
            total -= times * float(np.log(rightly.sum() / chances.sum()))
            pull = rightly / rightly.sum() - chances / chances.sum()
            slope -= times * (clues / spread).T @ pull
            count += times
        penalty = _PENALTY * float(weights @ weights)
        return total / count + penalty, slope / count + 2 * _PENALTY * weights

    found = minimize(loss, np.zeros(int(used.sum())), jac=True, method="L-BFGS-B").x / spread
    weights = np.zeros(len(_NAMES))
    weights[used] = found / found[0]
    return weights


def first_right(sentences: Sequence[Sentences], weights: Floats) -> float:
    """How often the sentence that the weights rank first is right."""
    return float(
        np.mean([len(s.right) > 0 and s.right[np.argmax(s.clues @ weights)] for s in sentences])
    )


def show_passages(asked: dict[int, list[Asked]]) -> None:
    """Print the tables of passages."""
    names = list(asked[_YEARS[0]][0].places)
    for title, some, within in (
        (f"the answer is among the {CANDIDATES} passages read", names[:4], CANDIDATES),
        ("the first passage has the answer", names[4:], 1),
    ):
        _head(title, *(f"{year} ({len(asked[year])})" for year in _YEARS))
        for name in some:
            _row(name, *(_share(asked[year], name, within) for year in _YEARS))


def show_sentences(asked: dict[int, list[Sentences]], single: list[Sentences]) -> None:
    """Print how often the first sentence is right, and the weights."""
    quiz = [s for year in _FITTED_ON for s in asked[year]]
    built = np.array(astuple(WEIGHTS))
    logit_alone = np.array([float(name == "logit") for name in _NAMES])
    groups = [(quiz, 1), (single, _CALIBRATION_COUNTS)]
    both = fit(groups)
    _head("the first sentence is right", "2022, 2023", "2024", "single articles")
    for name, weights in (
        ("the cross-encoder's logit alone", logit_alone),
        ("clues fitted on the quiz alone", fit([(quiz, 1)])),
        ("clues fitted on both", both),
        ("the same without what other articles echo", fit(groups, without="echoed")),
        ("the same without how new the article is", fit(groups, without="recency")),
        ("as built", built),
    ):
        shares = (first_right(s, weights) for s in (quiz, asked[2024], single))
        _row(name, *(f"{share:.3f}" for share in shares))
    _head("weights, in logits", *_NAMES)
    for name, weights in (("fitted on both", both), ("as built", built)):
        _row(name, *(f"{weight:.1f}" for weight in weights))


def _share(asked: Sequence[Asked], name: str, within: int) -> str:
    found = [(a.places[name] or within + 1) <= within for a in asked]
    return f"{np.mean(found):.3f}"


def _logit(scored: tuple[float, Passage]) -> float:
    return -scored[0]


def _head(*cells: str) -> None:
    print()
    _row(*cells)
    print("|" + "---|" * len(cells))


def _row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
