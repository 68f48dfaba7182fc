"""Fit the coefficients of `assistant/judge.py`, and say how well they do on unseen articles.

    python -m benchmarks.calibrate DATA_FOLDER

DATA_FOLDER holds `articles-*.jsonl.gz` (an object a line with `url`, `title`, `text`), from which
the articles of `data/calibration_questions.jsonl` are taken by address. The fit is a logistic
regression with an L2 penalty and the sign of every coefficient fixed beforehand, so that no
feature can count against its meaning; it is judged by leaving out one article at a time.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.clues import Standing
from assistant.cross_encoder import CrossEncoder
from assistant.extract import rank
from assistant.find import standings_of
from assistant.judge import ANSWERS_FROM, discount, features
from assistant.question import Question, clean
from assistant.sentence import Sentence, sentences_of
from assistant.support import support
from assistant.understand import understand
from benchmarks.questions import DATA, ROOT, Labelled, read_questions
from index import Article
from index.analysis import analyse
from index.article import article_id
from index.library import Library, Shelf
from index.passages import cut_passages
from index.reading import read_corpus
from index.segment import Segment, write_segment

Floats = npt.NDArray[np.float64]
_COUNTS_FOR = {"logit", "echoed", "mean", "literal", "absent_long"}


def main() -> None:
    questions = read_questions(DATA / "calibration_questions.jsonl")
    articles = find_articles(Path(sys.argv[1]), {q.article for q in questions})
    names, rows, discounts, answerable, groups = measure(questions, articles)
    chances = np.zeros(len(answerable))
    for group in set(groups):
        left_out = np.array([g == group for g in groups])
        weights = fit(names, rows[~left_out], answerable[~left_out])
        chances[left_out] = probability(weights, rows[left_out])
    chances = chances / discounts
    report(chances, answerable)
    weights = fit(names, rows, answerable)
    print(f"\n_INTERCEPT = {weights[-1]:.2f}")
    for name, weight in zip(names, weights, strict=False):
        print(f'    "{name}": {weight:.2f},')


def find_articles(folder: Path, addresses: set[str]) -> dict[str, Article]:
    """The articles with those addresses, and the seed article as "seeds"."""
    found = {"seeds": read_corpus(ROOT / "seeds").articles[0]}
    for file in sorted(folder.glob("articles-*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                if line["url"] in addresses:
                    key = line["url"]
                    text = line["text"].strip()
                    found[key] = Article(article_id(key), line["title"], text, key)
    missing = addresses - set(found)
    if missing:
        sys.exit(f"{folder} lacks {len(missing)} of the articles, such as {min(missing)}.")
    return found


def measure(
    questions: Iterable[Labelled], articles: dict[str, Article]
) -> tuple[list[str], Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_], list[str]]:
    """Each question's features, its discount, its label and its article."""
    encoder = CrossEncoder()
    names: list[str] = []
    rows, discounts, labels, groups = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        stores = open_stores(Path(folder), articles)
        for labelled in questions:
            article = articles[labelled.article]
            question, _ = understand(clean(labelled.question), stores[labelled.article])
            sentences, standings = read_sentences(question, article, encoder)
            best = rank(question, sentences, encoder, standings)[0]
            held = support(question, best.sentence, encoder)
            found = features(question, best, held)
            names = list(found)
            rows.append(list(found.values()))
            discounts.append(discount(question, held))
            labels.append(labelled.answerable)
            groups.append(labelled.article)
    return names, np.array(rows), np.array(discounts), np.array(labels), groups


def read_sentences(
    question: Question, article: Article, encoder: CrossEncoder
) -> tuple[list[Sentence], list[Standing]]:
    """The sentences of a single article, with the standing of their passages."""
    passages = cut_passages(article)
    logits = encoder.scores(question.text, [p.text for p in passages]).tolist()
    sentences = sentences_of(article, passages)
    read = list(zip(passages, map(Standing, logits), strict=True))
    return sentences, standings_of(sentences, read)


def open_stores(folder: Path, articles: dict[str, Article]) -> dict[str, Library]:
    """A library of its own for each article, written into `folder`."""
    stores = {}
    for number, (key, article) in enumerate(articles.items()):
        write_segment([analyse([article])], folder / str(number))
        stores[key] = Library([Shelf(Segment(folder / str(number)), None)])
    return stores


def fit(
    names: list[str], rows: Floats, labels: npt.NDArray[np.bool_], given: Floats | float = 0.0
) -> Floats:
    """The coefficients in the order of `names`, then the intercept; what is `given` for each row
    is added to what they come to.
    """
    signs = np.where(labels, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (rows @ weights[:-1] + weights[-1] + given)
        slope = -signs / (1 + np.exp(margins))
        penalty = weights[:-1]
        gradient = np.append(rows.T @ slope + penalty, slope.sum())
        return float(np.logaddexp(0, -margins).sum() + (penalty**2).sum() / 2), gradient

    bounds = [(0, None) if n in _COUNTS_FOR else (None, 0) for n in names] + [(None, None)]
    start = np.zeros(rows.shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds).x)


def probability(weights: Floats, rows: Floats) -> Floats:
    """The chance that each row's question is answered."""
    return np.asarray(1 / (1 + np.exp(-(rows @ weights[:-1] + weights[-1]))))


def report(chances: Floats, labels: npt.NDArray[np.bool_]) -> None:
    """Print the area under the curve, the chosen point and the reliability of the chances."""
    yes, no = chances[labels], chances[~labels]
    area = (yes[:, None] > no[None]).mean() + (yes[:, None] == no[None]).mean() / 2
    print("| left-out articles | |\n|---|---|")
    print(f"| answerable, not answerable | {len(yes)}, {len(no)} |")
    print(f"| area under the curve | {area:.3f} |")
    print(f"| answerable ones answered at {ANSWERS_FROM} | {(yes >= ANSWERS_FROM).mean():.3f} |")
    print(f"| others refused at {ANSWERS_FROM} | {(no < ANSWERS_FROM).mean():.3f} |")
    print("\n| confidence | questions | answerable |\n|---|---|---|")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (chances >= low) & (chances < low + 0.2 + (low == 0.8))
        if inside.any():
            print(
                f"| {low:.1f} to {low + 0.2:.1f} | {inside.sum()} | {labels[inside].mean():.2f} |"
            )


if __name__ == "__main__":
    main()
