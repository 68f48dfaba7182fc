"""What has changed between articles: the newest answers, and what was said earlier has its date.

A death toll rises, an office changes hands, a price falls, an opening is put off. A pointer marks
the short answer in each sentence; where two sentences that answer about equally well, of articles
of different days that speak of the same, give different ones, both are shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.answers.choose import MAX_WORDS, words_of
from assistant.answers.citations import cite, quote_all
from assistant.answers.holders import asks_for_holder
from assistant.answers.quoting import Quoted, said
from assistant.english.named_days import named_days, spans_of
from assistant.english.quantities import Quantity, quantities
from assistant.evidence.rank import Scored
from assistant.evidence.reader import Reader
from assistant.understand.question import Kind, Question
from index.text.terms import fold, words

# How far below the best sentence another may lie, in logits, and still be held against it.
_MARGIN = 4.0
_LEAST = 0.0
_LEAST_CHANCE = 0.2
# So many sentences are held against each other at most.
_MOST = 8
# Of what has a value that changes: how many, what it costs, when it will be.
_COUNTED = re.compile(
    r"\bhow (?:many|much)\b|\bwhat(?:'s|’s| is| are)\b.{0,60}\b(?:price|cost|rate|toll|number|"
    r"population|share|salary|value|total)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\bwhen (?:will|is|are|does|do|'s|’s)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)


@dataclass(frozen=True)
class Change:
    """The newest sentence with a value, and an older one with another."""

    newest: Scored
    older: Scored


@dataclass(frozen=True)
class _Told:
    """A sentence, and the value that it gives."""

    scored: Scored
    value: str

    @property
    def day(self) -> str:
        """The day of its article."""
        return self.scored.sentence.article.published or ""


def change(
    question: Question,
    ranked: Sequence[Scored],
    reader: Reader,
    now: dt.date,
    since: dt.date | None = None,
) -> Change | None:
    """What has changed of what `question` asks, by articles published by `now`, and from `since`
    on; None where nothing has, or where it asks for nothing that changes.
    """
    if not _may_change(question):
        return None
    told = _told(_dated(ranked, now, since), question, reader)
    if not told or told[0].scored is not ranked[0]:
        return None
    same = [t for t in told if t is told[0] or _of_the_same(t.scored, told[0].scored)]
    newest = max(same, key=lambda t: (t.day, t.scored.score))
    if _agree(newest, told[0]):
        newest = told[0] if told[0].day == newest.day else newest
    others = [t for t in same if t.day < newest.day and not _agree(t, newest)]
    older = max(others, key=lambda t: (t.day, t.scored.score), default=None)
    # What is newest was said before: these are two things, not one that changed.
    if older is None or any(t.day <= older.day and _agree(t, newest) for t in same):
        return None
    return Change(newest.scored, older.scored)


def compose(
    question: Question, chosen: Sequence[Scored], found: Change | None
) -> tuple[str, tuple[Citation, ...]]:
    """The text and citations of the chosen sentences; of a change the newest, then what was said
    earlier, with its date. Counts of different days each have theirs.
    """
    if found is None:
        return quote_all(chosen, dated=_COUNTED.search(question.text) is not None)
    text, citations = quote_all([found.newest])
    older = found.older
    quoted = said(2, Quoted(older.sentence.article, older.sentence, 1.0))
    text = f"{text} Earlier, on {older.sentence.article.published}: {quoted}"
    return text, (*citations, cite(2, older.sentence, older.fit))


def _may_change(question: Question) -> bool:
    if question.kind is Kind.WHEN:
        return _TO_COME.search(question.text) is not None
    return asks_for_holder(question) or _COUNTED.search(question.text) is not None


def _dated(ranked: Sequence[Scored], now: dt.date, since: dt.date | None) -> list[Scored]:
    """The sentences that answer about as well as the best, one an article."""
    found: dict[str, Scored] = {}
    for scored in ranked:
        article = scored.sentence.article
        if scored.logit < _LEAST or article.published is None:
            continue
        early = since is not None and article.published < since.isoformat()
        if early or article.published > now.isoformat() or words_of(scored) > MAX_WORDS:
            continue
        if scored.fit >= ranked[0].fit - _MARGIN:
            found.setdefault(article.id, scored)
    return list(found.values())


def _told(dated: Sequence[Scored], question: Question, reader: Reader) -> list[_Told]:
    """Those that give a value."""
    found = []
    for scored in dated[:_MOST]:
        quote = scored.sentence.quote
        words = reader.point(question.text, scored.sentence.article.title, quote)
        if words is not None and words.chance >= _LEAST_CHANCE:
            found.append(_Told(scored, quote[words.start : words.end]))
    return found


def _agree(one: _Told, other: _Told) -> bool:
    """Whether both give one value, said more or less exactly."""
    first, second = one.value, other.value
    numbers, others = _numbers(first), _numbers(second)
    if numbers and others:
        return any(a.is_about(b) for a in numbers for b in others)
    digits, more = set(_DIGITS.findall(first)), set(_DIGITS.findall(second))
    if digits and more:
        return digits == more
    return bool({fold(w.surface) for w in words(first)} & {fold(w.surface) for w in words(second)})


def _numbers(text: str) -> list[Quantity]:
    """The quantities of `text`. Those of a date are none: 7 June 2026 is not about 9 June 2026."""
    return quantities(text, spans_of(named_days(text)))


def _of_the_same(one: Scored, other: Scored) -> bool:
    """Whether both name somebody or something in common."""
    return bool(_names(one) & _names(other))


def _names(scored: Scored) -> set[str]:
    sentence = scored.sentence
    capitals = (w for w in words(f"{sentence.article.title}. {sentence.quote}"))
    return {fold(w.surface) for w in capitals if w.surface[0].isupper()} - _CALENDAR
