"""Several questions in one: where they are cut, and one answer of several."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.understand.parts import split, unanswered


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who won the election and when is the inauguration?",
            ("Who won the election?", "When is the inauguration?"),
        ),
        ("Who is Healey and what did he say?", ("Who is Healey?", "What did Healey say?")),
        (
            "Who is Healey? What did he say? And Barrot?",
            ("Who is Healey?", "What did Healey say?", "What did Barrot say?"),
        ),
        ("What did Trump and Biden say?", ("What did Trump say?", "What did Biden say?")),
        (
            "What did the mayor and the governor say about war and peace?",
            (
                "What did the mayor say about war and peace?",
                "What did the governor say about war and peace?",
            ),
        ),
        (
            "compare what Healey and Barrot said about NATO",
            ("What did Healey say about NATO?", "What did Barrot say about NATO?"),
        ),
        ("Did Healey and Barrot agree?", ("What did Healey say?", "What did Barrot say?")),
        ("When and where was she born?", ("When was she born?", "Where was she born?")),
    ],
)
def test_parts_stand_alone(question: str, parts: tuple[str, ...]) -> None:
    assert split(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What did Healey say?",
        "What did Johnson & Johnson say about vaccines?",
        "What did the Food and Drug Administration say?",
        "What did Bosnia and Herzegovina say?",
        "What happened between Ukraine and Russia?",
        "Who decides who wins and who loses?",
        "What did Healey say about when and how the war will end?",
        "What is war and peace?",
        "Who resigned and why?",
        "Healey and Barrot",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert split(question) == (question,)


def test_what_is_not_answered_is_said_in_words() -> None:
    assert unanswered("When is the inauguration?") == (
        "I found nothing that says when the inauguration is."
    )
    assert unanswered("Who won the cup?") == "I found nothing that says who won the cup."
    assert unanswered("What did Ann Lee say about tax?") == (
        "I found nothing that says what Ann Lee said about tax."
    )


def test_each_part_is_answered_and_cited(assistant: Assistant) -> None:
    answer = assistant.ask("What did Healey say and what did Barrot say?")
    assert answer.answered and "Healey" in answer.text and "Barrot" in answer.text
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(f"[{c.number}]" in answer.text for c in answer.citations)


def test_an_answered_part_stands_beside_one_that_is_not(assistant: Assistant) -> None:
    answer = assistant.ask("What did Healey say and what did Macron say?")
    assert answer.answered
    assert answer.text.endswith("I found nothing that says what Macron said.")


def test_no_part_answered_is_a_refusal(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the football cup and when is the inauguration?")
    assert not answer.answered and not answer.citations


def test_what_cannot_stand_alone_is_not_parted() -> None:
    question = "Which countries sent money to Ukraine, and how much?"
    assert split(question) == (question,)
