"""Articles of different dates that disagree: the newest answers, the older is dated."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from assistant import Answer, Assistant

ARTICLES = {
    "quake-1": (
        "2024-03-04",
        "Earthquake strikes Ruritania",
        "A powerful earthquake struck Ruritania on Monday, killing at least 12 people. Rescuers "
        "dug through the rubble of the old town of Strelsau all night.",
    ),
    "quake-2": (
        "2024-03-05",
        "Rescue goes on in Ruritania",
        "At least 31 people have died in the Ruritania earthquake, officials said on Tuesday. "
        "Power was cut in most of Strelsau.",
    ),
    "quake-3": (
        "2024-03-06",
        "Ruritania mourns",
        "The death toll of the earthquake in Ruritania rose to 58 on Wednesday. Schools in the "
        "region stay closed, and the army has put up tents.",
    ),
    "mine-1": (
        "2024-01-10",
        "Mine collapse in Graustark",
        "Some 40 people were killed in a mine collapse in Graustark, the company said.",
    ),
    "mine-2": (
        "2024-01-12",
        "Graustark buries its miners",
        "Forty people were killed in the Graustark mine collapse, a spokesman said on Friday.",
    ),
    "storm-1": (
        "2024-02-01",
        "Storm hits Syldavia",
        "A storm in Syldavia killed at least 9 people on Thursday and cut off villages.",
    ),
    "storm-2": (
        "2024-02-20",
        "Storm hits Borduria",
        "A storm in Borduria killed at least 17 people on Tuesday and cut off villages.",
    ),
    "office-1": (
        "2023-05-02",
        "Talks in Strelsau",
        "Ruritania's Prime Minister Rudolf Rassendyll said on Tuesday that the talks would go on.",
    ),
    "office-2": (
        "2024-04-02",
        "Budget presented",
        "Ruritania's Prime Minister Flavia Hentzau presented the budget to parliament on Tuesday.",
    ),
    "price-1": (
        "2023-11-03",
        "A new phone",
        "The Zenda phone costs $499 in its simplest form, the maker said.",
    ),
    "price-2": (
        "2024-04-15",
        "The Zenda gets dearer",
        "The Zenda phone now costs $549, fifty dollars more than at its launch.",
    ),
    "opening-1": (
        "2024-02-10",
        "Museum to open",
        "The Castle Museum in Klow will open on April 6, the city said.",
    ),
    "opening-2": (
        "2024-03-20",
        "Museum put off",
        "The Castle Museum in Klow will now open on June 22, since the roof still leaks.",
    ),
    "tram-1": (
        "2024-01-05",
        "A tram for Szohod",
        "The tram line to Szohod will open on 7 June 2026, the railway said.",
    ),
    "tram-2": (
        "2024-03-01",
        "Tram two days late",
        "The tram line to Szohod will open on 9 June 2026, after the midsummer fair.",
    ),
    "ferry-1": (None, "Ferry sinks", "At least 5 people died when a ferry sank off Hyrkania."),
    "ferry-2": (None, "Ferry toll", "At least 8 people died when a ferry sank off Hyrkania."),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("disagreement")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, (day, title, text) in ARTICLES.items():
        head = f"---\ntitle: {title}\n" + (f"date: {day}\n" if day else "") + "---\n"
        (corpus / f"{name}.md").write_text(head + text + "\n", encoding="utf-8")
    return Assistant.open(corpus=corpus, index_dir=folder / "index")


def _is_whole(town: Assistant, answer: Answer) -> bool:
    """Whether every citation is exact and has its one marker."""
    exact = all(
        town.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations
    )
    markers = [int(n) for n in re.findall(r"\[(\d+)\]", answer.text)]
    return exact and markers == [c.number for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "new", "day", "old"),
    [
        (
            "How many people died in the Ruritania earthquake?",
            "rose to 58",
            "2024-03-05",
            "31 people",
        ),
        ("Who is the prime minister of Ruritania?", "Hentzau", "2023-05-02", "Rassendyll"),
        ("When will the Castle Museum in Klow open?", "June 22", "2024-02-10", "April 6"),
        ("When will the tram line to Szohod open?", "9 June 2026", "2024-01-05", "7 June 2026"),
    ],
)
def test_the_newest_answers_and_the_older_is_dated(
    town: Assistant, question: str, new: str, day: str, old: str
) -> None:
    answer = town.ask(question)
    assert answer.answered
    first, _, earlier = answer.text.partition(f" Earlier, on {day}")
    assert new in first and "[1]" in first
    assert old in earlier and earlier.endswith(f"” [{len(answer.citations)}]")
    assert answer.citations[0].published > answer.citations[-1].published  # type: ignore[operator]
    assert _is_whole(town, answer)
    assert len(answer.text.split()) <= 70


def test_what_is_published_after_the_day_of_asking_does_not_answer(town: Assistant) -> None:
    asked = "How many people died in the Ruritania earthquake?"
    answer = town.ask(asked, now=dt.date(2024, 3, 5))
    assert "31 people" in answer.text.split("[1]")[0]
    assert "Earlier, on 2024-03-04: “A powerful earthquake" in answer.text
    assert "58" not in answer.text.split("Earlier")[0]
    assert _is_whole(town, answer)


@pytest.mark.parametrize(
    "question",
    [
        "How many people were killed in the Graustark mine collapse?",  # the same, in other words
        "How many people were killed in the storm in Syldavia?",  # two storms
        "How many people were killed by the storm?",
        "How many people died in the ferry off Hyrkania?",  # no dates
        "Who was the prime minister of Ruritania in May 2023?",  # of the past
        "What happened in Strelsau?",  # no one value
    ],
)
def test_nothing_is_said_where_nothing_has_changed(town: Assistant, question: str) -> None:
    answer = town.ask(question)
    assert "Earlier, on" not in answer.text
    assert _is_whole(town, answer)
