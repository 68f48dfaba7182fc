"""The time that a question limits itself to: days, and events that bound it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time

import pytest

from assistant.understand.time.events import EventBound, read_event_bound
from assistant.understand.time.when import Period, read_period

NOW = dt.date(2024, 3, 13)  # a Wednesday


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _limits(question: str, now: dt.date = NOW) -> tuple[str, str, bool]:
    period, _ = read_period(question, now)
    assert period is not None, question
    assert period.phrase in question
    return str(period.start or ""), str(period.end or ""), period.strict


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("today", "2024-03-13", "2024-03-13"),
        ("this morning", "2024-03-13", "2024-03-13"),
        ("yesterday", "2024-03-12", "2024-03-12"),
        ("last night", "2024-03-12", "2024-03-12"),
        ("the day before yesterday", "2024-03-11", "2024-03-11"),
        ("this week", "2024-03-11", "2024-03-13"),
        ("last week", "2024-03-04", "2024-03-10"),
        ("in the past week", "2024-03-06", "2024-03-13"),
        ("over the past two weeks", "2024-02-28", "2024-03-13"),
        ("in the last 3 days", "2024-03-10", "2024-03-13"),
        ("in the last few days", "2024-03-10", "2024-03-13"),
        ("over the past couple of months", "2024-01-13", "2024-03-13"),
        ("over the last week", "2024-03-06", "2024-03-13"),
        ("in the last year", "2023-03-13", "2024-03-13"),
        ("this month", "2024-03-01", "2024-03-13"),
        ("last month", "2024-02-01", "2024-02-29"),
        ("over the past month", "2024-02-13", "2024-03-13"),
        ("this year", "2024-01-01", "2024-03-13"),
        ("so far this year", "2024-01-01", "2024-03-13"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("at the end of last year", "2023-10-01", "2023-12-31"),
        ("last weekend", "2024-03-09", "2024-03-10"),
        ("over the weekend", "2024-03-09", "2024-03-10"),
        ("two days ago", "2024-03-11", "2024-03-11"),
        ("a week ago", "2024-03-04", "2024-03-10"),
        ("a month ago", "2024-02-01", "2024-02-29"),
        ("two years ago", "2022-01-01", "2022-12-31"),
        ("on Monday", "2024-03-11", "2024-03-11"),
        ("on Wednesday", "2024-03-13", "2024-03-13"),
        ("last Wednesday", "2024-03-06", "2024-03-06"),
        ("last Tuesday", "2024-03-12", "2024-03-12"),
        ("on Thursday night", "2024-03-07", "2024-03-07"),
        ("in 2023", "2023-01-01", "2023-12-31"),
        ("during 2023", "2023-01-01", "2023-12-31"),
        ("in early 2023", "2023-01-01", "2023-04-30"),
        ("in mid-2023", "2023-05-01", "2023-08-31"),
        ("in late 2023", "2023-09-01", "2023-12-31"),
        ("in the first half of 2023", "2023-01-01", "2023-06-30"),
        ("in the second quarter of 2023", "2023-04-01", "2023-06-30"),
        ("in Q4 2022", "2022-10-01", "2022-12-31"),
        ("in the summer of 2022", "2022-06-01", "2022-08-31"),
        ("in winter 2022", "2022-12-01", "2023-02-28"),
        ("last summer", "2023-06-01", "2023-08-31"),
        ("in the fall", "2023-09-01", "2023-11-30"),
        ("in March 2023", "2023-03-01", "2023-03-31"),
        ("in early March 2023", "2023-03-01", "2023-03-10"),
        ("in Feb. 2024", "2024-02-01", "2024-02-29"),
        ("in March", "2024-03-01", "2024-03-31"),
        ("in May", "2023-05-01", "2023-05-31"),
        ("in may last year", "2023-05-01", "2023-05-31"),
        ("on 12 February", "2024-02-12", "2024-02-12"),
        ("on the 12th of February", "2024-02-12", "2024-02-12"),
        ("on February 12th", "2024-02-12", "2024-02-12"),
        ("on April 1", "2023-04-01", "2023-04-01"),
        ("on February 12, 2023", "2023-02-12", "2023-02-12"),
        ("on 12 February 2023", "2023-02-12", "2023-02-12"),
        ("on 2023-02-12", "2023-02-12", "2023-02-12"),
        ("on 02/12/2023", "2023-02-12", "2023-02-12"),
        ("on 25/12/2023", "2023-12-25", "2023-12-25"),
        ("on 12.02.2023", "2023-02-12", "2023-02-12"),
        ("on 03/05/2024", "2024-03-05", "2024-03-05"),
        ("on 05/03/2024", "2024-03-05", "2024-03-05"),  # 3 May is to come
        ("between 2021 and 2022", "2021-01-01", "2022-12-31"),
        ("between March and May 2023", "2023-03-01", "2023-05-31"),
        ("from December to March 2023", "2022-12-01", "2023-03-31"),
        ("in the week of March 4", "2024-03-04", "2024-03-10"),
        ("from November to January", "2023-11-01", "2024-01-31"),
        ("from 3 to 5 February", "2024-02-03", "2024-02-05"),
        ("between March 3 and March 5", "2024-03-03", "2024-03-05"),
        ("from 2022 to now", "2022-01-01", "2024-03-13"),
        ("from 2022 onwards", "2022-01-01", ""),
        ("since 2023", "2023-01-01", ""),
        ("since Monday", "2024-03-11", ""),
        ("since last week", "2024-03-04", ""),
        ("since the start of the year", "2024-01-01", ""),
        ("before 2023", "", "2022-12-31"),
        ("prior to March 2023", "", "2023-02-28"),
        ("until March 2023", "", "2023-03-31"),
        ("after March 2023", "2023-04-01", ""),
        ("in the 1990s", "1990-01-01", "1999-12-31"),
        ("in the '90s", "1990-01-01", "1999-12-31"),
    ],
)
def test_phrases_limit_articles_that_are_asked_for(phrase: str, start: str, end: str) -> None:
    period, searched = read_period(f"articles about Ukraine {phrase}", NOW)
    assert period == Period(_day(start), _day(end), phrase, strict=True)
    assert searched == "articles about Ukraine"


@pytest.mark.parametrize(
    ("now", "phrase", "start", "end"),
    [
        ("2025-01-15", "last month", "2024-12-01", "2024-12-31"),
        ("2025-01-15", "a month ago", "2024-12-01", "2024-12-31"),
        ("2025-01-15", "on December 31", "2024-12-31", "2024-12-31"),
        ("2025-01-01", "last week", "2024-12-23", "2024-12-29"),
        ("2025-01-01", "this week", "2024-12-30", "2025-01-01"),
        ("2025-01-15", "last winter", "2023-12-01", "2024-02-29"),
        ("2025-01-15", "this winter", "2024-12-01", "2025-02-28"),
        ("2025-02-15", "last quarter", "2024-10-01", "2024-12-31"),
        ("2024-03-31", "over the past month", "2024-02-29", "2024-03-31"),
        ("2024-02-29", "over the past year", "2023-02-28", "2024-02-29"),
        ("2024-02-29", "a year ago", "2023-01-01", "2023-12-31"),
        ("2025-03-10", "on February 29", "2024-02-29", "2024-02-29"),
        ("2024-03-10", "this weekend", "2024-03-09", "2024-03-10"),
        ("2025-02-13", "on 12/02/2025", "2025-02-12", "2025-02-12"),
        ("2024-03-31", "in April", "2023-04-01", "2023-04-30"),
    ],
)
def test_year_ends_and_leap_years(now: str, phrase: str, start: str, end: str) -> None:
    limits = _limits(f"news about Ukraine {phrase}", dt.date.fromisoformat(now))
    assert limits == (start, end, True)


@pytest.mark.parametrize(
    ("question", "start", "end", "searched"),
    [
        ("What did Biden say in March 2023?", "2023-03-01", "2023-03-31", "What did Biden say?"),
        ("what happened in Gaza in 2023", "2023-01-01", "2023-12-31", "what happened in Gaza"),
        ("Ukraine in March 2023", "2023-03-01", "2023-03-31", "Ukraine"),
        ("Gaza ceasefire March 2023", "2023-03-01", "2023-03-31", "Gaza ceasefire"),
        (
            "In March 2023, what did Biden say about Ukraine?",
            "2023-03-01",
            "2023-03-31",
            "What did Biden say about Ukraine?",
        ),
        (
            "How many articles mention Zelensky in 2023?",
            "2023-01-01",
            "2023-12-31",
            "How many articles mention Zelensky?",
        ),
        (
            "Summarize the coverage of Ukraine since 2023",
            "2023-01-01",
            "",
            "Summarize the coverage of Ukraine",
        ),
        (
            "Give me an overview of March 2023",
            "2023-03-01",
            "2023-03-31",
            "Give me an overview of March 2023",
        ),
        (
            "What were the main events in 2023?",
            "2023-01-01",
            "2023-12-31",
            "What were the main events?",
        ),
        ("May 2023 articles", "2023-05-01", "2023-05-31", "Articles"),
        (
            "the 2022 articles about Ukraine",
            "2022-01-01",
            "2022-12-31",
            "the articles about Ukraine",
        ),
        (
            "Compare what Biden said in 2022 and in 2023",
            "2022-01-01",
            "2023-12-31",
            "Compare what Biden said",
        ),
        ("Has Putin commented since Monday?", "2024-03-11", "", "Has Putin commented?"),
        ("What did she say until last week?", "", "2024-03-10", "What did she say?"),
        (
            "What did Trump say about the 2020 election in 2023?",
            "2023-01-01",
            "2023-12-31",
            "What did Trump say about the 2020 election?",
        ),
    ],
)
def test_what_was_said_or_done_is_looked_for_in_its_time_alone(
    question: str, start: str, end: str, searched: str
) -> None:
    period, left = read_period(question, NOW)
    assert period is not None
    assert (period.start, period.end, period.strict) == (_day(start), _day(end), True)
    assert left == searched


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("What did Biden say yesterday?", "2024-03-12", "2024-03-13"),
        ("What did Biden say on February 12?", "2024-02-12", "2024-02-13"),
        ("What happened last week?", "2024-03-04", "2024-03-11"),
        ("What did Biden say today?", "2024-03-13", "2024-03-13"),
        ("What did Biden say in February?", "2024-02-01", "2024-02-29"),
    ],
)
def test_the_next_day_still_reports_what_was_said(question: str, start: str, end: str) -> None:
    assert _limits(question) == (start, end, True)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("Who won the World Cup in 2018?", "2018-01-01"),
        ("In 2018, who won the World Cup?", "2018-01-01"),
        ("When did the strike start last year?", "2023-01-01"),
        ("Which team won the cup on Sunday?", "2024-03-10"),
        ("Who won this year's Nobel Peace Prize?", "2024-01-01"),
        ("How many people died in the earthquake in February 2023?", "2023-02-01"),
        ("Which MP resigned on 5 March?", "2024-03-05"),
        # A quiz's week has seven days, whenever it is asked.
        ("Which senator resigned this week?", "2024-03-07"),
        ("What NFL star retired this week?", "2024-03-07"),
        ("The Senate passed a bill on Tuesday. How many voted for it?", "2024-03-12"),
        ("How many births were there in 2021 and how many in 2022?", "2022-01-01"),
        ("Who has been prime minister since 2022?", "2022-01-01"),
    ],
)
def test_the_date_of_a_fact_prefers_what_came_after(question: str, start: str) -> None:
    period, _ = read_period(question, NOW)
    assert period is not None
    assert (period.start, period.end) == (_day(start), None)
    assert period.strict == ("since" in question)


def test_a_date_that_articles_name_stays_in_what_is_searched() -> None:
    question = "Who won the World Cup in 2018?"
    assert read_period(question, NOW)[1] == question
    assert read_period("Which team won yesterday?", NOW)[1] == "Which team won?"


@pytest.mark.parametrize(
    "question",
    [
        "Who won World Cup 2022?",
        "Who won the 2022 World Cup?",
        "Who won the 2024 election?",
        "Which candidates are in the 2024 race?",
        "What is Agenda 2030?",
        "Who spoke to the class of 2020?",
        "Which film is the best of 2023?",
        "What did the January 6 committee find?",
        "What did the Jan. 6 committee say?",
        "What happened on Super Tuesday?",
        "How many states vote on Super Tuesday?",
        "What did critics say about Wednesday?",
        "Who wrote Yesterday?",
        "What did USA TODAY say?",
        "Who plays in Euro 2024?",
        "When did March 2023 get so warm?",
        "What did May say about Brexit?",
        "What may happen?",
        "How did the crowd march on the capitol?",
        "Did prices fall?",
        "Which record is the highest since 1994?",
        "Which shops will merge in 2024?",
        "Who will host the summit in 2026?",
        "Who was president before 2021?",
        "What happened on 31 February 2023?",
        "How many of the 2000 workers were fired?",
        "What is 1984 about?",
        "Who is Healey?",
        "What is the last day of Carnival?",
        "",
    ],
)
def test_what_is_no_period(question: str) -> None:
    assert read_period(question, NOW) == (None, question)


@pytest.mark.parametrize(
    ("question", "phrase", "searched"),
    [
        ("What is the latest on Gaza?", "latest", "What is the latest on Gaza?"),
        ("Who is currently prime minister?", "currently", "Who is prime minister?"),
        ("Who is prime minister now?", "now", "Who is prime minister?"),
        ("What do people eat these days?", "these days", "What do people eat?"),
        ("Who is the current pope?", "current", "Who is the current pope?"),
    ],
)
def test_the_newest_is_preferred(question: str, phrase: str, searched: str) -> None:
    assert read_period(question, NOW) == (Period(None, None, phrase, strict=False), searched)


@pytest.mark.parametrize(
    "question",
    ["Who ruled until now?", "What are ocean currents?", "What does he do now that he lost?"],
)
def test_not_every_now_asks_for_the_newest(question: str) -> None:
    assert read_period(question, NOW) == (None, question)


def test_recently_is_some_weeks() -> None:
    period, searched = read_period("What has Biden said recently about Gaza?", NOW)
    assert period == Period(dt.date(2024, 2, 14), None, "recently", strict=False)
    assert searched == "What has Biden said about Gaza?"


def test_a_possessive_stays() -> None:
    question = "What did Biden say in yesterday's speech?"
    period, searched = read_period(question, NOW)
    assert period is not None
    assert (period.phrase, searched) == ("yesterday", question)


@pytest.mark.parametrize("question", ["yesterday", "And yesterday?", "What about last week?"])
def test_a_phrase_that_is_all_there_is_stays(question: str) -> None:
    period, searched = read_period(question, NOW)
    assert period is not None
    assert searched == question


@pytest.mark.parametrize(
    ("question", "event", "side"),
    [
        ("What has happened since the ceasefire?", "the ceasefire", "since"),
        ("What did polls say before the election?", "the election", "before"),
        ("What did Erdogan say after the earthquake?", "the earthquake", "after"),
        ("What has Johnson said since he resigned?", "he resigned", "since"),
        ("what did healey say after the munich conference", "the munich conference", "after"),
        ("What did they say until the vote?", "the vote", "until"),
        ("What did officials say ahead of the summit?", "the summit", "before"),
        ("What did Sunak say after Johnson's resignation?", "Johnson's resignation", "after"),
        ("What has changed since Brexit?", "Brexit", "since"),
        ("What happened after Hurricane Ian?", "Hurricane Ian", "after"),
        ("What happened after the fall of Kabul?", "the fall of Kabul", "after"),
        ("What happened since the strike last week?", "the strike", "since"),
        (
            "What did Putin say before Russia invaded Ukraine?",
            "Russia invaded Ukraine",
            "before",
        ),
    ],
)
def test_events_bound_what_is_asked_for(question: str, event: str, side: str) -> None:
    bound = read_event_bound(question)
    assert bound is not None
    assert (bound.event, bound.side, bound.strict) == (event, side, True)
    assert bound.phrase in question and bound.phrase.endswith(event)


@pytest.mark.parametrize(
    "question",
    [
        "What did he say before the court?",
        "Did he appear before parliament?",
        "What did they say before the committee?",
        "What did she say before the commission?",
        "What did he say after all?",
        "What did he say after that?",
        "What has happened since the 1990s?",
        "What was said since the start of the year?",
        "Which park was named after the revolution?",
        "Who looked after the building?",
        "Which MP has resigned after two crushing defeats?",
        "Who was prime minister before the election?",
        "Which records fell after the collapse of which bank?",
        "Which law is the first since the election?",
        "",
    ],
)
def test_what_is_no_event(question: str) -> None:
    assert read_event_bound(question) is None


def test_a_fact_after_an_event_is_only_preferred_there() -> None:
    bound = read_event_bound("Who is CEO of OpenAI following Altman's dismissal?")
    assert bound == EventBound(
        "following Altman's dismissal", "Altman's dismissal", "after", strict=False
    )


@pytest.mark.parametrize(
    "unit",
    [
        "in 2023 ",
        "since the ",
        "between 2021 and ",
        "last week ",
        "1 2 3 ",
        "the of in a ",
        "What did he say after the big bad election of ",
        "A" * 7 + " ",
        "March ",
        "   ",
        ". A",
        "3/",
        "early late mid-",
        "x",
        "Monday's ",
        "after Aa Bb Cc ",
        "after he was ",
    ],
)
def test_hostile_questions_take_no_time(unit: str) -> None:
    question = (unit * 2000)[:2000]
    began = time.thread_time()
    read_period(question, NOW)
    read_event_bound(question)
    assert time.thread_time() - began < 0.25


def test_a_question_takes_less_than_a_millisecond_or_so() -> None:
    questions = ["Who won the World Cup in 2018?", "What did he say since last Monday?"] * 50
    began = time.thread_time()
    for question in questions:
        read_period(question, NOW)
        read_event_bound(question)
    assert (time.thread_time() - began) / len(questions) < 0.005


def test_reading_time_needs_no_date_library() -> None:
    code = (
        "import sys, datetime; from assistant.understand.time.when import read_period;"
        "read_period('What did he say in March 2023?', datetime.date(2024, 3, 13));"
        "sys.exit(bool({'dateparser', 'dateutil'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
