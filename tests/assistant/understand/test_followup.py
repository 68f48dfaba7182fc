"""Follow-ups made standalone: a suite with a floor, since a trained model makes them; and what
must hold always. None of the conversations is CAsT's, and none was trained on.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer
from assistant.understand.resolver.function_words import FUNCTION_WORDS
from assistant.understand.resolver.words import words_of
from assistant.understand.standalone import Meaning, meaning_of, settled, standalone_question
from index.text.terms import term, words

SUITE = Path(__file__).parent / "data" / "followups.jsonl"
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()
]
# The share of a kind that has to come out right.
FLOOR = {
    "pronoun": 0.85,
    "one": 0.3,
    "another": 0.75,
    "bare": 0.7,
    "correction": 0.7,
    "topic": 0.9,
    "case": 0.7,
    "complete": 0.97,
}

Turn = tuple[str, str]

MINISTER = (
    "What did Healey say?",
    "British Defense Secretary John Healey reinforced the message that Ukraine’s rightful place "
    "is within NATO. [1]",
)
BRIDGE = (
    "What happened to the bridge in Baltimore?",
    "The Francis Scott Key Bridge in Baltimore collapsed after a cargo ship struck it. [1] "
    "Mayor Brandon Scott called it an unthinkable tragedy. [2] "
    "Six construction workers are presumed dead. [3]",
)


def _right(case: dict[str, Any]) -> bool:
    turns = [(asked, answer) for asked, answer in case["turns"]]
    found = standalone_question(case["question"], turns)
    if case["kind"] == "complete":
        return found == case["question"]
    said = {term(word.surface) for word in words(found)}
    has = all(term(word) in said for word in case["has"])
    return has and not any(term(word) in said for word in case["lacks"])


def test_the_suite() -> None:
    of_kind: dict[str, list[bool]] = defaultdict(list)
    wrong = []
    for case in CASES:
        of_kind[case["kind"]].append(_right(case))
        if not of_kind[case["kind"]][-1]:
            turns = [(asked, answer) for asked, answer in case["turns"]]
            wrong.append(f"{case['question']} -> {standalone_question(case['question'], turns)}")
    shares = {kind: sum(right) / len(right) for kind, right in of_kind.items()}
    assert shares.keys() == FLOOR.keys()
    low = {kind: share for kind, share in shares.items() if share < FLOOR[kind]}
    assert not low, "\n".join([str(low), *wrong])


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        (
            [MINISTER],
            "what else does [1] say?",
            "What else do the articles say about John Healey, Ukraine and NATO?",
        ),
        ([BRIDGE], "what else does [2] say?", "What else do the articles say about Brandon Scott?"),
        (
            [BRIDGE],
            "tell me more about source 3",
            "tell me more about “Six construction workers are presumed dead”",
        ),
        (
            [BRIDGE, ("thanks", "You're welcome.")],
            "Who wrote the first article?",
            "Who wrote the article about “The Francis Scott Key Bridge in Baltimore collapsed "
            "after a cargo ship struck it”?",
        ),
    ],
)
def test_references_to_a_source(turns: list[Turn], question: str, standalone: str) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    "question", ["what else does [9] say?", "What does the last source say?", "What is Article 5?"]
)
def test_a_source_that_no_answer_has_stays_as_it_was_typed(question: str) -> None:
    assert standalone_question(question, [("What is a quark?", "I found no answer.")]) == question


@pytest.mark.parametrize("question", ["what about tanks?", "and weapons", "what about the cranes?"])
@pytest.mark.parametrize("turn", [MINISTER, BRIDGE])
def test_an_earlier_question_once_more_is_no_reading(turn: Turn, question: str) -> None:
    found = standalone_question(question, [turn])
    assert term(question.strip("?").split()[-1]) in {term(word.surface) for word in words(found)}


def test_noise_takes_a_moment() -> None:
    begun = time.process_time()
    for piece in ("it, ", "their x ", "and ", "the one ", "[1] ", "not a, ", "x's ", "There. it "):
        question = (piece * 600)[:2_000]
        standalone_question(question, [(question, question)] * 3)
    assert time.process_time() - begun < 5


def test_a_long_conversation_is_read_from_near_its_end() -> None:
    turns = [MINISTER, *[(f"What is a quark number {n}?", "I found no answer.") for n in range(90)]]
    begun = time.process_time()
    assert standalone_question("How do volcanoes erupt?", turns) == "How do volcanoes erupt?"
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "hostile",
    ["\ud800 and?", "and\x00he?", "\u202eand he?", "𝒽𝑒?", "[" * 400, "he " * 39, "?" * 300, "’s"],
)
def test_hostile_text_is_read(hostile: str) -> None:
    for turns in ([MINISTER], [(hostile, hostile)], [(hostile, hostile)] * 12):
        assert isinstance(standalone_question(hostile, turns), str)


@pytest.mark.parametrize(
    ("other", "found", "taken"),
    [
        ("who won?", {"who won?"}, "who won?"),
        ("who won?", {"Who won the cup?", "who won?"}, "Who won the cup?"),
        ("who won?", set(), "Who won the cup?"),
        ("Who won the race?", {"who won?"}, "Who won the cup?"),
        (None, {"who won?"}, "Who won the cup?"),
    ],
)
def test_the_typed_reading_is_taken_where_it_alone_is_answered(
    other: str | None, found: set[str], taken: str
) -> None:
    meant = Meaning("Who won the cup?", other)

    def answer_to(text: str) -> Answer:
        return Answer("who won?", text, "", answered=text in found, confidence=0.0)

    assert settled(meant, "who won?", answer_to).text == taken


def test_another_reading_is_never_the_same() -> None:
    for case in CASES:
        turns = [(asked, answer) for asked, answer in case["turns"]]
        meaning = meaning_of(case["question"], turns)
        assert meaning.other is None or meaning.other.lower() != meaning.text.lower()


def test_it_says_only_what_was_said_and_function_words() -> None:
    for case in CASES:
        turns = [(asked, answer) for asked, answer in case["turns"]]
        spoken = " ".join([case["question"], *(part for turn in turns for part in turn)])
        known = {word.folded for word in words_of(spoken)} | set(FUNCTION_WORDS)
        for word in words_of(standalone_question(case["question"], turns)):
            assert word.folded in known
