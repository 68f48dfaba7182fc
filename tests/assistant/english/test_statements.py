"""What somebody said: attribution, the newest first, and refusals."""

from __future__ import annotations

import time

import pytest

from assistant import Answer, Assistant
from assistant.english.speakers import full_name, is_speaker, read_speaker
from assistant.english.utterances import utterances

WEDDING = """---
title: A harbour for Northport
date: 2024-05-03
---
President Joe Barker said that Ukraine would get more air defence.

"We will not look away. We will stand with Ukraine," Barker said. "It is our duty."

His wife, Jill Barker, told reporters that the schools of Northport need teachers. "They need them
now," she said.

Mayor Rosa Delgado, who met the president, praised the "quiet courage" of the sailors.
"""
OLDER = """---
title: Barker on tariffs
date: 2023-01-10
---
President Joe Barker warned that tariffs would hurt farmers. Engineer Tom Webb was seen at the
port and went home early.

NATO spokeswoman Anna Berg said the alliance would send ships to Ukraine.
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("port")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "wedding.md").write_text(WEDDING, encoding="utf-8")
    (corpus / "older.md").write_text(OLDER, encoding="utf-8")
    return Assistant.open(corpus=corpus, index_dir=folder / "index")


def heard(speaker: str, text: str) -> list[str]:
    """The sentences of `text` that `speaker` says."""
    read = read_speaker(speaker)
    return [text[u.start : u.end] for u in utterances(text) if is_speaker(u.subject, read, text)]


@pytest.mark.parametrize(
    ("speaker", "text", "sentences"),
    [
        ("Healey", "“We go,” said John Healey. “We stay.”", 2),
        ("Healey", "“We go. We stay,” Healey, the defence secretary, also said.", 2),
        ("Healey", "Healey was asked. Putin told Healey that it was late.", 0),
        ("Healey", "John Healey left. A spokesman for Healey said that it was late.", 0),
        ("Healey", "Healey did not say when.", 0),
        ("Healey", "Defence Secretary John Healey came. He said that it was late.", 1),
        ("Healey", "Minister Ann Lee met Minister John Healey. He said that it was late.", 0),
        ("the mayor", "Mayor Ann Lee came. “It is late,” Lee said.", 1),
        ("the French minister", "French Foreign Minister Jean Barrot said so.", 1),
        ("the French minister", "British Foreign Minister Ann Lee said so.", 0),
        ("the families", "The families say that it is late.", 1),
        ("NATO", "NATO allies said so. NATO said no.", 1),
        ("NATO", "A NATO spokesman said so.", 1),
        ("the Fed", "The Federal Reserve said so, according to the Fed.", 2),
        ("Jill Biden", "Joe Biden spoke. Jill Biden smiled. President Biden said no.", 0),
    ],
)
def test_who_says_what(speaker: str, text: str, sentences: int) -> None:
    assert len(heard(speaker, text)) == sentences, heard(speaker, text)


def exact(assistant: Assistant, answer: Answer) -> bool:
    """Whether every quote is its article's text."""
    return all(
        assistant.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations
    )


def test_a_statement_is_quoted_whole_with_its_attribution(port: Assistant) -> None:
    answer = port.ask("What did Barker say about Ukraine?")
    assert answer.answered and exact(port, answer)
    assert "We will stand with Ukraine" in answer.text
    assert "Berg" not in answer.text and "teachers" not in answer.text


def test_statements_come_newest_first_with_their_dates(port: Assistant) -> None:
    answer = port.ask("What did Joe Barker say?")
    dates = [c.published for c in answer.citations]
    assert dates == sorted(dates, key=str, reverse=True) and len(set(dates)) == 2
    assert "(2024-05-03)" in answer.text and "(2023-01-10)" in answer.text


def test_a_word_that_opens_a_sentence_is_no_given_name() -> None:
    text = "Jerome Powell spoke. Although Powell was calm, markets fell. Although Powell left."
    assert full_name("Powell", text) == "Jerome Powell"


def test_a_full_name_tells_two_bearers_apart(port: Assistant) -> None:
    answer = port.ask("What did Jill Barker say?")
    assert "teachers" in answer.text
    assert "Ukraine" not in answer.text and "tariffs" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What did Webb say?",
        "What did Jill Barker say about Ukraine?",
        "What did Barker say about football?",
        "Did Webb say that tariffs hurt farmers?",
    ],
)
def test_it_refuses_when_nothing_is_said(port: Assistant, question: str) -> None:
    answer = port.ask(question)
    assert not answer.answered
    assert "don't say" in answer.text


def test_bodies_and_titles_speak(port: Assistant) -> None:
    assert "ships" in port.ask("What did NATO say about Ukraine?").text
    assert "courage" in port.ask("What did the mayor say?").text


@pytest.mark.parametrize(
    "text",
    [
        "said " * 20_000,
        "“" * 20_000,
        "He said. " * 5_000,
        "A, " * 20_000 + "said",
        "“a” said " * 9_000,
    ],
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    utterances(text)
    assert time.perf_counter() - start < 10
