"""Where each word of a standalone question stands in its source: what the resolver learns to copy.

A word may stand in several places. The path through them with the fewest jumps is taken, found by
dynamic programming as in a Viterbi decoder: a jump costs 1, a function word 0.7 besides, another
form of a word 0.3, and a word further back a trifle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import Stemmer

from assistant.understand.resolver.function_words import FUNCTION_WORDS
from assistant.understand.resolver.source import Source
from assistant.understand.resolver.words import words_of

_JUMP = 1.0
_FUNCTION_WORD = 0.7
_OLDER = 0.002
_OTHER_FORM = 0.3
_NUMBER = {word: number for number, word in enumerate(FUNCTION_WORDS)}
_stem = Stemmer.Stemmer("english").stemWord


@dataclass(frozen=True)
class Target:
    """A standalone question as places: a word of the source by its number, or a function word by
    the number of the source's words plus its own. `every` holds for each step all places with the
    same word. `missing` counts the words that stand nowhere and were left out.
    """

    places: tuple[int, ...]
    every: tuple[tuple[int, ...], ...]
    missing: int


def align(source: Source, standalone: str) -> Target:
    """`standalone` as places of `source`, with the question's end as the last."""
    size = len(source.words)
    folded = [word.folded for word in source.words]
    stems = [_stem(word) for word in folded]
    choices: list[list[tuple[int, float]]] = []
    missing = 0
    for word in (w.folded for w in words_of(standalone)):
        found = [(i, _OLDER * i) for i, other in enumerate(folded) if other == word]
        if word in _NUMBER:
            found.append((size + _NUMBER[word], _FUNCTION_WORD))
        if not found and len(word) > 2:
            stem = _stem(word)
            found = [(i, _OTHER_FORM + _OLDER * i) for i, s in enumerate(stems) if s == stem and s]
        if found:
            choices.append(found)
        else:
            missing += 1
    choices.append([(source.end, 0.0)])
    places = _path(choices, size)
    return Target(tuple(places), tuple(tuple(p for p, _ in found) for found in choices), missing)


def _path(choices: Sequence[Sequence[tuple[int, float]]], size: int) -> list[int]:
    best: list[dict[int, tuple[float, int | None]]] = []
    for step, found in enumerate(choices):
        now: dict[int, tuple[float, int | None]] = {}
        for place, cost in found:
            if step == 0:
                now[place] = (cost + (0.0 if place == 0 else _JUMP), None)
                continue
            now[place] = min(
                (
                    before_cost + cost + (0.0 if _continues(before, place, size) else _JUMP),
                    before,
                )
                for before, (before_cost, _) in best[-1].items()
            )
        best.append(now)
    place = min(best[-1], key=lambda p: best[-1][p][0])
    path = [place]
    for now in reversed(best[1:]):
        previous = now[path[-1]][1]
        assert previous is not None
        path.append(previous)
    return path[::-1]


def _continues(before: int, place: int, size: int) -> bool:
    """Whether the place is the source's next word; function words have no order."""
    return place == before + 1 and place < size
