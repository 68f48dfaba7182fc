"""The facts of a model's sentence, exact or wrong: numbers, dates, names and quoted words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.english import named_days, quantities
from assistant.english.named_days import Day
from assistant.english.names import place_keys, place_spans, stands_for
from assistant.english.quantities import Quantity
from assistant.english.web_address import holds_address
from assistant.written.grounds import Ground
from assistant.written.verification.content import content_words
from assistant.written.verification.source_lines import Line, published
from index.text.terms import Word, fold, term, words

_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,400})[”\"»]")
_LEFT_OUT = re.compile(r"\.\.\.|…|\[[^\]]*\]")
# What a bare answer may have beside a name, a number or a day.
_AROUND = frozenset(
    term(word)
    for word in "a about an and at by for from in million billion of on over percent the to".split()
)
_WORD = re.compile(r"[^\W_]+")
# Forms of one name begin with so many letters that are the same.
_SHARED = 4
_ENDINGS = frozenset(
    """
    n an ian ean ese ish i ic s es er man men woman women ite an's al ns ans ians d ia a e y
    """.split()
)

Said = tuple[Ground, Line]
"""A sentence of a ground, with its ground."""


@dataclass(frozen=True)
class Stated:
    """A sentence as read: its dates and numbers, and the other words that claim something. `before`
    is what it leans on.
    """

    text: str
    before: str
    days: tuple[Day, ...]
    quantities: tuple[Quantity, ...]
    content: tuple[Word, ...]

    @staticmethod
    def read(text: str, before: str = "") -> Stated:
        """What `text` states after `before`."""
        days = named_days.named_days(text)
        taken = named_days.spans_of(days)
        counted = quantities.quantities(text, taken)
        facts = [*taken, *((q.start, q.end) for q in counted)]
        return Stated(text, before, tuple(days), tuple(counted), tuple(content_words(text, facts)))

    @property
    def whole(self) -> str:
        """It with what it leans on."""
        return f"{self.before} {self.text}".strip()

    @property
    def is_bare(self) -> bool:
        """Whether it is no sentence but a name, a number or a day."""
        return all(word.surface[0].isupper() for word in self.content) and not any(
            word.surface.islower() and word.term not in _AROUND for word in words(self.text)
        )

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
    return _unsaid(stated, source) or _unnamed(stated, written)


def copied(stated: Stated, source: Sequence[Said]) -> Said | None:
    """The sentence of `source` that has `stated` word for word, if one has."""
    plain = _plain(stated.text)
    return next((said for said in source if f" {plain} " in f" {_plain(said[1].clear)} "), None)


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


def _unnamed(stated: Stated, written: str) -> str:
    """A place, or another name inside the sentence, that stands nowhere in `written` in any form.

    A first word may have its capital from where it stands.
    """
    known = place_keys(written)
    stand = {stands_for(key) for key in known}
    spans = place_spans(stated.text)
    for start, end, key in spans:
        if key not in known | stand and stands_for(key) not in known:
            return f"the source does not name “{stated.text[start:end]}”"
    terms = {word.term for word in words(written)}
    for word in stated.content:
        is_name = word.surface[0].isupper() and word.start > 0
        is_place = any(start < word.end and word.start < end for start, end, _ in spans)
        if not is_name or is_place or word.term in terms:
            continue
        if not any(_is_form(word.term, other) for other in terms):
            return f"the source does not name “{word.surface[:60]}”"
    return ""


def _is_form(own: str, other: str) -> bool:
    """Whether one is made of the other: "California" and "Californian", "Macron" and "Macrons"."""
    short, long = sorted((own, other), key=len)
    letters = enumerate(zip(short, long, strict=False))
    shared = next((n for n, (a, b) in letters if a != b), len(short))
    return (
        shared >= max(_SHARED, len(short) - 2)
        and (short[shared:] in _ENDINGS or not short[shared:])
        and (long[shared:] in _ENDINGS or not long[shared:])
    )


def _is_quoted(quoted: str, source: str) -> bool:
    """Whether the source has the words, punctuation apart; of a word or two, their stems do."""
    if len(quoted.split()) <= 2:
        terms = {w.term for w in words(source)}
        return all(w.term in terms for w in words(quoted))
    plain = _plain(source)
    return all(_plain(part) in plain for part in _LEFT_OUT.split(quoted))


def _plain(text: str) -> str:
    return " ".join(fold(w) for w in _WORD.findall(text.replace("’", "").replace("'", "")))
