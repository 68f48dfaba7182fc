"""The parts that read a question and a sentence, on cases that have gone wrong."""

from __future__ import annotations

import pytest

from assistant.answers import summary
from assistant.english.names import place_keys
from assistant.english.people import mentions, reference
from assistant.english.readable import readable
from assistant.understand import smalltalk
from assistant.understand.question import Kind, Sort, core, parse
from index.text.sentences import sentence_spans


@pytest.mark.parametrize(
    ("question", "speaker", "about"),
    [
        ("What did Healey say?", "Healey", None),
        (
            "What did the British defence secretary say about NATO?",
            "the British defence secretary",
            "NATO",
        ),
        ("what has Trump said on the war in Ukraine", "Trump", "the war in Ukraine"),
        ("what's Trump's view on ukraine", "Trump", "ukraine"),
        ("Healey on NATO?", "Healey", "NATO"),
        ("What does the article say about Munich?", None, None),
        ("Who said that?", None, None),
        ("What does Washington's readiness to talk to Russia bring?", None, None),
        ("Tell me about NATO membership", None, None),
    ],
)
def test_speaker_and_topic(question: str, speaker: str | None, about: str | None) -> None:
    read = parse(core(question))
    assert (read.speaker, read.about) == (speaker, about)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("when did it start", Kind.WHEN),
        ("Was she there when he spoke?", Kind.YES_NO),
        ("How many countries gave aid?", Kind.HOW_MANY),
        ("how old is he", Kind.HOW_OLD),
        ("what year was it", Kind.WHEN),
        ("could you tell me who won?", Kind.WHO),
        ("NATO membership", Kind.TOPIC),
    ],
)
def test_kinds_of_question(question: str, kind: Kind) -> None:
    assert parse(core(question)).kind is kind


def test_names_are_told_from_words_with_and_without_capitals() -> None:
    sorts = {s.surface: s.sort for s in parse("What did Healey say about tanks in 2023?").sought}
    assert sorts == {"Healey": Sort.NAME, "tanks": Sort.WORD, "2023": Sort.NUMBER}
    lower = parse("what did healey say about tanks", frozenset({"healey"}))
    assert [s.surface for s in lower.names] == ["healey"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("British and French troops", {"united kingdom", "france"}),
        ("U.S. policy", {"united states"}),
        ("what did us officials say", {"united states"}),
        ("tell us about it", set()),
        ("the EU", {"european union"}),
        ("European allies", {"europe"}),
    ],
)
def test_places_under_all_their_names(text: str, keys: set[str]) -> None:
    assert place_keys(text) == keys


def clear(text: str, which: int) -> str:
    return readable(text, *sentence_spans(text)[which])


def test_openings_that_are_made_plain() -> None:
    text = "Mayor Ann Lee opened the bridge. She praised the workers. Her speech was short."
    assert clear(text, 1) == "[Ann Lee] praised the workers."
    assert clear(text, 2) == "[Ann Lee’s] speech was short."
    bare = "Foreign Minister Bo Kim left early. The minister’s car broke down."
    assert clear(bare, 1) == "[Bo Kim’s] car broke down."


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened. He praised it.",
        "Foreign Minister Bo Kim met Prime Minister Ann Lee. The minister left.",
        "Capital Economics said on Wednesday. He expects more.",
    ],
)
def test_openings_that_leave_doubt_are_left_alone(text: str) -> None:
    start, end = sentence_spans(text)[1]
    assert readable(text, start, end) == text[start:end]
    assert reference(text, start) is None


def test_people_and_their_titles() -> None:
    text = "French Foreign Minister Jean-Noël Barrot spoke. Later Barrot left NATO for Paris."
    found = mentions(text)
    assert [m.person.name for m in found] == ["Jean-Noël Barrot"] * 2
    assert found[0].person.role == "French Foreign Minister"
    assert [text[m.start : m.end] for m in found] == ["Jean-Noël Barrot", "Barrot"]


@pytest.mark.parametrize(
    "question", ["Hi, what did Healey say?", "thanks to whom?", "who is Healey?"]
)
def test_real_questions_are_not_small_talk(question: str) -> None:
    assert smalltalk.reply(question, ()) is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Summarize the article", True),
        ("can you summarise this for me?", True),
        ("What is this about?", True),
        ("What is the war about?", False),
        ("What was the summary judgment?", False),
    ],
)
def test_requests_for_a_summary(question: str, asked: bool) -> None:
    assert summary.is_request(question) is asked
