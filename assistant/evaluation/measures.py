"""What answers are measured by: gold words, the area under a curve, earned confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.terms import fold

_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset(("a", "an", "the"))


@dataclass(frozen=True)
class Point:
    """A point of the curve: of the questions with an answer, the share that is answered when
    answers come from a confidence of `threshold` on, and that share of those without one.
    """

    threshold: float
    answered: float
    wrongly: float


@dataclass(frozen=True)
class Bin:
    """Answers of a confidence from `low` to `high`: how many, how confident, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def normalised(text: str) -> str:
    """`text` in small letters, without accents, punctuation and the articles a, an, the; a space
    at either end, so that whole words can be looked for.

    The comparison of SQuAD (Rajpurkar et al., 2016).
    """
    kept = (word for word in _WORD.findall(fold(text)) if word not in _ARTICLES)
    return f" {' '.join(kept)} "


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether `text` has the words of one of `answers`, together and in order."""
    inside = normalised(text)
    return any(wanted in inside for answer in answers if (wanted := normalised(answer)) != "  ")


def first_words(text: str, count: int) -> str:
    """The first `count` words of `text`."""
    return " ".join(text.split()[:count])


def area(with_answer: Sequence[float], without: Sequence[float]) -> float:
    """How often a question with an answer has more confidence than one without; ties count half.

    This is the area under the receiver operating characteristic (Hanley and McNeil, 1982).
    """
    wins = sum((a > b) + (a == b) / 2 for a in with_answer for b in without)
    return wins / (len(with_answer) * len(without))


def curve(with_answer: Sequence[float], without: Sequence[float]) -> list[Point]:
    """What each threshold from 0 to 1 in steps of 0.05 would answer."""
    return [point(step / 20, with_answer, without) for step in range(21)]


def point(threshold: float, with_answer: Sequence[float], without: Sequence[float]) -> Point:
    """What answering from `threshold` on would answer."""
    return Point(threshold, _share(with_answer, threshold), _share(without, threshold))


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """How often answers of each tenth of confidence are right; empty tenths are left out."""
    bins = []
    for tenth in range(10):
        low, high = tenth / 10, (tenth + 1) / 10
        inside = [
            (c, r)
            for c, r in zip(confidences, right, strict=True)
            if low <= c < high or (c == high == 1)
        ]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), mean, sum(r for _, r in inside) / len(inside)))
    return bins


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _share(confidences: Sequence[float], threshold: float) -> float:
    return sum(c >= threshold for c in confidences) / len(confidences) if confidences else 0.0
