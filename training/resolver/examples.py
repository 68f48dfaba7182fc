"""What the resolver is shown in training: follow-ups, and half as many complete questions.

A conversation's own turns teach what is missing. That nothing is missing is taught by questions
that are complete, asked where they were not: the standalone form of a turn in its own place, and
anybody's complete question after another conversation. They are to come back as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.resolver.conversations import Conversation

# The shares of what is shown.
_FOLLOW_UP, _OWN_COMPLETE = 0.66, 0.1
# So often the answers, or the earliest turns, are left out; or a question before is as typed.
_NO_ANSWERS, _FEWER, _AS_TYPED = 0.15, 0.3, 0.15


@dataclass(frozen=True)
class Example:
    """A question as `asked` after `turns`, and what it is to become."""

    asked: str
    turns: tuple[tuple[str, str], ...]
    standalone: str


def stream(
    conversations: Sequence[Conversation], complete: Sequence[str], rng: random.Random
) -> Iterator[Example]:
    """Examples without end; `complete` are more complete questions."""
    follow_ups = [(c, n) for c in conversations for n in range(1, len(c.turns))]
    others = [t.standalone for c in conversations for t in c.turns] + list(complete)
    while True:
        rng.shuffle(follow_ups)
        for conversation, number in follow_ups:
            turns = _before(conversation, number, rng)
            turn = conversation.turns[number]
            yield Example(turn.asked, turns, turn.standalone)
            drawn = rng.random() * _FOLLOW_UP
            if drawn < _OWN_COMPLETE:
                yield Example(turn.standalone, turns, turn.standalone)
            elif drawn < 1 - _FOLLOW_UP:
                other = rng.choice(others)
                yield Example(other, turns, other)


def _before(
    conversation: Conversation, number: int, rng: random.Random
) -> tuple[tuple[str, str], ...]:
    first = min(rng.randrange(number), number - 2) if rng.random() < _FEWER and number > 2 else 0
    silent = rng.random() < _NO_ANSWERS
    return tuple(
        (t.asked if rng.random() < _AS_TYPED else t.standalone, "" if silent else t.answer)
        for t in conversation.turns[first:number]
    )
