"""Conversations that are limited to one article, and limits that leave nothing."""

from __future__ import annotations

import pytest

from assistant import Answer, Article, Assistant, Scope
from assistant.answers.archive.article_questions import About, asked_of_article


@pytest.fixture(scope="module")
def report(archive: Assistant) -> Article:
    (line,) = archive.articles(query="report 12", limit=1).articles
    return archive.article(line.id)


def ask(assistant: Assistant, article: Article, question: str) -> Answer:
    answer = assistant.ask(question, within=Scope(articles=frozenset({article.id})))
    for citation in (*answer.citations, *answer.nearest):
        assert citation.article_id == article.id
        assert article.text[citation.start : citation.end] == citation.quote
    assert answer.answered == bool(answer.citations)
    return answer


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("when was it published?", About.DATE),
        ("When was this article written?", About.DATE),
        ("what is the date of the article", About.DATE),
        ("what date is this from?", About.DATE),
        ("How old is this story?", About.DATE),
        ("who wrote this?", About.AUTHORS),
        ("Who is the author of the article?", About.AUTHORS),
        ("who's it by?", About.AUTHORS),
        ("which newspaper is this from?", About.OUTLET),
        ("Who published it?", About.OUTLET),
        ("What's the source of this article?", About.OUTLET),
        ("what is the headline?", About.TITLE),
        ("who is quoted?", About.QUOTED),
        ("Who is quoted in this article?", About.QUOTED),
        ("who said what?", About.QUOTED),
        ("What quotes are there in it?", About.QUOTED),
        ("who is mentioned in the article?", About.NAMED),
        ("When was the bridge built?", None),
        ("who wrote the treaty?", None),
        ("Who said that the bridge is safe?", None),
        ("Who is the author of the bill?", None),
        ("When was the report on the bridge published?", None),
        ("Who is it?", None),
    ],
)
def test_questions_about_an_article_are_told_from_those_about_the_world(
    question: str, about: About | None
) -> None:
    assert asked_of_article(question) == about


def test_what_is_known_of_an_article_is_told(archive: Assistant, report: Article) -> None:
    assert "10 December 2021" in ask(archive, report, "When was it published?").text
    assert "Ann Lee" in ask(archive, report, "Who wrote this article?").text
    assert "example-host.com" in ask(archive, report, "Which outlet is this from?").text
    assert report.title in ask(archive, report, "What is its title?").text


def test_who_is_quoted_is_told_with_their_words(archive: Assistant, report: Article) -> None:
    answer = ask(archive, report, "Who is quoted?")
    assert "Tom Webb" in answer.text
    assert "new bearings" in answer.citations[0].quote


def test_the_people_of_the_seed_article_are_told(assistant: Assistant, article: Article) -> None:
    quoted = ask(assistant, article, "Who is quoted in it?")
    named = ask(assistant, article, "Who is mentioned?")
    for answer in (quoted, named):
        assert answer.answered
        assert "Hegseth" in answer.text


def test_what_is_not_known_is_refused(archive: Assistant) -> None:
    (line,) = archive.articles(query="photographed dawn").articles
    article = archive.article(line.id)
    for question, said in (
        ("When was it published?", "The article has no date."),
        ("Who wrote it?", "The article names no author."),
        ("Which paper is it from?", "The article does not say where it was published."),
        ("Who is quoted?", "Nobody is quoted word for word in it, as far as I can tell."),
    ):
        answer = ask(archive, article, question)
        assert (answer.answered, answer.text) == (False, said)


def test_it_means_the_article_whatever_was_spoken_of(archive: Assistant, report: Article) -> None:
    within = Scope(articles=frozenset({report.id}))
    turns = [("What did Tom Webb say?", "He said that the bridge will need new bearings.")]
    answer = archive.conversation(turns, within=within).ask("when was it published?")
    assert "10 December 2021" in answer.text


def test_an_article_is_summed_up_and_asked_about(archive: Assistant, report: Article) -> None:
    assert ask(archive, report, "What is this article about?").answered
    assert ask(archive, report, "Summarize this article").answered
    assert "1011" in ask(archive, report, "How many cars a day did the bridge carry?").text
    refused = ask(archive, report, "Who is the king of Norway?")
    assert refused.text.startswith("I found no answer in the article.")


@pytest.mark.parametrize(
    "question", ["How many cars a day?", "What is the news?", "Who is quoted?"]
)
def test_limits_that_leave_nothing_are_named(archive: Assistant, question: str) -> None:
    within = Scope(since="1999-01-01", until="1999-12-31", outlets=("The Times",))
    answer = archive.ask(question, within=within)
    assert not answer.answered
    assert answer.text.startswith(
        "There is no article from The Times of 1999-01-01 to 1999-12-31. Lift or widen"
    )
    gone = archive.ask(question, within=Scope(articles=frozenset({"gone"})))
    assert not gone.answered
    assert "no longer there" in gone.text


def test_a_question_about_another_time_than_the_limits_is_told_so(archive: Assistant) -> None:
    within = Scope(since="2021-01-01", until="2021-12-31")
    answer = archive.ask("What did Tom Webb say in June 2023?", within=within)
    assert not answer.answered
    assert answer.text.startswith("No article is both of the time that you name and of the dates")


def test_a_refusal_names_the_outlets_it_was_limited_to(archive: Assistant) -> None:
    answer = archive.ask("Who is the king of Norway?", within=Scope(outlets=("The Times",)))
    assert answer.text.startswith("I found no answer in the articles from The Times.")
