"""The expressions of time in a question, and the days that each means.

Written out rather than given to `dateparser`, which was tried: its first call costs 150 ms, it
gives a moment where a question means a span ("in March" becomes the 15th, "last week" the day a
week ago), and it knows no "early 2023" or "summer of 2022".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.understand.time.days import (
    DAY,
    Days,
    back_from,
    calendar_unit,
    month_days,
    season_days,
    week_days,
    year_days,
)
from index.reading.dates import iso_date

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d%])(?!-\w)(?![.,]\d)"
_OF_DAY = r"(?: (?:early |late )?(?:morning|afternoon|evening|night)\b)?"
_DATE_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_NUMBER = (
    r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:a )?couple(?: of)?|(?:a )?few|several)"
)
_NUMBERS = {
    word: number
    for number, line in enumerate(
        "a an one, two couple, three few, four, five several, six, seven, eight, nine, ten, "
        "eleven, twelve".split(", "),
        1,
    )
    for word in line.split()
}
_UNIT = r"(?P<unit>day|week|month|year|decade|weekend|quarter|hour)s?\b"
_PART = (
    r"(?:(?P<part>early|late|mid|(?:the )?(?:middle|start|beginning|end|(?:first|second) half) of)"
    r"(?: |-))"
)
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)\b"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class TimePhrase:
    """An expression of time at `start` to `end` of a question, and the days it means, inclusive.

    `relative` is whether it is told from today ("last week"); `bare` is whether it needs a
    preposition to be one ("2022", "May", which may as well be parts of names); `vague` is whether
    the asker leaves open which days they are ("recently").
    """

    start: int
    end: int
    first: dt.date
    last: dt.date
    relative: bool
    bare: bool
    vague: bool = False


def time_phrases(question: str, now: dt.date) -> list[TimePhrase]:
    """The expressions of time in `question`, in order; those that name no real day are left out.

    A weekday, or a day or month without its year, is the last that has begun by `now`. Weeks are
    Monday to Sunday. "Last week" is the calendar week before this one, "the last week" and "the
    past week" are the seven days up to today; so with months and years. "A month ago" is the
    calendar month that lies so far back. `12/02/2025` is read as in the United States, unless that
    lies after `now` and the other reading does not.
    """
    if not _HINT.search(question):
        return []
    found: list[TimePhrase] = []
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.pattern.finditer(question):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            try:
                span = form.days(match, now)
            except (ValueError, OverflowError):  # 31 February; 999 decades ago
                continue
            if span is not None:
                vague = form.days is _recently
                found.append(TimePhrase(*match.span(), *span, form.relative, form.bare, vague))
    return sorted(found, key=lambda p: p.start)


def _month_number(match: re.Match[str]) -> int:
    return _MONTHS[match["month"][:3].lower()]


def _part(match: re.Match[str], days: Days) -> Days:
    """What is meant of `days` by "early", "the end of" or "the first half of", if any is said.

    Of a year these are four, three or six months, of anything else thirds or halves.
    """
    part = (match["part"] or "").lower()
    first, last = days
    length = (last - first).days + 1
    whole_year = 365 <= length <= 366
    if not part:
        return days
    if "half" in part:
        middle = first.replace(month=7) if whole_year else first + length // 2 * DAY
        return (first, middle - DAY) if "first" in part else (middle, last)
    if whole_year:
        months = 3 if part.endswith("of") and "middle" not in part else 4
        ahead = (
            5
            if "mid" in part
            else 13 - months
            if part.startswith(("late", "end", "the end"))
            else 1
        )
        return first.replace(month=ahead), month_days(first.year, ahead + months - 1)[1]
    third = length // 3
    if "mid" in part:
        return first + third * DAY, last - third * DAY
    if part.startswith(("late", "end", "the end")):
        return last - (third - 1) * DAY, last
    return first, first + (third - 1) * DAY


def _numeric(match: re.Match[str], now: dt.date) -> Days | None:
    iso = iso_date(match.group())
    day = dt.date.fromisoformat(iso) if iso else None
    slashed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", match.group())
    if slashed and (day is None or day > now):
        other = dt.date(int(slashed[3]), int(slashed[2]), int(slashed[1]))
        day = other if day is None or other <= now else day
    return (day, day) if day else None


def _full_day(match: re.Match[str], now: dt.date) -> Days:
    day = dt.date(int(match["year"]), _month_number(match), int(match["day"]))
    return day, day


def _day_of_month(match: re.Match[str], now: dt.date) -> Days:
    month, number = _month_number(match), int(match["day"])
    for year in range(now.year, now.year - 8, -1):  # 29 February is rare
        if number > month_days(year, month)[1].day:
            continue
        day = dt.date(year, month, number)
        if day <= now:
            return day, day
    raise ValueError("no such day")


def _days_of_month(match: re.Match[str], now: dt.date) -> Days:
    month, first, last = _month_number(match), int(match["day"]), int(match["day2"])
    year = int(match["year"]) if match["year"] else now.year
    if not match["year"] and dt.date(year, month, first) > now:
        year -= 1
    return dt.date(year, month, first), dt.date(year, month, last)


def _month_of_year(match: re.Match[str], now: dt.date) -> Days:
    which = match["which"]
    year = now.year - (which.lower() == "last") if which else int(match["year"])
    return _part(match, month_days(year, _month_number(match)))


def _month(match: re.Match[str], now: dt.date) -> Days:
    number = _month_number(match)
    year = now.year - (number > now.month)
    if (match["which"] or "").lower() == "last" and number == now.month:
        year -= 1
    return _part(match, month_days(year, number))


def _quarter(match: re.Match[str], now: dt.date) -> Days:
    number = _QUARTERS[(match["quarter"] or match["ordinal"]).lower()]
    year = now.year - (match["which"].lower() == "last") if match["which"] else int(match["year"])
    return month_days(year, 3 * number - 2)[0], month_days(year, 3 * number)[1]


def _season_of_year(match: re.Match[str], now: dt.date) -> Days:
    return _part(match, season_days(int(match["year"]), match["season"]))


def _season(match: re.Match[str], now: dt.date) -> Days:
    """The last summer that has begun; for "last", that has ended; for "this", this year's."""
    days = season_days(now.year, match["season"])
    if (match["which"] or "").lower() == "this":
        before = season_days(now.year - 1, match["season"])
        return before if before[1] >= now else days
    last = (match["which"] or "").lower() in ("last", "past")
    if days[0] > now or (last and days[1] >= now):
        days = season_days(now.year - 1, match["season"])
    if last and days[1] >= now:  # in January, "last winter" is not the one that goes on
        days = season_days(now.year - 2, match["season"])
    return days


