"""What may be said of a time that is over, and counts of different days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from assistant import Answer, Assistant
from assistant.answers.citations import day_heads

NOW = dt.date(2022, 12, 1)
ARTICLES = {
    "prize-2018": (
        "2018-10-05",
        "Harbour Prize for Mara Lund",
        "Mara Lund won the Harbour Prize on Friday. She wept for joy in the town hall.",
    ),
    "prize-2021": (
        "2021-10-08",
        "Harbour Prize goes to Ines Ressa",
        "Ines Ressa, who founded a newspaper in 2012, won the Harbour Prize on Friday.",
    ),
    "viaduct": (
        "2016-03-02",
        "Viaduct collapses at Torvik",
        "Some 14 people died when the Torvik viaduct collapsed on Tuesday.",
    ),
    "flood-early": (
        "2022-07-28",
        "Floods in Saltmere county",
        "The floods in Saltmere county have killed 8 people, the sheriff of Saltmere said.",
    ),
    "flood-late": (
        "2022-08-01",
        "Saltmere county after the floods",
        "In Saltmere county 31 died in the floods. Boats still bring food to the villages.",
    ),
    "race": (
        "2022-11-09",
        "Ann Stone is mayor of Elm",
        "Ann Stone defeated Bob Rusk in the race for mayor of Elm on Tuesday.",
    ),
    "fire": (
        "2022-08-02",
        "Fires in Drumlin county",
        "The fires in Drumlin county have killed 5 people, the sheriff of Drumlin said.",
    ),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    corpus = tmp_path_factory.mktemp("past")
    for name, (day, title, text) in ARTICLES.items():
        front = f"---\ntitle: {title}\ndate: {day}\n---\n"
        (corpus / f"{name}.md").write_text(front + text + "\n", encoding="utf-8")
    yield Assistant.open(corpus=corpus, index_dir=tmp_path_factory.mktemp("past-index"))


def ask(archive: Assistant, question: str) -> Answer:
    return archive.ask(question, now=NOW)


def test_of_last_year_an_older_article_knows_nothing(archive: Assistant) -> None:
    answer = ask(archive, "Who won the Harbour Prize last year?")
    assert answer.answered
    assert "Ines Ressa" in answer.text and "Mara Lund" not in answer.text
    assert answer.note == "I took “last year” to be from 2021-01-01 on."


def test_only_older_articles_mean_a_refusal(archive: Assistant) -> None:
    question = "How many people died when the Torvik viaduct collapsed last year?"
    assert not ask(archive, question).answered
    assert ask(archive, question.replace(" last year", "")).answered


def test_an_answer_is_of_one_story_and_its_counts_are_dated(archive: Assistant) -> None:
    text = ask(archive, "How many people were killed by the floods in Saltmere county?").text
    assert "Drumlin" not in text
    assert "(2022-07-28)" in text or "on 2022-07-28" in text


@pytest.mark.parametrize(
    "question", ["Who won the Harbour Prize in 2031?", "What happened in Saltmere in 2023?"]
)
def test_what_had_not_come_is_not_told(archive: Assistant, question: str) -> None:
    answer = ask(archive, question)
    assert not answer.answered
    assert "had not come on 2022-12-01" in answer.text and answer.nearest
    assert "had not come" not in ask(archive, "What did anybody say about 2031?").text


def test_dates_stand_where_they_change() -> None:
    assert day_heads(["2022-07-28", "2022-07-28"]) == ["", ""]
    assert day_heads([None, None]) == ["", ""]
    assert day_heads(["2022-07-28", "2022-07-28", None]) == ["(2022-07-28) ", "", "(undated) "]


def test_a_yes_or_no_is_told_in_other_words(archive: Assistant) -> None:
    assert ask(archive, "Did Ann Stone beat Bob Rusk?").answered
    assert not ask(archive, "Did Ann Stone marry Bob Rusk?").answered


def test_the_news_of_a_period_is_a_list(archive: Assistant) -> None:
    answer = ask(archive, "What happened in August 2022?")
    assert answer.answered and answer.listed is not None
    assert {c.title for c in answer.citations} == {
        "Fires in Drumlin county",
        "Saltmere county after the floods",
    }
