"""From the time that a question names to the articles that it limits itself to, or prefers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from assistant.understand.time.events import EventBound, read_event_bound
from assistant.understand.time.when import Period, read_period
from index import Article, Generation
from index.scope import Scope
from index.text.terms import search_terms

_LOOKED_AT = 12
_PAST = re.compile(
    r"(?:(?:in|over|during|within) )?(?:the )?(?:last|past|previous)\b|yesterday\b|.* ago\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Limits:
    """The articles in `scope` are searched for `text`, the question without its limit.

    Those from `prefer_from` on are preferred, the newest above all if `newest`. `note` tells the
    reader what an event's date, or "last year", was taken to be. Articles from well before
    `past_from` know nothing of the time that is asked about, for that is over.
    """

    scope: Scope
    text: str
    prefer_from: dt.date | None = None
    newest: bool = False
    note: str | None = None
    past_from: dt.date | None = None


def read_limits(question: str, now: dt.date, scope: Scope, generation: Generation) -> Limits:
    """What `question`, asked on the day `now` of the articles in `scope`, limits itself to.

    A period that ends before the oldest article cannot mean the articles' dates, and limits
    nothing. An event, as in "since the ceasefire", has the date of the article that speaks of it
    most plainly.
    """
    period, text = read_period(question, now)
    if period is not None and period.strict:
        narrowed = _narrowed(scope, period.start, period.end)
        if not _is_before_all(period, generation):
            return Limits(narrowed, text)
        return Limits(scope, question)
    bound = read_event_bound(question)
    # Of what is "before" or "after" an event, the day was taken wrongly too often.
    since = bound if bound is not None and bound.side == "since" else None
    if since is not None and (found := _event(since, now, generation)) is not None:
        day, article = found
        note = f"I took {since.event} to be of {day.isoformat()} (“{article.title}”)."
        if since.strict:
            return Limits(_narrowed(scope, day, None), question, note=note)
        return Limits(scope, question, prefer_from=day, note=note)
    if period is None:
        return Limits(scope, text)
    if period.start is None:
        return Limits(scope, text, newest=True)
    if _PAST.match(period.phrase) is None:
        return Limits(scope, text, period.start)
    # A reader may have meant another time.
    note = f"I took “{period.phrase}” to be from {period.start.isoformat()} on."
    return Limits(scope, text, period.start, note=note, past_from=period.start)


def _narrowed(scope: Scope, start: dt.date | None, end: dt.date | None) -> Scope:
    since = max(filter(None, (scope.since, start.isoformat() if start else None)), default=None)
    until = min(filter(None, (scope.until, end.isoformat() if end else None)), default=None)
    return replace(scope, since=since, until=until)


def _is_before_all(period: Period, generation: Generation) -> bool:
    if period.end is None:
        return False
    return not generation.some_articles_in(Scope(until=period.end.isoformat()), 1)


def _event(
    bound: EventBound, now: dt.date, generation: Generation
) -> tuple[dt.date, Article] | None:
    """The day of the event, and the article that was taken to tell it.

    Of the passages that fit the event's words best, the first whose article has them in its
    title; else the first of all.
    """
    wanted = set(search_terms(bound.event))
    if not wanted:
        return None
    found = generation.search_terms(bound.event, _LOOKED_AT, Scope(until=now.isoformat()))
    articles = [generation.article(passage.article_id) for passage, _ in found]
    dated = [a for a in articles if a.published]
    titled = [a for a in dated if wanted <= set(search_terms(a.title))]
    for article in titled or dated:
        if article.published:
            return dt.date.fromisoformat(article.published), article
    return None
