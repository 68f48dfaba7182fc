"""The sentences of one ground, read once for all that is held against them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.attribution import Subject
from assistant.english.named_days import Day, named_days, spans_of
from assistant.english.quantities import Quantity, quantities
from assistant.english.readable import readable
from assistant.english.utterances import utterances
from assistant.written.grounds import Ground
from assistant.written.verification.claim import content_words
from index.text.sentences import sentence_spans
from index.text.terms import Word

# A ground is a passage; of a longer one no more sentences are read.
_MOST = 40
_LEANS = re.compile(
    r"[\"“‘']?(?:[Ii]n |[Aa]t |[Oo]n )?(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts"
    r"|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Bb]oth|[Tt]he|We|I|Our|My)\b"
)


@dataclass(frozen=True)
class Line:
    """A sentence of the article at `start` to `end`.

    `clear` is its text with its "he" made plain, `heard` who says it, if anybody is said to, and
    `leans` whether it begins with what points back to the sentence before.
    """

    start: int
    end: int
    clear: str
    content: tuple[Word, ...]
    days: tuple[Day, ...]
    quantities: tuple[Quantity, ...]
    heard: tuple[Subject, ...]
    leans: bool


@lru_cache(maxsize=512)
def lines_of(ground: Ground) -> tuple[Line, ...]:
    """The sentences of `ground`, in order."""
    text = ground.article.text
    spoken = utterances(text, ((ground.start, ground.end),))
    found = []
    for start, end in sentence_spans(text, ground.start, ground.end)[:_MOST]:
        clear = readable(text, start, end, titled=True)
        days = named_days(clear)
        found.append(
            Line(
                start,
                end,
                clear,
                tuple(content_words(clear, spans_of(days))),
                tuple(days),
                tuple(quantities(clear, spans_of(days))),
                tuple(u.subject for u in spoken if u.start < end and start < u.end),
                _LEANS.match(text, start) is not None,
            )
        )
    return tuple(found)


def published(ground: Ground) -> dt.date | None:
    """The day of the ground's article."""
    try:
        return dt.date.fromisoformat(ground.article.published or "")
    except ValueError:
        return None
