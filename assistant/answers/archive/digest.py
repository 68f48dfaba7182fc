"""A dated digest: the developments of a subject, oldest to newest, one article each."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from assistant.answers.archive.mentions import About
from assistant.answers.archive.subject import Subject
from assistant.evidence.sentence import terms_of
from index import Generation
from index.generations.generation import Dated
from index.text.terms import STOP_WORDS, term

_MOST = 6
# A development is what several outlets, or several articles, tell of within a few days.
_DAYS = 3
# What a title that names the subject is worth, in doublings of the articles that tell the same.
_TITLE_BONUS = 1.5
# How much of a title may be said by another's before both are one development.
_SAME = 0.5
# The newest of them are looked at; no reader asks for a digest of more.
_POOL = 3000
# From how many times as many articles that name the subject in the title others are left out.
_ENOUGH = 4
_STOP_TERMS = frozenset(term(word) for word in STOP_WORDS)


def developments(found: About, subject: Subject | None, generation: Generation) -> list[Dated]:
    """The up to _MOST dated articles of `found` that tell best what happened, oldest first.

    They are spread over the time between the first and the last, denser where more was written;
    of the articles of a stretch of time the one is taken whose title is most like those of the
    days around it.
    """
    articles = found.articles
    if len(found.titled) >= _ENOUGH * _MOST:
        articles = tuple(d for d in articles if d.id in found.titled)
    pool = sorted((d for d in articles if d.day), key=lambda d: (d.day, d.id))[-_POOL:]
    if not pool:
        return []
    known = frozenset(subject.terms) if subject else frozenset()
    titles = [_telling(found.titles[d.id]) - known for d in pool]
    weights = _echoes(pool, titles)
    weights = [
        w + _TITLE_BONUS * (d.id in found.titled) for w, d in zip(weights, pool, strict=True)
    ]
    chosen: list[int] = []
    told: set[str] = set()

    def take_best(places: Sequence[int]) -> None:
        for i in sorted(places, key=lambda i: -weights[i]):
            if pool[i].id not in told and not any(_alike(titles[i], titles[j]) for j in chosen):
                chosen.append(i)
                told.add(pool[i].id)
                told.update(a.id for a in generation.other_versions(pool[i].id))
                return

    for stretch in _stretches(pool):
        take_best(stretch)
    # Stretches in which nothing was written leave room for more of the others.
    for _ in range(_MOST - len(chosen)):
        take_best(range(len(pool)))
    return [pool[i] for i in sorted(chosen)]


def _stretches(pool: Sequence[Dated]) -> list[list[int]]:
    """The places in `pool` in up to _MOST stretches, half by time and half by number."""
    first, last = pool[0].day, pool[-1].day
    stretches: dict[int, list[int]] = {}
    for i, article in enumerate(pool):
        by_number = i / len(pool)
        by_time = (article.day - first) / (last - first + 1)
        stretches.setdefault(int(_MOST * (by_number + by_time) / 2), []).append(i)
    return list(stretches.values())


def _echoes(pool: Sequence[Dated], titles: Sequence[frozenset[str]]) -> list[float]:
    """How much each title is repeated by those of the days around, in doublings."""
    days = [d.day for d in pool]
    spread = Counter(t for title in titles for t in title)
    weight = {t: math.log(len(pool) / n) + 0.1 for t, n in spread.items()}
    echoes = []
    for i, title in enumerate(titles):
        low, high = bisect_left(days, days[i] - _DAYS), bisect_right(days, days[i] + _DAYS)
        near = Counter(t for j in range(low, high) if j != i for t in titles[j])
        total = sum(weight[t] for t in title) or 1.0
        said_again = sum(weight[t] * near[t] for t in title) / total
        echoes.append(math.log2(1 + said_again))
    return echoes


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) > _SAME * min(len(a), len(b)) if a and b else False


def _telling(title: str) -> frozenset[str]:
    return frozenset(t for t in terms_of(title).terms if t not in _STOP_TERMS)
