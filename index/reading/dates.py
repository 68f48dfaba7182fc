"""Dates of any common form become ISO dates."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

# What lies outside is a typing error or a stand-in for "unknown", such as 0001-01-01.
_YEARS = range(1600, 2100)
_LONGEST = 100
_DATELINES = 8
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4}(?:\d\d)?(?:\.\d+)?Z?)?\Z")
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)")
_TIMESTAMP = re.compile(r"-?\d{9,10}(?:\.\d*)?|\d{12,13}(?:\.\d*)?|\d{15,16}|\d{18,19}")
_MONTHS = {
    name: number
    for number, line in enumerate(
        """
        january jan janvier janv januar jänner enero ene gennaio gen janeiro januari
        february feb février févr fevrier februar febrero febbraio fevereiro fev februari
        march mar mars märz marzo março maart mrt
        april apr avril avr abril abr aprile
        may mai mayo maggio mag maio mei
        june jun juin juni junio giugno giu junho
        july jul juillet juil juli julio luglio lug julho
        august aug août aout agosto ago augustus
        september sep sept septembre septiembre settembre set setembro
        october oct octobre oktober okt octubre ottobre ott outubro out
        november nov novembre noviembre novembro
        december dec décembre déc dezember dez diciembre dic dicembre dezembro
        """.strip().splitlines(),
        start=1,
    )
    for name in line.split()
}
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[ -](?:of |de )?({_WORD})\.?,?(?: de|-)? ?(\d{{4}})\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b({_WORD})\.? ?(\d{{1,2}})(?:st|nd|rd|th)?,? ?(\d{{4}})\b", re.IGNORECASE
)
_TWO_DAYS = (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2))


def iso_date(value: Any) -> str | None:
    """The day that `value` names, as `YYYY-MM-DD`; None when it names none, or not all of one.

    Text may be in any common form, in a longer line too ("Updated 10:30 AM EST, Wed February 12,
    2025"), with the month in English, French, German, Spanish, Italian, Portuguese or Dutch.
    `02/03/2025` is 3 February and `02.03.2025` is 2 March, as is the custom of those who write so.
    Numbers are `YYYYMMDD` or seconds, milliseconds, micro- or nanoseconds since 1970, UTC; a
    date with a time keeps the day that it says, whatever its time zone.
    """
    if isinstance(value, (bool, type(None))):
        return None
    if isinstance(value, dt.date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, (int, float)):
        try:
            value = f"{value:.0f}"
        except (OverflowError, ValueError):
            return None
    return _from_text(value.strip()) if isinstance(value, str) and len(value) <= 1000 else None


def dateline(text: str) -> str | None:
    """The day that one of the short lines before a printed story names; None if none does."""
    for line in text[:2000].split("\n")[:_DATELINES]:
        if len(line) > _LONGEST:
            continue
        if match := _DAY_FIRST.search(line):
            return _day(match[3], _MONTHS[match[2].lower()], match[1])
        if match := _MONTH_FIRST.search(line):
            return _day(match[3], _MONTHS[match[1].lower()], match[2])
    return None


@lru_cache(maxsize=65_536)
def _from_text(text: str) -> str | None:
    text = " ".join(text[:_LONGEST].split())
    # Most dates of a dump are written like this, and the parser for all others takes 100 µs.
    if match := _YEAR_FIRST.match(text):
        return _day(match[1], match[3], match[4])
    if (match := _COMPACT.match(text)) and (day := _day(match[1], match[2], match[3])):
        return day
    if _TIMESTAMP.fullmatch(text):
        return _from_timestamp(text)
    if match := _DOTTED.match(text):
        return _day(match[3], match[2], match[1])
    if match := _DAY_FIRST.search(text):
        return _day(match[3], _MONTHS[match[2].lower()], match[1])
    if match := _MONTH_FIRST.search(text):
        return _day(match[3], _MONTHS[match[1].lower()], match[2])
    return _from_parser(text)


def _from_timestamp(text: str) -> str | None:
    digits, _, _ = text.partition(".")
    unit = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 10**6, 16: 10**6}.get(len(digits), 10**9)
    day = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(digits) // unit)
    return _day(day.year, day.month, day.day)


def _from_parser(text: str) -> str | None:
    from dateutil import parser

    try:
        # The parser fills what is not said from a default date: where two defaults give two
        # dates, the day is not known.
        first, second = (parser.parse(text, default=day, ignoretz=True) for day in _TWO_DAYS)
    except (ValueError, ArithmeticError, TypeError, LookupError, AttributeError):
        return None  # what the parser is known to raise for text that is no date
    return _day(first.year, first.month, first.day) if first.date() == second.date() else None


def _day(year: int | str, month: int | str, day: int | str) -> str | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None
