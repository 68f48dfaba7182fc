"""The sentences of one ground, read once for all that is held against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.named_days import Day, named_days, spans_of
from assistant.english.quantities import Quantity, quantities
from assistant.english.readable import readable
from assistant.written.grounds import Ground
from index.text.sentences import sentence_spans
from index.text.terms import words

# A ground is a passage; of a longer one no more sentences are read.
_MOST = 40


@dataclass(frozen=True)
class Line:
    """A sentence of the article at `start` to `end`.

    `clear` is its text with its "he" made plain, `terms` are the words of that.
    """

    start: int
    end: int
    clear: str
    terms: frozenset[str]
    days: tuple[Day, ...]
    quantities: tuple[Quantity, ...]


@lru_cache(maxsize=512)
def lines_of(ground: Ground) -> tuple[Line, ...]:
    """The sentences of `ground`, in order."""
    text = ground.article.text
    found = []
    for start, end in sentence_spans(text, ground.start, ground.end)[:_MOST]:
        clear = readable(text, start, end, titled=True)
        days = named_days(clear)
        found.append(
            Line(
                start,
                end,
                clear,
                frozenset(word.term for word in words(clear)),
                tuple(days),
                tuple(quantities(clear, spans_of(days))),
            )
        )
    return tuple(found)


def published(ground: Ground) -> dt.date | None:
    """The day of the ground's article."""
    try:
        return dt.date.fromisoformat(ground.article.published or "")
    except ValueError:
        return None
