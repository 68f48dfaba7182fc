"""Choosing the sentences that are quoted: the best, and another only where it adds something."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from assistant.evidence.rank import Scored

MAX_SENTENCES = 2
MAX_WORDS = 60
ENOUGH = 0.7
"""The share of the belief in all sentences that the chosen ones have to hold."""
_ALIKE = 0.75
# What another sentence has to be believed beside the best, and the words that it has to have: of
# answers of one sentence a strict reader found 35 of 40 right, of three 7 of 15.
_BELIEVED = 0.2
_SHORTEST = 6


def choose(
    ranked: Sequence[Scored],
    enough: float = ENOUGH,
    score: Callable[[Scored], float] = lambda scored: scored.score,
) -> list[Scored]:
    """The best sentences of `ranked`, best first as that is.

    The reader is trained so that exp(score) shares out its belief in what answers. One sentence
    is enough where it holds `enough` of that; where the reader is torn, the next is quoted as
    well.
    What says the same counts to the sentence that was chosen for it. Never more than
    MAX_SENTENCES sentences, nor more than MAX_WORDS words unless the best alone is longer.
    """
    top = score(ranked[0])
    weights = [math.exp(score(scored) - top) for scored in ranked]
    whole = sum(weights)
    chosen = [ranked[0]]
    held = weights[0]
    spent = words_of(ranked[0])
    for scored, weight in zip(ranked[1:], weights[1:], strict=True):
        if held >= enough * whole or len(chosen) == MAX_SENTENCES:
            break
        if any(alike(scored, other) for other in chosen):
            held += weight
        elif weight >= _BELIEVED and _SHORTEST <= words_of(scored) <= MAX_WORDS - spent:
            chosen.append(scored)
            held += weight
            spent += words_of(scored)
    return chosen


def words_of(scored: Scored) -> int:
    """How many words the sentence has."""
    return len(scored.sentence.quote.split())


def alike(one: Scored, other: Scored) -> bool:
    """Whether one says hardly anything that the other does not."""
    first, second = one.sentence.terms.terms, other.sentence.terms.terms
    return len(first & second) >= _ALIKE * min(len(first), len(second))