def _decade(match: re.Match[str], now: dt.date) -> Days:
    text = match["decade"]
    if len(text) == 4:
        first = int(text)
    else:
        first = (2000 if int(text) + 2000 <= now.year else 1900) + int(text)
    return _part(match, (dt.date(first, 1, 1), dt.date(first + 9, 12, 31)))


def _year(match: re.Match[str], now: dt.date) -> Days:
    return _part(match, year_days(int(match["year"])))


def _near_day(match: re.Match[str], now: dt.date) -> Days:
    words = match.group().lower()
    if words.startswith(("the day", "day before")):
        day = now - 2 * DAY
    elif words.startswith(("yesterday", "last night", "overnight")):
        day = now - DAY
    else:
        day = now
    return day, now if words == "overnight" else day


def _weekday(match: re.Match[str], now: dt.date) -> Days:
    number = _WEEKDAYS.index(match["weekday"][:3].lower())
    which = (match["which"] or "").lower()
    if which == "this":
        day = week_days(now)[0] + number * DAY
    else:
        day = now - (now.weekday() - number) % 7 * DAY
        if which in ("last", "past") and day == now:
            day -= 7 * DAY
    return day, day


def _number(match: re.Match[str]) -> int:
    text = match["number"].lower()
    if text.isdigit():
        return int(text)
    return max(_NUMBERS.get(word, 1) for word in text.split())


def _past_units(match: re.Match[str], now: dt.date) -> Days:
    return back_from(match["unit"].lower(), now, _number(match)), now


def _ago(match: re.Match[str], now: dt.date) -> Days:
    unit = match["unit"].lower()
    days = calendar_unit(unit, now, _number(match) if unit != "hour" else 0)
    return days[0], min(days[1], now)


def _this_or_last(match: re.Match[str], now: dt.date) -> Days | None:
    unit, which = match["unit"].lower(), match["which"].lower()
    part = match["part"]
    if unit == "day" and which not in ("last", "past", "previous"):
        return None
    rolling = which == "past" or match.group().lower().startswith("the last")
    if rolling and not part and unit not in ("weekend", "quarter"):
        return back_from(unit, now, 1), now
    if which in ("last", "past", "previous"):
        # On a Saturday, too, "last weekend" is the one that is over.
        return _part(match, calendar_unit(unit, now, 1))
    first, last = _part(match, calendar_unit(unit, now, 0))
    return first, max(first, min(last, now))


def _weekend(match: re.Match[str], now: dt.date) -> Days:
    first, last = calendar_unit("weekend", now, 0)
    return (first, min(last, now)) if first <= now else calendar_unit("weekend", now, 1)


