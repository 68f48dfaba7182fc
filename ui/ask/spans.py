"""A span of days in words, as short as it can be said."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def span(first: dt.date | None, last: dt.date | None) -> str:
    """`March 2022`, `2021`, `7–13 March 2022`, `since 1 March 2022`; both days are included, None
    is open; `all dates` for nothing but None.
    """
    if first is None or last is None:
        if first is not None:
            return f"since {_day(first)}"
        return f"until {_day(last)}" if last is not None else "all dates"
    if first == last:
        return _day(first)
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and (first.month, last.month) == (1, 12):
        return _joined(str(first.year), str(last.year), "")
    if whole_months:
        return _joined(f"{first:%B}", f"{last:%B}", *_years(first, last))
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return _joined(f"{first.day} {first:%B}", f"{last.day} {last:%B}", *_years(first, last))


def iso_day(text: str | None) -> dt.date | None:
    """The day of an ISO date; None for no text. Raises ValueError for what is no date."""
    written = (text or "").strip()
    if not written:
        return None
    if _ISO.fullmatch(written) is None:  # fromisoformat reads much else: "1646092800"
        raise ValueError(f"{written[:20]!r} is no ISO date")
    return dt.date.fromisoformat(written)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _years(first: dt.date, last: dt.date) -> tuple[str, ...]:
    return (f" {last.year}",) if first.year == last.year else (f" {first.year}", f" {last.year}")


def _joined(first: str, last: str, *years: str) -> str:
    """Both ends with their years, or the year that they share at the end."""
    if len(years) == 2:
        return f"{first}{years[0]} – {last}{years[1]}"
    return f"{first}{years[0]}" if first == last else f"{first}–{last}{years[0]}"
