from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.understand.followup.resolve import standalone_question

HEALEY = (
    "What did Healey say?",
    "British Defense Secretary John Healey reinforced the message that Ukraine’s rightful place "
    "is within NATO, although he acknowledged the challenges in achieving that goal. [1]",
)
BARROT = (
    "And Barrot?",
    "French Foreign Minister Jean-Noël Barrot warned that abandoning Ukraine could set a "
    "dangerous precedent, inviting aggression from other authoritarian regimes. [1]",
)


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([HEALEY], "And Barrot?", "What did Barrot say?"),
        ([HEALEY], "what about Hegseth?", "What did Hegseth say?"),
        ([HEALEY], "No, I meant Hegseth", "What did Hegseth say?"),
        ([HEALEY], "And the French foreign minister?", "What did the French foreign minister say?"),
        ([HEALEY], "What is his job?", "What is Healey's job?"),
        ([HEALEY], "Where did he say it?", "Where did Healey say it?"),
        ([HEALEY], "and about tanks?", "What did Healey say about tanks?"),
        ([HEALEY], "on tanks?", "What did Healey say about tanks?"),
        ([HEALEY], "why?", "Why did Healey say that?"),
        ([HEALEY, BARROT], "What did he say about tanks?", "What did Barrot say about tanks?"),
        ([HEALEY, BARROT], "And Hegseth?", "What did Hegseth say?"),
        ([HEALEY, ("thanks", "You're welcome.")], "And Barrot?", "What did Barrot say?"),
        (
            [("How much aid has the US given?", "The US gave a large share. [1]")],
            "what about the UK?",
            "How much aid has the UK given?",
        ),
        (
            [("What is the Munich security conference?", "A meeting. [1]")],
            "When does it start?",
            "When does the Munich security conference start?",
        ),
        (
            [("What happened in 2022?", "Russia occupied. [1]")],
            "and in 2023?",
            "What happened in 2023?",
        ),
    ],
)
def test_follow_ups_are_made_standalone(
    turns: list[tuple[str, str]], question: str, standalone: str
) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    "question",
    [
        "How much aid has Ukraine received?",
        "When did Trump say he would meet Putin?",
        "Is it true that Ukraine joined NATO?",
        "thanks",
        "hello",
        "",
    ],
)
def test_questions_that_say_all_they_need_are_left_alone(question: str) -> None:
    assert standalone_question(question, [HEALEY]) == question


def test_without_a_conversation_nothing_changes() -> None:
    assert standalone_question("And Barrot?", []) == "And Barrot?"


@pytest.mark.parametrize("turns", [[("", "")], [("?", "!")], [("and?", "")], [HEALEY] * 50])
def test_odd_conversations_do_no_harm(turns: list[tuple[str, str]]) -> None:
    for question in ("and?", "why?", "he", "and and and", "?", "it", "a" * 500):
        assert isinstance(standalone_question(question, turns), str)


def test_a_conversation_in_small_letters(assistant: Assistant) -> None:
    conversation = assistant.conversation()
    healey = conversation.ask("what did healey say?")
    barrot = conversation.ask("and barrot?")
    tanks = conversation.ask("what did he say about tanks?")
    assert healey.answered and "rightful place" in healey.text
    assert barrot.standalone_question == "What did Barrot say?"
    assert barrot.answered and "dangerous precedent" in barrot.text
    assert "rightful place" not in barrot.text
    assert tanks.standalone_question == "What did Barrot say about tanks?"
    assert not tanks.answered
    assert [question for question, _ in conversation.turns] == [
        "what did healey say?",
        "and barrot?",
        "what did he say about tanks?",
    ]


def test_a_conversation_goes_on_from_its_turns(assistant: Assistant) -> None:
    answer = assistant.conversation([HEALEY]).ask("What is his job?")
    assert answer.standalone_question == "What is Healey's job?"
    assert "British Defense Secretary" in answer.text


def test_a_question_that_fails_leaves_the_conversation_as_it_was(assistant: Assistant) -> None:
    conversation = assistant.conversation([HEALEY])
    with pytest.raises(ValueError, match="empty"):
        conversation.ask(" ")
    assert conversation.turns == (HEALEY,)