def _recently(match: re.Match[str], now: dt.date) -> Days:
    unit = (match["unit"] or "week").lower()
    return back_from(unit, now, {"hour": 1, "day": 7, "week": 4, "month": 6}.get(unit, 3)), now


@dataclass(frozen=True)
class _Form:
    """How an expression of time looks, and the days it means on the day of asking; `relative` and
    `bare` are as in TimePhrase.
    """

    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], dt.date], Days | None]
    relative: bool = False
    bare: bool = False


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-]){text}", re.IGNORECASE)


_HINT = re.compile(
    r"\d|day|night|week|month|year|decade|quarter|hour|today|morning|afternoon|evening|recent|"
    r"lately|spring|summer|autumn|fall|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)
_THIS_LAST = r"(?P<which>this|last|past|previous|current)"
# In this order: what a pattern has taken is not looked at by the later ones.
_FORMS = (
    _Form(
        _pattern(
            r"(?:\d{4}-\d\d?-\d\d?|\d{4}/\d\d?/\d\d?|\d\d?/\d\d?/\d{4}|\d\d?\.\d\d?\.\d{4})\b"
        ),
        _numeric,
    ),
    _Form(
        _pattern(
            rf"{_MONTH} {_DATE_DAY} ?(?:-|–|to|and|through) ?(?P<day2>\d\d?)\b(?:,? {_YEAR})?"
        ),
        _days_of_month,
    ),
    _Form(
        _pattern(
            rf"{_DATE_DAY} ?(?:-|–|to|and) ?(?P<day2>\d\d?)(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR})?"
        ),
        _days_of_month,
    ),
    _Form(_pattern(rf"{_MONTH} {_DATE_DAY},? {_YEAR}"), _full_day),
    _Form(_pattern(rf"(?:the )?{_DATE_DAY} (?:of )?{_MONTH},? {_YEAR}"), _full_day),
    _Form(
        _pattern(rf"{_PART}?{_MONTH}(?:,? (?:of )?)(?:{_YEAR}|(?P<which>last|this) year\b)"),
        _month_of_year,
    ),
    _Form(_pattern(rf"{_MONTH} {_DATE_DAY}(?! ?%)"), _day_of_month),
    _Form(_pattern(rf"(?:the )?{_DATE_DAY} (?:of )?{_MONTH}"), _day_of_month),
    _Form(
        _pattern(
            r"(?:the )?(?:q(?P<quarter>[1-4])|(?P<ordinal>first|second|third|fourth) quarter)"
            rf" (?:of )?(?:{_YEAR}|(?P<which>last|this) year\b)"
        ),
        _quarter,
    ),
    _Form(_pattern(rf"{_PART}?(?:the )?{_SEASON} (?:of )?{_YEAR}"), _season_of_year),
    _Form(_pattern(rf"(?P<which>last|this|past) {_SEASON}"), _season, relative=True),
    _Form(
        _pattern(rf"(?:the )?{_PART}?['’]?(?P<decade>(?:19|20)?\d0)['’]?s\b"), _decade, bare=True
    ),
    _Form(_pattern(rf"{_PART}{_YEAR}"), _year),
    _Form(_pattern(_YEAR), lambda m, now: year_days(int(m["year"])), bare=True),
    _Form(
        _pattern(
            rf"(?:(?:the )?day before yesterday|yesterday{_OF_DAY}|today|tonight|last night|"
            r"overnight|this (?:morning|afternoon|evening))\b"
        ),
        _near_day,
        relative=True,
    ),
    _Form(
        _pattern(rf"(?:the )?(?:last|past|previous) {_NUMBER} {_UNIT}"), _past_units, relative=True
    ),
    _Form(_pattern(rf"{_NUMBER} {_UNIT} ago\b"), _ago, relative=True),
    _Form(
        _pattern(rf"{_PART}?(?:the )?{_THIS_LAST} {_UNIT}(?! of )"), _this_or_last, relative=True
    ),
    _Form(
        _pattern(rf"{_PART}(?P<which>the) (?P<unit>week|month|year)\b"),
        _this_or_last,
        relative=True,
    ),
    _Form(_pattern(r"(?:over|at|on|during) the weekend\b"), _weekend, relative=True),
    _Form(
        _pattern(rf"(?:(?P<which>last|this|past) )?{_WEEKDAY}{_OF_DAY}"), _weekday, relative=True
    ),
    _Form(_pattern(rf"{_PART}?(?:(?P<which>last|this|past) )?{_MONTH}"), _month, bare=True),
    _Form(_pattern(rf"(?:the )?{_SEASON}(?P<which>)"), _season, relative=True, bare=True),
    _Form(
        _pattern(r"(?:(?<!most )recently|lately|in recent (?P<unit>hour|day|week|month|year)s)\b"),
        _recently,
        relative=True,
    ),
)
