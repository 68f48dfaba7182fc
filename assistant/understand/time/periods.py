"""Cutting a span of days into calendar periods of one length: days, weeks, months, years."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understand.time.days import DAY

# What a chart can show and a reader take in.
MOST = 60


@dataclass(frozen=True)
class Period:
    """A calendar period, both days included, and how many articles are of it."""

    first: dt.date
    last: dt.date
    articles: int


@dataclass(frozen=True)
class _Days:
    """Periods of so many days, numbered; of seven, they are weeks from Monday to Sunday."""

    length: int

    def number(self, day: dt.date) -> int:
        """Which of them `day` is in."""
        return (day.toordinal() - 1) // self.length

    def first(self, number: int) -> dt.date:
        """The first day of one of them."""
        return dt.date.fromordinal(number * self.length + 1)


@dataclass(frozen=True)
class _Months:
    """Periods of so many months, numbered from the year 0 on."""

    length: int

    def number(self, day: dt.date) -> int:
        """Which of them `day` is in."""
        return (day.year * 12 + day.month - 1) // self.length

    def first(self, number: int) -> dt.date:
        """The first day of one of them."""
        year, month = divmod(number * self.length, 12)
        return dt.date(year, month + 1, 1) if year else dt.date.min


_LENGTHS: tuple[_Days | _Months, ...] = (
    _Days(1),
    _Days(7),
    *(_Months(n) for n in (1, 3, 12, 120, 1200, 12000)),
)


def periods(days: Sequence[dt.date]) -> tuple[Period, ...]:
    """The periods from the first of `days` to the last, none left out, and how many of `days`
    are in each; nothing for no days.

    They are as short as leaves at most MOST of them: days, weeks, months, quarters, years, or 10,
    100 or 1,000 years.
    """
    if not days:
        return ()
    first, last = min(days), max(days)
    cut = next(cut for cut in _LENGTHS if cut.number(last) - cut.number(first) < MOST)
    count = Counter(cut.number(day) for day in days)
    numbers = range(cut.number(first), cut.number(last) + 1)
    return tuple(Period(cut.first(n), _last(cut, n), count[n]) for n in numbers)


def _last(cut: _Days | _Months, number: int) -> dt.date:
    try:
        return cut.first(number + 1) - DAY
    except (ValueError, OverflowError):  # after the year 9999
        return dt.date.max
