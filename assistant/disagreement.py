"""Articles of different dates that answer one question differently: the newest answers, and the
older is mentioned with its date.

A death toll rises, an office changes hands, a price falls, an opening is put off. Only values that
can be compared are: what is asked for has to be an amount, the holder of an office or a day to
come, and both sentences have to give it, once, of the same thing. In doubt nothing is done.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.citations import cite, quote_all
from assistant.counts import Count, count_asked, count_in
from assistant.days_to_come import asks_for_day_to_come, day_to_come
from assistant.answers.choose import MAX_SENTENCES, MAX_WORDS, words_of
from assistant.evidence.find import Evidence
from assistant.evidence.rank import Scored
from assistant.holders import Holder, holder_in, office_asked
from assistant.question import Question
from assistant.quoting import Quoted, said
from assistant.sentence import Sentence
from assistant.support import found

# A review of the year: "May 24 - Nineteen children are killed ..."
_CHRONICLE = re.compile(
    r"\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d{1,2}\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")

# How far below the best sentence another may lie and still be read for a value, in logits.
_MARGIN = 5.0

Value = Count | Holder | dt.date


@dataclass(frozen=True)
class Dated:
    """A sentence with the value that it gives and the day of its article."""

    scored: Scored
    day: dt.date
    value: Value

    @property
    def article(self) -> str:
        """The id of its article."""
        return self.scored.sentence.article.id


@dataclass(frozen=True)
class Disagreement:
    """The newest sentence with a value, an older one with another, and what `more` was chosen
    from the article of the newest.
    """

    newest: Dated
    older: Dated
    more: tuple[Scored, ...] = ()


def disagreement(
    evidence: Evidence, chosen: Sequence[Scored], now: dt.date, since: dt.date | None = None
) -> Disagreement | None:
    """The newest and an older of the sentences that answer as well as the chosen ones but
    differently, of articles published by `now`, and from `since` on; None where nothing has
    changed for sure.
    """
    question = evidence.question
    read = _reader(question)
    if read is None:
        return None
    dated = _dated(question, evidence.ranked, read, since or dt.date.min, now)
    first = next((d for d in dated if d.scored in chosen), None)
    if first is None:
        return None
    same = [first, *(d for d in dated if d is not first and _comparable(d, first))]
    newest = max(same, key=lambda d: (d.day, _grown(d), -same.index(d)))
    if any(d.day == newest.day and not _agree(d, newest) and not _grown(d) for d in same):
        return None  # the newest articles contradict each other
    days = [scored.sentence.article.published or "" for scored in chosen]
    if any(newest.day.isoformat() < day <= now.isoformat() for day in days):
        return None  # something newer answers, in a way that is not understood here
    if _agree(first, newest):
        newest = first  # the same, said better
    others = [d for d in same if d.day < newest.day and not _agree(d, newest)]
    others = [d for d in others if _comparable(newest, d)]
    if not others:
        return None
    older = others[0]
    if any(d.day <= older.day and _agree(d, newest) for d in same):
        return None  # what is newest was said before: these are two things, not one that changed
    # A further number beside it would be taken for the answer.
    more = [s for s in chosen if s is not newest.scored and not _DIGIT.search(s.sentence.quote)]
    more = [s for s in more if s.sentence.article.id == newest.article]
    return Disagreement(newest, older, tuple(more))


def compose(
    question: Question, chosen: Sequence[Scored], found: Disagreement | None
) -> tuple[str, tuple[Citation, ...]]:
    """The text and citations of the chosen sentences; of a disagreement first the newest, last
    what was said earlier, with its date. Counts of different days each have theirs.
    """
    if found is None:
        return quote_all(chosen, dated=_COUNTED.search(question.text) is not None)
    older = found.older.scored
    told = [found.newest.scored]
    spent = words_of(told[0]) + words_of(older)
    for scored in found.more:
        if len(told) < MAX_SENTENCES - 1 and spent + words_of(scored) <= MAX_WORDS:
            told.append(scored)
            spent += words_of(scored)
    text, citations = quote_all(told)
    number = len(told) + 1
    quoted = said(number, Quoted(older.sentence.article, older.sentence, 1.0))
    text = f"{text} Earlier, on {found.older.day.isoformat()}: {quoted}"
    return text, (*citations, cite(number, older.sentence, older.fit))


def _reader(question: Question) -> Callable[[Sentence, dt.date], Value | None] | None:
    """What reads the value that is asked for from a sentence; None for a question that asks for
    no such value, or for one of the past.
    """
    if (office := office_asked(question)) is not None:
        return lambda sentence, _: holder_in(question, office, sentence)
    if asks_for_day_to_come(question):
        return lambda sentence, day: day_to_come(question, sentence, day)
    if (asked := count_asked(question)) is not None:
        return lambda sentence, _: count_in(question, asked, sentence)
    return None


def _dated(
    question: Question,
    ranked: Sequence[Scored],
    read: Callable[[Sentence, dt.date], Value | None],
    since: dt.date,
    now: dt.date,
) -> list[Dated]:
    """The sentences that give a value and fit about as well as the best, one an article."""
    best = max(s.fit for s in ranked)
    articles: set[str] = set()
    dated = []
    for scored in ranked:
        article = scored.sentence.article
        if article.published is None or article.id in articles or scored.fit < best - _MARGIN:
            continue
        day = dt.date.fromisoformat(article.published)
        if not since <= day <= now or _CHRONICLE.match(scored.sentence.quote):
            continue
        if not all(found(s, scored.sentence.context) for s in question.names):
            continue
        if (value := read(scored.sentence, day)) is not None:
            dated.append(Dated(scored, day, value))
            articles.add(article.id)
    return dated


def _agree(a: Dated, b: Dated) -> bool:
    match a.value, b.value:
        case (Count() as one, Count() as other):
            return one.agrees(other)
        case (Holder() as one, Holder() as other):
            return one.agrees(other)
        case one, other:
            return one == other


def _comparable(a: Dated, b: Dated) -> bool:
    """Whether both speak of the same thing, at two times."""
    older, newer = sorted((a, b), key=lambda d: d.day)
    match older.value, newer.value:
        case (Count() as old, Count() as new):
            return new.follows(old, (newer.day - older.day).days) and _same_event(older, newer)
        case (Holder(), Holder()):
            return True
        case (dt.date() as old, dt.date()):
            # What had passed by then has taken place: the newer day is of another time.
            return old > newer.day and _same_event(older, newer)
        case _:
            return False


def _grown(dated: Dated) -> float:
    """The number of a count that only grows, of which the greatest of a day is the last; else 0."""
    value = dated.value
    return value.amount.number if isinstance(value, Count) and value.grows else 0.0


def _same_event(a: Dated, b: Dated) -> bool:
    one, other = a.scored.sentence, b.scored.sentence
    places, others = one.context.places, other.context.places
    return not (places and others) or bool(places & others)
