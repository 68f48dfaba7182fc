"""The facts of a model's sentence, which are exact or wrong: numbers, dates and quoted words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.english import named_days, quantities
from assistant.english.named_days import Day
from assistant.english.quantities import Quantity
from assistant.english.web_address import holds_address
from assistant.written.grounds import Ground
from assistant.written.verification.claim import Claim, take_apart
from assistant.written.verification.source_lines import Line, published
from index.text.terms import fold, words

_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,400})[”\"»]")
_LEFT_OUT = re.compile(r"\.\.\.|…|\[[^\]]*\]")
_WORD = re.compile(r"[^\W_]+")

Said = tuple[Ground, Line]
"""A sentence of a ground, with its ground."""


@dataclass(frozen=True)
class Stated:
    """A sentence as read: its dates and numbers, and the rest as a claim."""

    text: str
    days: tuple[Day, ...]
    quantities: tuple[Quantity, ...]
    claim: Claim

    @staticmethod
    def read(text: str) -> Stated:
        """What `text` states."""
        days = named_days.named_days(text)
        taken = named_days.spans_of(days)
        counted = quantities.quantities(text, taken)
        facts = [*taken, *((q.start, q.end) for q in counted)]
        return Stated(text, tuple(days), tuple(counted), take_apart(text, facts))

    @property
    def facts(self) -> tuple[Day | Quantity, ...]:
        """Its dates and numbers."""
        return (*self.days, *self.quantities)


def absent(stated: Stated, source: Sequence[Said]) -> str:
    """What of the facts is nowhere in `source`, all sentences of its grounds: a short phrase,
    empty when all are there.
    """
    if holds_address(stated.text):
        return "it holds an address"
    grounds = dict.fromkeys(ground for ground, _ in source)
    written = "\n".join(text for g in grounds for text in (g.text, g.article.title))
    for quoted in _QUOTED.findall(stated.text):
        if not _is_quoted(quoted, written):
            return f"“{quoted[:60]}” is no quotation from the source"
    return _unsaid(stated, source)


def elsewhere(stated: Stated, retold: Sequence[Said]) -> str:
    """What of the numbers and dates is in the source, but not in what `stated` retells of it; a
    short phrase, empty when all are there.
    """
    wrong = _unsaid(stated, retold)
    return wrong.replace("is not in the source", "is said of something else there")


def _unsaid(stated: Stated, said: Sequence[Said]) -> str:
    for day in stated.days:
        # A weekday is another day in another article.
        if all(named_days.unsupported([day], line.days, published(g)) for g, line in said):
            return f"the date {day.surface} is not in the source"
    counted = [quantity for _, line in said for quantity in line.quantities]
    quantity = quantities.unsupported(stated.quantities, counted)
    return f"the number {quantity.surface} is not in the source" if quantity else ""


def _is_quoted(quoted: str, source: str) -> bool:
    """Whether the source has the words, punctuation apart; of a word or two, their stems do."""
    if len(quoted.split()) <= 2:
        terms = {w.term for w in words(source)}
        return all(w.term in terms for w in words(quoted))
    plain = _plain(source)
    return all(_plain(part) in plain for part in _LEFT_OUT.split(quoted))


def _plain(text: str) -> str:
    return " ".join(fold(w) for w in _WORD.findall(text.replace("’", "").replace("'", "")))
