"""Numbers and dates in normal form: what is the same is the same, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.english.named_days import named_days
from assistant.english.named_days import unsupported as without_day
from assistant.english.quantities import quantities, unsupported

PUBLISHED = dt.date(2025, 2, 13)  # a Thursday


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("$126bn", "over $126 billion"),
        ("126 billion dollars", "$126 billion"),
        ("126 billion in aid", "$126 billion"),
        ("two deaths", "2 deaths"),
        ("twenty-five nominations", "25 nominations"),
        ("1500 people", "1,500 people"),
        ("a third of it", "33% of it"),
        ("nine in ten", "90%"),
        ("half of them", "50 percent"),
        ("17 per cent", "17%"),
        ("a dozen drugs", "12 drugs"),
        ("more than 40", "over 40"),
        ("about 10 million", "10.1 million"),
        ("the 30th minute", "in the 30th minute"),
        ("the two sides", "bilateral trade"),
        ("at 5:01 p.m.", "at 17:01"),
    ],
)
def test_the_same_quantity_agrees(claimed: str, said: str) -> None:
    assert unsupported(quantities(claimed), quantities(said)) is None


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("126.5 billion", "$126 billion"),
        ("$126 million", "$126 billion"),
        ("€126 billion", "$126 billion"),
        ("17%", "17 people"),
        ("three deaths", "two deaths"),
        ("10 million", "10.1 million"),
        ("about 10.1 million", "10 million"),
        ("less than 40", "more than 40"),
        ("at 3:01 p.m.", "three men at 5:01 p.m."),
        ("the 4th Circuit", "4 circuits"),
    ],
)
def test_another_quantity_does_not(claimed: str, said: str) -> None:
    assert unsupported(quantities(claimed), quantities(said)) is not None


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("Feb. 12", "on February 12"),
        ("12 February 2025", "on February 12"),
        ("February 12", "on Wednesday"),
        ("on Wednesday", "on February 12"),
        ("in December", "in December 2016"),
        ("in 2016", "on Dec. 4, 2016"),
        ("in 2024", "last year"),
        ("last year", "in 2024"),
        ("in the 1960s", "back in the 60s"),
        ("last year", "the past year"),
        ("2025-02-12", "Feb. 12"),
    ],
)
def test_the_same_date_agrees(claimed: str, said: str) -> None:
    assert without_day(named_days(claimed), named_days(said), PUBLISHED) is None


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("in 2022", "on February 12"),
        ("February 21", "February 12"),
        ("February 12, 2023", "February 12"),
        ("on Tuesday", "on Wednesday"),
        ("on Tuesday", "on February 12"),
        ("in March", "in May"),
        ("December 4", "in December"),
        ("last month", "last year"),
        ("in the 1980s", "in the 60s"),
    ],
)
def test_another_date_does_not(claimed: str, said: str) -> None:
    assert without_day(named_days(claimed), named_days(said), PUBLISHED) is not None


def test_without_the_day_of_the_article_no_weekday_is_a_date() -> None:
    assert without_day(named_days("February 12"), named_days("on Wednesday"), None) is not None
    assert without_day(named_days("on Wednesday"), named_days("on Wednesday"), None) is None


def test_money_is_no_year() -> None:
    assert not named_days("$2012 and 2,012 and 2012%")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("more than 1,200 people", "1,237 people", True),
        ("nearly 50 people", "48 people", True),
        ("forty people", "40 people", True),
        ("40 people", "43 people", False),
        ("1,200 people", "1,400 people", False),
        ("$3.2", "$3.8", False),
    ],
)
def test_the_same_number_may_be_said_more_or_less_exactly(
    one: str, other: str, agree: bool
) -> None:
    (first,), (second,) = quantities(one), quantities(other)
    assert first.is_about(second) is second.is_about(first) is agree
