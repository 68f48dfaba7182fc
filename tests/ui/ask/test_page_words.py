import datetime as dt

import pytest

from ui.wording import confidence, counted, duration, headline, long_date, moment, same_question


def test_counts_agree_with_their_noun() -> None:
    assert [counted(n, "article") for n in (0, 1, 2, 12000)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "12,000 articles",
    ]


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2025-02-02", "2 February 2025"),
        (None, "undated"),
        ("", "undated"),
        ("early 2025", "early 2025"),
    ],
)
def test_dates_are_written_out(published: str | None, words: str) -> None:
    assert long_date(published) == words


def test_confidence_has_three_names() -> None:
    assert confidence(1.0) == confidence(0.9) == "High confidence"
    assert confidence(0.89) == confidence(0.6) == "Fair confidence"
    assert confidence(0.0) == "Low confidence"


@pytest.mark.parametrize(
    ("title", "outlet", "shown"),
    [
        ("Bridge shut - USA Today", "USA Today", "Bridge shut"),
        ("Bridge shut | CNN Politics", "CNN", "Bridge shut"),
        ("Bridge shut ...", None, "Bridge shut"),
        ("Bridge shut…", "BBC", "Bridge shut"),
        ("Bridge - a history", "BBC", "Bridge - a history"),
        ("5 things - CNN", None, "5 things - CNN"),
        ("", "CNN", ""),
    ],
)
def test_headlines_stand_without_their_outlet(title: str, outlet: str | None, shown: str) -> None:
    assert headline(title, outlet) == shown


def test_a_moment_of_today_is_a_time() -> None:
    now = dt.datetime(2026, 7, 8, 13, 0, tzinfo=dt.UTC)
    assert moment("2026-07-08T11:38:12Z", now) == "11:38 today"
    assert moment("2026-07-07T11:38:12+00:00", now) == "7 July 2026"
    assert moment("soon", now) == ""


def test_time_taken_is_the_total_and_never_nothing() -> None:
    assert duration({"retrieve": 120.0, "total": 412.0}) == "0.4 s"
    assert duration({"total": 3.0}) == "0.1 s"
    assert duration({"total": 12_345.0}) == "12 s"
    assert duration({}) == ""


def test_question_that_differs_only_in_case_is_the_same() -> None:
    assert same_question("what did  healey say", "What did Healey say?")
    assert not same_question("and barrot?", "What did Barrot say?")
