"""A question about the archive, ready to be answered: what is looked for among which articles."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from assistant.answer import Searched
from assistant.answers.archive.mentions import About, Mentions, about, everything, mentioning
from assistant.answers.archive.read import ArchiveRequest, Wanted, read_request
from assistant.answers.archive.subject import Subject, read_subject
from assistant.answers.quoting import Quoted, quote_from
from assistant.asking import both
from assistant.understand.bylines import without_timely_outlets
from assistant.understand.time.phrases import time_phrases
from assistant.understand.time.when import read_period
from assistant.wording import counted
from index import Generation
from index.generations.generation import Dated
from index.scope import EVERYTHING, Scope

_PREPOSITION = re.compile(r" (?:of|for|from|in|on|during)$", re.IGNORECASE)

_BOUND = re.compile(r" (?P<word>from|since)$", re.IGNORECASE)


@dataclass(frozen=True)
class ArchiveSearch:
    """A request with its subject and scope; `question` is what was asked, `population` how many
    articles are in the scope. A subject of None means all of them.
    """

    question: str
    request: ArchiveRequest
    subject: Subject | None
    scope: Scope
    generation: Generation
    population: int

    def mentioning(self) -> Mentions:
        """The articles that mention the subject, or all."""
        if self.subject is None:
            return Mentions(tuple(self.generation.articles_in(self.scope)))
        return mentioning(self.subject, self.scope, self.generation)

    def about(self) -> About:
        """The articles about the subject, or all."""
        if self.subject is None:
            return everything(self.scope, self.generation)
        return about(self.subject, self.scope, self.generation)

    def quote(self, found: Dated, lead: bool = False) -> Quoted:
        """The sentence that stands for that article, or for its `lead`."""
        return quote_from(self.generation.article(found.id), self.subject, lead)

    @property
    def named(self) -> str:
        """The subject in quotation marks."""
        return f"“{self.subject.text}”" if self.subject else ""

    @property
    def limits(self) -> str:
        """Whose articles of which time these are: " by Ann Lee since 2023-01-01"."""
        byline = self.request.byline
        by = f" by {byline.shown}" if byline.authors else ""
        by += f" from {byline.shown}" if byline.sources else ""
        since, until = self.scope.since, self.scope.until
        if since and until:
            return by + (f" dated {since}" if since == until else f" from {since} to {until}")
        return by + (f" since {since}" if since else "") + (f" until {until}" if until else "")

    @property
    def among(self) -> str:
        """The articles of the scope in words: "19,416 articles"."""
        return f"{counted(self.population, 'article')}{self.limits}"

    def searched(self, found: int, days: tuple[str, ...]) -> Searched:
        """What was searched: the period asked for, or else the `days` of the `found` articles."""
        asked = tuple(day for day in (self.scope.since, self.scope.until) if day)
        byline = self.request.byline
        return Searched(
            question=self.question,
            dates=(self.scope.since or days[0], self.scope.until or days[-1]) if days else asked,
            authors=byline.authors,
            sources=(byline.shown,) if byline.sources else (),
            articles=found,
        )

    @property
    def note(self) -> str | None:
        """Which misspelt words were read as others."""
        corrections = self.subject.corrections if self.subject else ()
        read_as = ", ".join(f"“{c.typed}” as “{c.meant}”" for c in corrections)
        return f"I read {read_as}." if read_as else None


def open_search(
    question: str, now: dt.date, generation: Generation, within: Scope = EVERYTHING
) -> ArchiveSearch | None:
    """What `question`, without courtesies, asks about the archive, or the articles `within` a
    scope, on the day `now`; None when it asks about the world.
    """
    shielded, hidden = without_timely_outlets(question, generation)
    limits, rest = _limits(shielded, now)
    for stand_in, name in hidden.items():
        rest = rest.replace(stand_in, name)
    is_open = limits is not None and limits[1] is None
    request = read_request(rest, generation, limits is not None, is_open)
    if request is None:
        return None
    subject = None
    if request.subject:
        subject = read_subject(request.subject, generation.store, whole=request.mentions)
        if subject is None:
            return None
    scope = both(request.byline.within(*(limits or (None, None))), within, generation)
    population = len(generation.articles_in(scope))
    if request.wanted is Wanted.LATEST and subject is None and not population:
        return None  # "What happened in 1998?", of which later articles may tell
    return ArchiveSearch(question, request, subject, scope, generation, population)


def _limits(question: str, now: dt.date) -> tuple[tuple[str | None, str | None] | None, str]:
    """The first and last day that limit the articles, ISO, None being open, and the question
    without the expression that says so; None when there is none.

    A period that the rest of the question still names is part of its subject ("the 2022 World
    Cup"), unless it is strict and stands at the end ("the news of last week").
    """
    period, rest = read_period(question, now)
    if period is None or (period.start is None and period.end is None):
        return _published_in(question, now)
    since = period.start.isoformat() if period.start else None
    until = period.end.isoformat() if period.end else None
    if rest != question:
        return (since, until), rest
    before, phrase, after = question.rpartition(period.phrase)
    if not period.strict or not phrase or after.strip(" ?!."):
        return None, question
    return (since, until), _PREPOSITION.sub("", before.rstrip())


def _published_in(question: str, now: dt.date) -> tuple[tuple[str | None, str | None] | None, str]:
    """The limits that "from March 2023" and "since 2023" set at the end of a question."""
    phrases = time_phrases(question, now)
    if not phrases or question[phrases[-1].end :].strip(" ?!."):
        return None, question
    last = phrases[-1]
    before = question[: last.start].rstrip()
    match = _BOUND.search(before)
    if match is None:
        return None, question
    until = None if match["word"].lower() == "since" else last.last.isoformat()
    return (last.first.isoformat(), until), before[: match.start()]
