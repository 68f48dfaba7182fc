"""Dates in a normal form, so that "Feb. 12" is "February 12", and "Wednesday" of its own article.

A date is what it says and no more: "March" has no day, "Tuesday" no month. What the article's own
date tells of it is filled in, as alternatives where it may be the one before or the one to come.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understand.time.days import DAY, SEASONS
from index.text.sentences import Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)(?![a-z])"
)
_DATE = re.compile(
    r"\b(?:"
    rf"(?P<month>{_MONTH})(?: (?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?![,.]\d|:))?"
    r"(?:,? (?P<year>(?:1\d|20)\d\d)\b)?"
    rf"|(?:the )?(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? (?P<month2>{_MONTH})"
    r"(?:,? (?P<year2>(?:1\d|20)\d\d)\b)?"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)"
    r"|(?<!-)(?P<decade>(?:1\d|20)?\d0)s\b"
    r"|(?P<year3>(?:1\d|20)\d\d)(?!%|[\d%,.]*\d|[-–]\w)"
    r"|(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?"
    r"|(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)"
    r"|(?P<when>(?:last|this|next|past|previous|earlier this|later this) "
    r"(?P<unit>week|month|year|spring|summer|autumn|fall|winter)(?! of\b)|yesterday|today|tonight|"
    r"tomorrow)"
    r")\b"
)
_MONEY_BEFORE = re.compile(r"[$£€¥]\s?$")


@dataclass(frozen=True)
class Day:
    """A date at `start` to `end` of a text, written there as `surface`; what it leaves open is
    None. `span` names a decade ("1960s"), a season or a week or the like ("last week").
    """

    surface: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    span: str = ""

    def agrees(self, other: Day, published: dt.date | None) -> bool:
        """Whether `other`, which an article published on `published` has, is what this one says.

        It may say less than `other` does, and no more.
        """
        if self.span and self.span == other.span:
            return True
        return any(self._within(known) for known in _readings(other, published)) or (
            self.year is None
            and (self.weekday is not None or bool(self.span))
            and published is not None
            and any(
                mine._within(known)
                for mine in _readings(self, published)[1:]
                for known in _readings(other, published)
            )
        )

    def _within(self, known: Day) -> bool:
        if self.span and self.span != known.span:
            return False
        return all(
            mine is None or mine == its
            for mine, its in (
                (self.year, known.year),
                (self.month, known.month),
                (self.day, known.day),
                (self.weekday, known.weekday),
            )
        )


def named_days(text: str) -> list[Day]:
    """The dates of `text` in order."""
    return [
        day
        for match in _DATE.finditer(text)
        if not _MONEY_BEFORE.search(text[max(0, match.start() - 2) : match.start()])
        and not (match.group() == "May" and match.start() == 0)
        and (day := _day(match)) is not None
        and day.span != "today"  # which may as well mean nowadays
    ]


def spans_of(days: Sequence[Day]) -> list[Span]:
    """Where the dates stand, for what is not to be read as numbers."""
    return [(d.start, d.end) for d in days]


def unsupported(
    claimed: Sequence[Day], said: Sequence[Day], published: dt.date | None
) -> Day | None:
    """The first of `claimed` that none of `said` agrees with; None when all are supported."""
    for one in claimed:
        if not any(one.agrees(other, published) for other in said):
            return one
    return None


def _day(match: re.Match[str]) -> Day | None:
    surface, (start, end) = match.group(), match.span()
    if iso := match.group("iso"):
        try:
            date = dt.date.fromisoformat(iso)
        except ValueError:
            return None
        return Day(surface, start, end, date.year, date.month, date.day)
    if month := match.group("month") or match.group("month2"):
        day = match.group("day") or match.group("day2")
        year = match.group("year") or match.group("year2")
        return Day(
            surface,
            start,
            end,
            int(year) if year else None,
            _MONTHS.index(month[:3].lower()) + 1,
            int(day) if day else None,
        )
    if decade := match.group("decade"):
        return Day(surface, start, end, span=f"{decade[-2:]}s")
    if year := match.group("year3"):
        return Day(surface, start, end, int(year))
    if weekday := match.group("weekday"):
        return Day(surface, start, end, weekday=_WEEKDAYS.index(weekday[:3].lower()))
    if season := match.group("season"):
        return Day(surface, start, end, span=season.lower().replace("autumn", "fall"))
    return Day(surface, start, end, span=_plain(surface))


def _plain(when: str) -> str:
    words = when.lower().replace("autumn", "fall").split()
    if words[0] in ("past", "previous"):
        words[0] = "last"
    return " ".join(words[-2:]).replace("tonight", "today")


def _readings(day: Day, published: dt.date | None) -> list[Day]:
    """What the date may be: as it is written, and as the article's own date fills it in."""
    found = [day]
    if day.year is not None and day.month is not None and day.day is not None:
        try:
            date = dt.date(day.year, day.month, day.day)
        except ValueError:
            return found
        return [*found, _of(day, date)]
    if published is None:
        return found
    if day.weekday is not None:
        back = (published.weekday() - day.weekday) % 7
        last = published - back * DAY
        return [*found, _of(day, last), _of(day, last + 7 * DAY)]
    if day.month is not None and day.day is not None:
        for year in (published.year - 1, published.year, published.year + 1):
            try:
                date = dt.date(year, day.month, day.day)
            except ValueError:
                continue
            if abs((date - published).days) <= 200:
                found.append(_of(day, date))
        return found
    if day.month is not None and day.year is None:
        near = [
            y
            for y in (published.year - 1, published.year, published.year + 1)
            if abs(12 * (y - published.year) + day.month - published.month) <= 6
        ]
        return found + [Day(day.surface, 0, 0, year, day.month) for year in near]
    return found + _of_today(day, published)


def _of_today(day: Day, published: dt.date) -> list[Day]:
    """What "last year" and its like are on the day of the article."""
    shift = {"last": -1, "this": 0, "next": 1}
    word, _, unit = day.span.partition(" ")
    if day.span in ("yesterday", "today", "tomorrow"):
        by = {"yesterday": -1, "today": 0, "tomorrow": 1}[day.span]
        return [_of(day, published + by * DAY)]
    if unit == "year" and word in shift:
        return [Day(day.surface, 0, 0, published.year + shift[word])]
    if unit == "month" and word in shift:
        months = 12 * published.year + published.month - 1 + shift[word]
        return [Day(day.surface, 0, 0, months // 12, months % 12 + 1)]
    if unit in SEASONS:
        return [Day(day.surface, 0, 0, span=unit)]
    return []


def _of(day: Day, date: dt.date) -> Day:
    return Day(day.surface, 0, 0, date.year, date.month, date.day, date.weekday(), day.span)
