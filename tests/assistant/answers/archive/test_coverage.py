"""When the articles that a question is about were published, and in which outlets."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from assistant import Assistant, Scope
from assistant.understand.time.periods import MOST, periods

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [
        (dt.date(2022, 3, 1), dt.date(2022, 4, 29), "day"),
        (dt.date(2022, 3, 1), dt.date(2022, 4, 30), "week"),
        (dt.date(2021, 1, 1), dt.date(2022, 12, 31), "month"),
        (dt.date(2012, 9, 1), dt.date(2022, 12, 31), "quarter"),
        (dt.date(1980, 1, 1), dt.date(2022, 12, 31), "year"),
        (dt.date(1700, 1, 1), dt.date(2022, 12, 31), "decade"),
        (dt.date.min, dt.date.max, "millennium"),
    ],
)
def test_periods_are_as_short_as_a_chart_can_show(
    first: dt.date, last: dt.date, length: str
) -> None:
    found = periods([first, first, last])
    assert len(found) <= MOST
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= last <= found[-1].last
    assert all(a.last + DAY == b.first for a, b in pairwise(found))
    assert [found[0].articles, found[-1].articles] == [2, 1]
    days = (found[1].last - found[1].first).days + 1
    known = {1: "day", 7: "week", 28: "month", 90: "quarter", 365: "year", 3650: "decade"}
    assert next((name for most, name in known.items() if days <= most + 3), "millennium") == length


def test_no_days_have_no_periods() -> None:
    assert periods([]) == ()


def test_one_day_is_one_period() -> None:
    day = dt.date(2022, 3, 1)
    (found,) = periods([day, day])
    assert (found.first, found.last, found.articles) == (day, day, 2)


def test_articles_that_a_question_is_about_are_counted(archive: Assistant) -> None:
    found = archive.coverage("How many cars did the Harbour Bridge carry?")
    assert {"Harbour", "Bridge"} <= set(found.words)
    assert sum(period.articles for period in found.periods) + found.undated == found.articles
    assert found.articles in (36, 37)


def test_undated_articles_are_counted_apart(archive: Assistant) -> None:
    found = archive.coverage("Which articles mention the Harbour Bridge?")
    assert (found.articles, found.undated, len(found.periods)) == (37, 1, 36)


def test_words_stay_the_same_however_the_articles_are_limited(archive: Assistant) -> None:
    question = "What did Tom Webb say about the bearings of the bridge?"
    whole = archive.coverage(question)
    part = archive.coverage(question, within=Scope(since="2022-01-01", until="2022-03-31"))
    assert part.words == whole.words
    assert (whole.articles, part.articles) == (36, 3)


def test_what_names_nothing_is_about_nothing(archive: Assistant) -> None:
    assert archive.coverage("Hello!").articles == 0
    assert archive.coverage("Who is the xyzzyqux?").periods == ()


def test_a_questions_own_dates_limit_it(archive: Assistant) -> None:
    found = archive.coverage("What was said of the Harbour Bridge in March 2022?")
    assert [period.articles for period in found.periods] == [1]


def test_outlets_are_told_by_their_whole_names(archive: Assistant) -> None:
    count = {outlet.name: outlet.articles for outlet in archive.outlets()}
    assert [count["The Times"], count["The Times of India"]] == [12, 12]
    assert count["example-host.com"] == 12
    page = archive.articles(outlets=["The Times"])
    assert (page.total, {line.outlet for line in page.articles}) == (12, {"The Times"})
    answer = archive.ask("How many cars a day?", within=Scope(outlets=("The Times",)))
    assert {citation.source for citation in answer.citations} == {"The Times"}
    # Words of a name, as scripts give them, find both.
    assert archive.articles(sources=["the times"]).total == 24
