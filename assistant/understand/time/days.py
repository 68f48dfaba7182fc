"""Spans of whole days: a month's, a season's, the week before this one."""

from __future__ import annotations

import calendar
import datetime as dt

DAY = dt.timedelta(days=1)
Days = tuple[dt.date, dt.date]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def month_days(year: int, month: int) -> Days:
    """A month's days; `month` may lie outside of 1 to 12, in the years around."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def year_days(year: int) -> Days:
    """1 January to 31 December."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def week_days(day: dt.date) -> Days:
    """Monday to Sunday around `day`."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def season_days(year: int, season: str) -> Days:
    """The three months of a season, which for winter end in the next year."""
    month = SEASONS[season.lower()]
    return month_days(year, month)[0], month_days(year, month + 2)[1]


def calendar_unit(unit: str, now: dt.date, back: int) -> Days:
    """The calendar day, week, month or year that lies `back` of them before today's."""
    if unit == "week":
        return week_days(now - 7 * back * DAY)
    if unit == "weekend":
        saturday = week_days(now - 7 * back * DAY)[0] + 5 * DAY
        return saturday, saturday + DAY
    if unit == "month":
        return month_days(now.year, now.month - back)
    if unit == "quarter":
        first = now.month - (now.month - 1) % 3 - 3 * back
        return month_days(now.year, first)[0], month_days(now.year, first + 2)[1]
    if unit == "year":
        return year_days(now.year - back)
    if unit == "decade":
        return dt.date(now.year - 10 * back, 1, 1), now
    day = now - back * DAY if unit == "day" else now
    return day, day


def back_from(unit: str, now: dt.date, number: int) -> dt.date:
    """The day from which the past `number` units count, today being the last day of them."""
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit)
    if months is None:
        days = {"hour": 1, "day": 1, "week": 7, "weekend": 7}[unit]
        return now - (1 if unit == "hour" else number * days) * DAY
    first, last = month_days(now.year, now.month - months * number)
    return min(first.replace(day=1) + (now.day - 1) * DAY, last)
