"""Questions about the archive itself: by author and outlet, counts, first mentions, digests."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from assistant import Answer, Assistant
from assistant.answers.archive.read import ArchiveRequest, Wanted, read_request
from assistant.answers.archive.search import open_search
from assistant.understand.bylines import read_byline
from index import Generation, open_published

NOW = dt.date(2024, 6, 30)
# Title, date, authors, source, address, text.
ARTICLES = (
    (
        "Harbour bridge plan is announced",
        "2022-03-01",
        "[Maria Silva]",
        "CNN",
        "https://www.cnn.com/1",
        "The city council announced a plan for a harbour bridge on Tuesday. Mayor Rosa Delgado "
        "said that it would cost 90 million dollars. Engineer Tom Webb advised the council.",
    ),
    (
        "Harbour bridge work begins",
        "2023-02-10",
        "[Maria Silva, Bo Kim]",
        "CNN",
        "https://www.cnn.com/2",
        "Workers began to build the harbour bridge on Friday. The work will take two years, the "
        "council said. Joan Webb, a baker, watched from her shop.",
    ),
    (
        "Storm damages the harbour bridge",
        "2023-11-05",
        "[Bo Kim]",
        "",
        "https://www.usatoday.com/3",
        "A storm tore two pillars from the unfinished harbour bridge on Saturday. Nobody was hurt. "
        "The Volta Ferry brought the workers ashore.",
    ),
    (
        "Harbour bridge opens at last",
        "2024-05-20",
        "[Ann Lee]",
        "The Daily Example",
        "https://example.com/4",
        "Mayor Rosa Delgado opened the harbour bridge on Monday, two years late. Tom Webb warned "
        "that the tolls would not pay for its upkeep. See [1] for the tolls.",
    ),
    (
        "Delgado wins the election",
        "2024-06-12",
        "[Maria Silva]",
        "The Daily Example",
        "https://example.com/5",
        "Rosa Delgado won the mayoral election with 61 percent of the votes. Her rival, Karl "
        "Brandt, conceded defeat before midnight.",
    ),
    (
        "Brandt wins the poll in the port",
        "2024-06-13",
        "[Lee Ray]",
        "",
        "https://www.usatoday.com/6",
        "Karl Brandt won the mayoral election in the port district with 52 percent of the votes. "
        "Apples were handed out at the polling stations.",
    ),
    (
        "A ferry for the bay",
        "",
        "[]",
        "",
        "",
        "The Volta Ferry will cross the bay twice a day. Maria Silva, its captain, said that the "
        "crossing takes an hour.",
    ),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("archive")
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, (title, date, authors, source, url, text) in enumerate(ARTICLES, 1):
        lines = [f"title: {title}", f"authors: {authors}"]
        lines += [f"date: {date}"] if date else []
        lines += [f"source: {source}"] if source else []
        lines += [f"url: {url}"] if url else []
        front = "\n".join(lines)
        (corpus / f"{number}.md").write_text(f"---\n{front}\n---\n{text}\n", encoding="utf-8")
    return Assistant.open(corpus=corpus, index_dir=folder / "index")


@pytest.fixture(scope="module")
def generation(archive: Assistant) -> Generation:
    found = open_published(archive.settings.index_dir)
    assert found is not None
    return found


def ask(archive: Assistant, question: str) -> Answer:
    """The answer, once its citations have been found exact and its markers in order."""
    answer = archive.ask(question, now=NOW)
    for citation in (*answer.citations, *answer.nearest):
        text = archive.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", answer.text)]
    assert numbers == [c.number for c in answer.citations] == list(range(1, len(numbers) + 1))
    assert answer.answered == bool(answer.citations)
    return answer


def titles(answer: Answer) -> list[str]:
    return [c.title for c in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "How many people died?",
        "How many articles of impeachment were there?",
        "How many stories does the tower have?",
        "How many pieces of the bridge were lost?",
        "Which story won the prize?",
        "What did Maria Silva say?",
        "What did Maria Silva say about the crossing?",
        "What has John Grisham written about the law?",
        "Who wrote the constitution?",
        "When did the virus first appear in the port?",
        "When was the bridge first opened?",
        "What is the latest version of the plan?",
        "Summarize the article",
        "What happened in the harbour?",
        "Which article of the treaty was invoked?",
        "Who won the election?",
        "What did Delgado say about the articles?",
        "List the pillars of the bridge",
        "",
        "articles " * 200,
    ],
)
def test_questions_about_the_world_are_left_to_the_evidence(
    generation: Generation, question: str
) -> None:
    assert read_request(question, generation) is None


@pytest.mark.parametrize(
    ("question", "wanted", "subject", "shown"),
    [
        (
            "What has Maria Silva written about the bridge?",
            Wanted.LIST,
            "the bridge",
            "Maria Silva",
        ),
        ("which articles did maria silva write", Wanted.LIST, "", "maria silva"),
        ("What did CNN report about the bridge?", Wanted.LIST, "the bridge", "CNN"),
        ("What did CNN say about the bridge?", Wanted.LIST, "the bridge", "CNN"),
        ("articles from USA Today on the storm", Wanted.LIST, "the storm", "USA Today"),
        ("USA Today's coverage of the storm", Wanted.LIST, "the storm", "USA Today"),
        ("articles about the storm in USA Today", Wanted.LIST, "the storm", "USA Today"),
        ("list all the articles about the bridge by Bo Kim", Wanted.LIST, "the bridge", "Bo Kim"),
        ("Which articles mention Karl Brandt?", Wanted.LIST, "Karl Brandt", ""),
        ("How many articles mention Karl Brandt?", Wanted.COUNT, "Karl Brandt", ""),
        ("how many articles are there about storms", Wanted.COUNT, "storms", ""),
        ("How many articles about storms do you have?", Wanted.COUNT, "storms", ""),
        ("How many articles did Bo Kim write?", Wanted.COUNT, "", "Bo Kim"),
        ("How often is Karl Brandt mentioned in the articles?", Wanted.COUNT, "Karl Brandt", ""),
        ("When did Tom Webb first appear?", Wanted.FIRST, "Tom Webb", ""),
        ("When was Tom Webb first mentioned in the news?", Wanted.FIRST, "Tom Webb", ""),
        ("When did CNN first mention Tom Webb?", Wanted.FIRST, "Tom Webb", "CNN"),
        ("When did Tom Webb first appear in USA Today?", Wanted.FIRST, "Tom Webb", "USA Today"),
        ("Which articles about the storm did CNN publish?", Wanted.LIST, "the storm", "CNN"),
        ("How many CNN articles mention Tom Webb?", Wanted.COUNT, "Tom Webb", "CNN"),
        ("Which outlets covered the storm?", Wanted.OUTLETS, "the storm", ""),
        ("When was Tom Webb last mentioned?", Wanted.LAST, "Tom Webb", ""),
        ("What is the first article about the bridge?", Wanted.FIRST, "the bridge", ""),
        ("What's the latest on the bridge?", Wanted.LATEST, "the bridge", ""),
        ("any news about Delgado?", Wanted.LATEST, "Delgado", ""),
        ("Summarize the coverage of the bridge", Wanted.DIGEST, "the bridge", ""),
        ("Give me a timeline of the bridge", Wanted.DIGEST, "the bridge", ""),
        ("Who has written about the bridge?", Wanted.AUTHORS, "the bridge", ""),
    ],
)
def test_questions_about_the_archive_are_read(
    generation: Generation, question: str, wanted: Wanted, subject: str, shown: str
) -> None:
    request = read_request(question, generation)
    assert request is not None
    assert (request.wanted, request.subject, request.byline.shown) == (wanted, subject, shown)


def test_a_list_by_author_cites_each_article_newest_first(archive: Assistant) -> None:
    answer = ask(archive, "What has Maria Silva written about the harbour bridge?")
    assert titles(answer) == ["Harbour bridge work begins", "Harbour bridge plan is announced"]
    assert answer.text.startswith("2 of the 3 articles by Maria Silva name “harbour bridge”")
    assert "(2023-02-10, CNN) — “Workers began" in answer.text
    assert answer.searched.authors == ("Maria Silva",)
    assert answer.searched.articles == 2


def test_an_outlet_is_known_by_its_source_or_by_its_address(archive: Assistant) -> None:
    assert titles(ask(archive, "What did CNN report about the bridge?")) == [
        "Harbour bridge work begins",
        "Harbour bridge plan is announced",
    ]
    answer = ask(archive, "articles from USA Today on the bridge")
    assert titles(answer) == ["Storm damages the harbour bridge"]
    assert answer.searched.sources == ("USA Today",)
    assert len(ask(archive, "articles from The Daily Example").citations) == 2


def test_a_fact_is_asked_of_one_outlet(archive: Assistant) -> None:
    anywhere = ask(archive, "Who won the mayoral election?")
    assert anywhere.answered
    example = ask(archive, "According to The Daily Example, who won the mayoral election?")
    assert {c.source for c in example.citations} == {"The Daily Example"}
    assert "Rosa Delgado won" in example.text
    today = ask(archive, "Who won the mayoral election, in USA Today's articles?")
    assert "Karl Brandt won" in today.text and "Delgado" not in today.text


def test_who_is_no_outlet_is_not_taken_for_one(generation: Generation) -> None:
    for question in ("According to Tom Webb, who won?", "According to the mayor, who won?"):
        byline, rest = read_byline(question, generation)
        assert not byline and rest == question
    byline, rest = read_byline("Who won, according to CNN?", generation)
    assert byline.sources == ("cnn",) and rest == "Who won?"


def test_counts_are_of_names_whole_and_cite_both_ends(archive: Assistant) -> None:
    answer = ask(archive, "How many articles mention Tom Webb?")
    # "Joan Webb" is somebody else.
    assert answer.text.startswith(
        "2 of the 7 articles mention “Tom Webb”, from 2022-03-01 to 2024-05-20."
    )
    assert titles(answer) == ["Harbour bridge opens at last", "Harbour bridge plan is announced"]
    assert all("Tom Webb" in c.quote for c in answer.citations)
    assert answer.searched.dates == ("2022-03-01", "2024-05-20")


def test_what_nothing_mentions_is_refused_in_words(archive: Assistant) -> None:
    answer = ask(archive, "How many articles mention the Eiffel Tower?")
    assert answer.text == "None of the 7 articles mentions “Eiffel Tower”."
    assert not answer.answered
    nobody = ask(archive, "Which articles did John Grisham write?")
    assert nobody.text == "None of the 7 articles has “John Grisham” as its author or outlet."


def test_a_first_mention_is_dated_and_undated_articles_are_told_of(archive: Assistant) -> None:
    answer = ask(archive, "When was the Volta Ferry first mentioned?")
    assert titles(answer) == ["Storm damages the harbour bridge"]
    assert "2023-11-05" in answer.text and "The Volta Ferry brought" in answer.citations[0].quote
    assert "1 article without a date may be older or newer." in answer.text


def test_the_latest_comes_newest_first(archive: Assistant) -> None:
    answer = ask(archive, "What's the latest on the harbour bridge?")
    dates = [c.published for c in answer.citations]
    assert dates == ["2024-05-20", "2023-11-05", "2023-02-10", "2022-03-01"]


def test_a_digest_is_dated_and_oldest_first(archive: Assistant) -> None:
    answer = ask(archive, "Summarize the coverage of the harbour bridge since 2023")
    assert [c.published for c in answer.citations] == ["2023-02-10", "2023-11-05", "2024-05-20"]
    assert answer.text.splitlines()[1].startswith("2023-02-10: “Workers began to build")
    assert answer.searched.dates[0] == "2023-01-01"


def test_a_period_limits_lists_and_counts(archive: Assistant) -> None:
    answer = ask(archive, "Which articles about the bridge are there from 2023?")
    assert [c.published for c in answer.citations] == ["2023-11-05", "2023-02-10"]
    assert ask(archive, "How many articles mention Delgado since May 2024?").text.startswith(
        "2 of the 3 articles since 2024-05-01 mention “Delgado”"
    )


def test_authors_are_told_with_their_articles(archive: Assistant) -> None:
    answer = ask(archive, "Who wrote about the bridge?")
    assert "Maria Silva, 2 articles" in answer.text
    assert "Ann Lee, 1 article" in answer.text


def test_an_author_who_speaks_is_a_speaker(archive: Assistant) -> None:
    answer = ask(archive, "What did Maria Silva say about the crossing?")
    assert "takes an hour" in answer.text


def test_an_article_s_own_markers_are_no_citations(archive: Assistant) -> None:
    assert ask(archive, "Which articles mention tolls?").citations


def test_a_name_that_is_a_word_too_is_told_from_it(generation: Generation) -> None:
    search = open_search("How many articles mention Apple?", NOW, generation)
    assert search is not None and not search.mentioning().articles


def test_the_request_says_what_is_unknown(generation: Generation) -> None:
    request = read_request("articles by Jane Doe about the bridge", generation)
    assert request == ArchiveRequest(Wanted.LIST, "the bridge", unknown="Jane Doe")


@pytest.mark.parametrize(
    "text",
    ["how many articles mention " + "a by " * 50, "articles from " + "x " * 140, "what " * 60],
)
def test_hostile_questions_cost_little(generation: Generation, text: str) -> None:
    open_search(text, NOW, generation)


def test_one_article_without_a_date_is_told_of_in_plain_words(assistant: Assistant) -> None:
    counted = ask(assistant, "How many articles mention Zelensky?")
    assert counted.text.startswith("The one article mentions “Zelensky” (without a date)")
    first = ask(assistant, "When was Barrot first mentioned?")
    assert first.text.startswith("The only article that mentions “Barrot” is “Shifting Dynamics")
    assert ask(assistant, "How many articles mention China?").text == (
        "The one article does not mention “China”."
    )
    since = ask(assistant, "Summarize the coverage of NATO since 2023")
    assert since.text == "There is no article since 2023-01-01; 1 article has no date."
    assert len(ask(assistant, "Summarize the coverage of NATO").citations) > 1
