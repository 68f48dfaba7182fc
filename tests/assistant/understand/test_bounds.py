"""Hostile input costs a bounded time, and doubtful attributions are not made."""

from __future__ import annotations

import time

import pytest

from assistant import Assistant
from assistant.answers import summary
from assistant.english.people import reference
from assistant.evidence.sentence import MAX_WORDS, sentences_of
from assistant.understand.question import MAX_CHARACTERS, clean, core, parse
from assistant.understand.standalone import standalone_question
from index import Article
from index.text.passages import cut_passages
from index.text.sentences import sentence_spans

HOSTILE_QUESTIONS = [
    "summarize " + "!" * 1900 + "a b c",
    "what did " + "a " * 900 + "say",
    "what did " + "a" * 1900 + " say about",
    "and " * 480,
    "who's " * 320,
    "please " * 280,
    "(" * 1990,
    "what is " + "'s " * 600,
    " ".join(f"word{n}" for n in range(200)),
]
HOSTILE_TEXTS = {
    "dots": "." * 20_000 + "x",
    "titles": "Mr. Xy " * 8_000,
    "initials": "A. The " * 8_000,
    "abbreviations": "U.S. " * 20_000,
    "no full stop": "word " * 50_000,
    "capitals": "Alpha Beta " * 10_000,
    "pronouns": "He said. " * 10_000,
    "quotes": "“" * 50_000,
}


@pytest.mark.parametrize("question", HOSTILE_QUESTIONS, ids=lambda q: q[:20])
def test_reading_a_question_takes_a_moment(question: str) -> None:
    start = time.process_time()
    text = clean(question)
    parse(core(text))
    summary.subject(text)
    standalone_question(text, [("What did Healey say?", "John Healey said so. [1]")] * 3)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_reading_an_article_takes_seconds_at_most(name: str) -> None:
    article = Article("0", "T", HOSTILE_TEXTS[name].strip(), "a.txt")
    start = time.process_time()
    passages = cut_passages(article)
    for sentence in sentences_of(article, passages[:3]):
        assert article.text[sentence.start : sentence.end] == sentence.quote
    assert time.process_time() - start < 5


def test_a_question_of_many_words_is_answered_in_time(assistant: Assistant) -> None:
    start = time.process_time()
    answer = assistant.ask(" ".join(f"wordy{n}" for n in range(220)))
    assert not answer.answered
    assert len(answer.text) < 1_000
    assert time.process_time() - start < 10


def test_an_enormous_question_is_refused_at_once(assistant: Assistant) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match="limit is 2,000"):
        assistant.ask("a" + "\u0301" * 500_000)
    assert time.process_time() - start < 1


def test_a_follow_up_does_not_grow_past_the_limit() -> None:
    turns = [("what did " + "a" * 1900 + " say", "Nothing.")]
    assert len(standalone_question("he " * 600, turns)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    "text",
    [
        "President Tom Brown praised Mayor Anna Keller. She said it was time to resign.",
        "Prime Minister Anna Keller met President Tom Brown. He said so.",
        "President Tom Brown praised Anna Keller. She said so.",
    ],
)
def test_two_people_leave_room_for_doubt(text: str) -> None:
    assert reference(text, sentence_spans(text)[1][0]) is None


def test_a_long_sentence_is_read_in_the_pieces_that_are_quoted() -> None:
    text = ", ".join(f"then clause number {n} came along" for n in range(60)) + " with Keller."
    article = Article("0", "T", text, "a.txt")
    passages = cut_passages(article)
    pieces = sentences_of(article, passages[-1:])
    assert all(len(piece.quote.split()) <= MAX_WORDS for piece in pieces)
    assert [piece for piece in pieces if "Keller" in piece.quote]
