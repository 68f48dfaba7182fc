from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.understand.standalone import standalone_question

HEALEY = (
    "What did Healey say?",
    "British Defense Secretary John Healey reinforced the message that Ukraine’s rightful place "
    "is within NATO, although he acknowledged the challenges in achieving that goal. [1]",
)


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
    assert answer.standalone_question == "What is Healey’s job?"
    assert "British Defense Secretary" in answer.text


def test_a_question_that_fails_leaves_the_conversation_as_it_was(assistant: Assistant) -> None:
    conversation = assistant.conversation([HEALEY])
    with pytest.raises(ValueError, match="empty"):
        conversation.ask(" ")
    assert conversation.turns == (HEALEY,)
