"""What the confidence of answers from an archive was fitted on.

    python -m benchmarks.confidence DATA_FOLDER [--every 2] [--work var/answers]

Questions of 2022 that the articles of 2022 answer, and questions of 2024, which ask about what had
not happened then, each as of its own date; of both the half that may be looked at. The calibration
questions about single articles are added, counted twice. What an article that is old news costs is
not fitted but as built, for an archive is asked about its past, too; the other coefficients are
fitted as `benchmarks/calibrate.py` does, and judged by leaving out a fifth at a time.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.clock import Clock
from assistant.evaluate import Evaluation
from assistant.judge import ANSWERS_FROM, COEFFICIENTS, discount, features
from assistant.measures import area, point
from assistant.progress import reporting
from assistant.question import clean
from assistant.support import support
from benchmarks.answers import arguments, corpus_of, refusal_examples
from benchmarks.calibrate import Floats, find_articles, fit, measure, probability
from benchmarks.questions import DATA, read_questions
from index.scope import EVERYTHING

_YEAR = 2022
_CALIBRATION_COUNTS = 2
_FOLDS = 5
_GIVEN = "stale"
Labels = npt.NDArray[np.bool_]


def main() -> None:
    given = arguments(__doc__, every=2).parse_args()
    names, rows, discounts, labels = archive(given.folder, given.work, given.every)
    single = read_questions(DATA / "calibration_questions.jsonl")
    articles = find_articles(given.folder, {q.article for q in single})
    _, more, _, known, _ = measure(single, articles)
    folds = np.arange(len(labels)) % _FOLDS
    chances = np.zeros(len(labels))
    for fold in range(_FOLDS):
        weights = fitted(names, rows[folds != fold], labels[folds != fold], more, known)
        chances[folds == fold] = probability(weights, rows[folds == fold])
    chances = chances / discounts
    report(chances, labels)
    weights = fitted(names, rows, labels, more, known)
    print("\n| | intercept | " + " | ".join(names) + " |\n|" + "---|" * (len(names) + 2))
    print(f"| fitted | {weights[-1]:.2f} | {' | '.join(f'{w:.2f}' for w in weights[:-1])} |")
    print(f"| as built | | {' | '.join(f'{COEFFICIENTS[n]:.2f}' for n in names)} |")


def archive(folder: Path, work: Path, every: int) -> tuple[list[str], Floats, Labels, Labels]:
    """Each question's features, its discount, and whether it has an answer."""
    examples = refusal_examples(folder, "tuned")
    names: list[str] = []
    rows, discounts, labels = [], [], []
    corpus = corpus_of(folder, _YEAR, work)
    with reporting() as report, Evaluation.open(corpus, work / f"index-{_YEAR}", report) as opened:
        for example in opened.quotable(examples[::every]):
            now = example.now or dt.date.today()
            read = opened.finder.read(clean(example.question), now, EVERYTHING)
            evidence = opened.finder.find(read, Clock())
            opened.finder.seen.clear()
            if not evidence.ranked:
                continue
            best = evidence.ranked[0]
            held = support(evidence.question, best.sentence, opened.encoder)
            found = features(evidence.question, best, held)
            names = list(found)
            rows.append(list(found.values()))
            discounts.append(discount(evidence.question, held))
            labels.append(bool(example.answers))
            report("ask", len(rows), None)
    return names, np.array(rows), np.array(discounts), np.array(labels)


def fitted(names: list[str], rows: Floats, labels: Labels, more: Floats, known: Labels) -> Floats:
    """The coefficients in the order of `names`, then the intercept."""
    rows = np.concatenate([rows, *[more] * _CALIBRATION_COUNTS])
    labels = np.concatenate([labels, *[known] * _CALIBRATION_COUNTS])
    at = names.index(_GIVEN)
    fixed = COEFFICIENTS[_GIVEN]
    rest = [name for name in names if name != _GIVEN]
    weights = fit(rest, np.delete(rows, at, axis=1), labels, rows[:, at] * fixed)
    return np.insert(weights, at, fixed)


def report(chances: Floats, labels: Labels) -> None:
    """Print the area under the curve and what some points give."""
    yes, no = chances[labels].tolist(), chances[~labels].tolist()
    print(f"{len(yes)} questions with an answer, {len(no)} without")
    print(f"area under the curve, left-out questions: {area(yes, no):.3f}\n")
    print("| answers from a confidence of | with an answer | without |\n|---|---|---|")
    for threshold in (0.3, 0.36, ANSWERS_FROM, 0.5):
        at = point(threshold, yes, no)
        print(f"| {threshold:.2f} | {at.answered:.3f} | {at.wrongly:.3f} |")


if __name__ == "__main__":
    main()
