from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import duplicates as benchmark
from index.article import Article
from index.text.duplicates import Member, Pair, compare_similar
from index.text.passages import Passage, cut_passages
from index.text.signatures import PERMUTATIONS, signature, similar
from index.text.stories import Stories, stories

LEAD = (
    "A magnitude 6.4 earthquake struck the island of Veltmark early on Tuesday, killing at least "
    "12 people and cutting power to the capital, Ostrava Bay, officials said."
)
BODY = [
    "The quake hit at 4:12 a.m. at a depth of nine kilometers, the national seismology institute "
    "reported, and was felt as far away as the mainland port of Kessel.",
    "Interior Minister Lena Harrow told reporters that rescue teams were searching the ruins of "
    "three apartment buildings in the harbor district for survivors.",
    "Hospitals in Ostrava Bay treated 140 people for injuries, most of them hurt by falling "
    "masonry, according to the health ministry.",
    "Residents ran into the streets in the dark and spent the night in parked cars and on the "
    "soccer field of the technical college.",
    "Aftershocks continued through the morning, the strongest of them with a magnitude of 5.1, "
    "and schools across the island were ordered to stay closed.",
    "The airport resumed limited service in the afternoon after engineers had inspected its only "
    "runway and found no cracks.",
]
BACKGROUND = [
    "Veltmark lies on the edge of two tectonic plates and has a long history of destructive "
    "earthquakes, the worst of which leveled the old town in 1908.",
    "A building code adopted after the tremor of 1974 requires new houses to withstand strong "
    "shaking, but many of the older brick blocks were never reinforced.",
    "Engineers at the technical college had warned for years that the harbor district, which is "
    "built on filled land, would suffer most when the ground moved.",
    "The government set aside 80 million crowns for repairs in its last budget, of which less "
    "than a third had been spent, an audit found in March.",
    "Tourism provides nearly half of the island's income, and hotel owners feared cancellations "
    "at the height of the season, the chamber of commerce warned.",
    "The Kessel ferry company offered free passage to relatives of the injured and carried two "
    "hundred tents and a field kitchen to the island.",
]


def article(name: str, title: str, paragraphs: Iterable[str], published: str | None) -> Article:
    return Article(name, title, "\n\n".join(paragraphs), f"{name}.txt", published)


def quake(name: str = "first", published: str | None = "2024-05-14") -> Article:
    return article(name, "Earthquake kills 12 on Veltmark", [LEAD, *BODY, *BACKGROUND], published)


def compared(*articles: Article, fresh: Sequence[int] | None = None) -> list[Pair]:
    by_id = {one.id: one for one in articles}

    def load(name: str) -> tuple[Article, list[Passage]]:
        return by_id[name], cut_passages(by_id[name])

    signatures = np.stack([signature(one.text) for one in articles])
    rows = range(len(articles)) if fresh is None else fresh
    return list(compare_similar([one.id for one in articles], signatures, list(rows), load))


def said_again(older: Article, newer: Article) -> set[int]:
    """The positions of the older article's passages that the newer one says as well."""
    (pair,) = compared(older, newer)
    assert pair.older == older.id
    return {position for position, _ in pair.said_again}


def stories_of(*articles: Article) -> Stories:
    return stories([Member.of(one) for one in articles], compared(*articles))


def left_out(found: Stories, one: Article) -> list[str]:
    """The passages of `one` that are not evidence."""
    return [passage.text for passage in cut_passages(one) if passage.id in found.shown_by]


def test_agency_story_in_two_outlets_is_one_story() -> None:
    first = quake()
    lead = (
        "OSTRAVA BAY, Veltmark (AP) — Rescuers dug through collapsed homes after a strong quake "
        "hit the island."
    )
    second = article(
        "second", "Rescuers search ruins after Veltmark quake", [lead, *BODY, *BACKGROUND],
        "2024-05-14",
    )  # fmt: skip
    found = stories_of(first, second)
    older, newer = sorted((first, second), key=lambda one: len(one.text))
    assert found.versions[first.id] == (newer.id, older.id)
    assert len(left_out(found, older)) == len(cut_passages(older)) - 1
    assert not left_out(found, newer)


def test_dateline_and_byline_alone_make_no_difference() -> None:
    first = quake()
    second = article(
        "second",
        "Quake on Veltmark kills 12",
        ["Jane Roe", "The Associated Press", f"OSTRAVA BAY (AP) — {LEAD}", *BODY, *BACKGROUND],
        "2024-05-14",
    )
    found = stories_of(first, second)
    assert len(left_out(found, first)) == len(cut_passages(first))


def test_update_with_a_risen_toll_keeps_the_old_toll() -> None:
    first = quake()
    risen = LEAD.replace("at least 12", "at least 31")
    update = article(
        "update",
        "Toll of Veltmark earthquake rises to 31",
        [risen, "Thirty of the dead lived in one street.", *BODY, *BACKGROUND],
        "2024-05-15",
    )
    found = stories_of(first, update)
    assert found.versions[first.id] == ("update", "first")
    dropped = left_out(found, first)
    assert dropped
    assert not any("12 people" in text for text in dropped)


def test_update_that_rewords_a_sentence_supersedes_it() -> None:
    first = quake()
    reworded = (
        "According to the national seismology institute, the quake hit at 4:12 a.m. at a depth of "
        "nine kilometers and was felt as far away as the mainland port of Kessel, it reported."
    )
    update = article(
        "update",
        "Veltmark earthquake kills 12",
        [LEAD, reworded, *BODY[1:], *BACKGROUND],
        "2024-05-15",
    )
    assert len(said_again(first, update)) == len(cut_passages(first))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lena Harrow", "Piet Solberg"),
        ("140 people", "410 people"),
        ("found no cracks", "found cracks"),
        ("of 5.1", "of 6.1"),
    ],
)
def test_passage_with_another_name_number_or_negation_stays(old: str, new: str) -> None:
    first = quake()
    update = replace(
        first, id="update", path="update.txt", published="2024-05-15",
        text=first.text.replace(old, new),
    )  # fmt: skip
    dropped = said_again(first, update)
    (changed,) = (passage for passage in cut_passages(first) if old in passage.text)
    assert dropped == {passage.position for passage in cut_passages(first)} - {changed.position}


def column(name: str, published: str, numbers: str, prize: str, day: str) -> Article:
    return article(
        name,
        f"Northern Lotto winning numbers for {day}",
        [
            f"The Northern Lotto jackpot grew to {prize} after nobody matched all six numbers in "
            f"the drawing on {day} night.",
            f"The winning numbers were {numbers}.",
            "Tickets cost two crowns and are sold at kiosks, gas stations and supermarkets in "
            "all nine provinces until one hour before each drawing.",
            "To win the jackpot a player has to match five white balls and the golden ball, at "
            "odds of one in 42 million, the lottery's operator states on its website.",
            "Winners may take the prize in thirty yearly payments or at once as a smaller sum, "
            "and have to come forward within six months of the drawing.",
            "Half of what is taken goes to prizes, and the rest to sports clubs, museums and the "
            "repair of lighthouses along the coast.",
            "The next drawing is on Saturday at ten in the evening.",
        ],
        published,
    )


def test_column_of_another_week_keeps_its_facts_and_is_no_version() -> None:
    first = column("may", "2024-05-14", "4, 9, 17, 23, 40 and 11", "31 million crowns", "Tuesday")
    second = column("june", "2024-06-04", "2, 8, 19, 33, 41 and 5", "12 million crowns", "Tuesday")
    found = stories_of(first, second)
    assert not found.versions
    assert not any("winning numbers were" in text for text in left_out(found, first))
    assert not any("next drawing" in text for text in left_out(found, first))


def test_words_that_hang_on_the_date_are_not_said_again_months_later() -> None:
    same = "The museum stays closed today because of the storm that is crossing the island now. "
    lasting = "The museum of navigation opened in 1911 and holds four hundred models of ships. "
    filler = [f"Room {n} shows the {n} voyages of captain Number{n} to the north." for n in "23456"]
    for text, said in ((same, set()), (lasting, {0})):
        first = article("a", "Storm hits", [text, *filler], "2023-01-02")
        second = article("b", "Other headline", [*filler, text, "New end of it all."], "2023-09-02")
        assert said_again(first, second) == said


def test_articles_that_share_a_gallery_alone_are_two_stories() -> None:
    captions = [f"{sentence} Photo {n}." for n, sentence in enumerate([*BODY, *BACKGROUND])]
    first = article("a", "Minister resigns", [f"The minister left on day {n}." for n in range(40)]
                    + captions, "2024-05-14")  # fmt: skip
    second = article("b", "Striker signs", [f"The striker scored {n} goals." for n in range(40)]
                     + captions, "2024-05-14")  # fmt: skip
    found = stories_of(first, second)
    assert not found.versions
    assert any("Photo" in text for one in (first, second) for text in left_out(found, one))


def test_identical_texts_are_evidence_once_whatever_their_dates() -> None:
    old, new, undated = quake("old", "2019-01-01"), quake("new"), quake("undated", None)
    found = stories_of(old, new, undated)
    assert found.versions["old"][0] == "new"
    for one in (old, undated):
        assert len(left_out(found, one)) == len(cut_passages(one))
        assert all(found.shown_by[p.id].startswith("new:") for p in cut_passages(one))
    assert not left_out(found, new)


def test_one_page_saved_twice_is_one_story() -> None:
    first = replace(quake(), url="http://www.example.org/quake/index.html?utm_source=feed")
    second = replace(
        quake("second", "2024-06-30"), url="https://example.org/quake",
        text="\n\n".join(["Other words now stand here at the top of the page.", *BODY]),
    )  # fmt: skip
    assert stories_of(first, second).versions["first"] == ("second", "first")
    elsewhere = replace(second, url="https://example.org/other")
    assert not stories_of(first, elsewhere).versions


def test_a_page_notice_saved_for_many_articles_is_no_story() -> None:
    notice = ["We use cookies to make this site work. Choose what you allow and press save.",
              "You can change your mind at any time in the privacy settings below."]  # fmt: skip
    titles = ["Volcano erupts", "Striker signs", "Budget passes", "Ferry sinks"]
    many = [article(f"n{n}", title, notice, f"2024-05-1{n}") for n, title in enumerate(titles)]
    found = stories_of(*many)
    assert not found.versions
    assert [len(left_out(found, one)) for one in many] == [1, 1, 1, 0]


def test_short_texts() -> None:
    one, same, other = (
        article(name, "Title", [text], "2024-05-14")
        for name, text in (("a", "Only this."), ("b", "ONLY this"), ("c", "Only that."))
    )
    (pair,) = compared(one, same, other)
    assert {pair.older, pair.newer} == {"a", "b"}
    assert pair.said_again == ((0, 0),)


def test_texts_without_a_word_are_similar_to_nothing() -> None:
    assert not compared(*(article(n, "T", ["… — !"], None) for n in "ab"))


def test_unicode_spelling_and_quotes_make_no_difference() -> None:
    text = "Señora Peña’s café in Đà Nẵng isn’t open, said the mayor of Łódź. " * 3
    other = text.replace("’", "'").replace("é", "e\u0301").replace("ñ", "n\u0303")
    assert np.array_equal(signature(text), signature(other))
    first, second = (article(n, "Café", [t], "2024-05-14") for n, t in (("a", text), ("b", other)))
    assert said_again(first, second) == {0}
    assert np.array_equal(
        signature("地震の被害 \U0001f600 x"), signature("地震の被害 \U0001f600 X")
    )


def test_newest_is_by_date_then_length_then_path() -> None:
    dated, undated = quake("dated", "2024-05-14"), quake("undated", None)
    longer = replace(quake("longer"), text=quake().text + "\n\nThe search went on into the night.")
    first, last = replace(dated, id="x", path="a.txt"), replace(dated, id="y", path="b.txt")
    assert stories_of(dated, undated).versions["dated"] == ("dated", "undated")
    assert stories_of(longer, dated).versions["dated"] == ("longer", "dated")
    assert stories_of(last, first).versions["x"] == ("y", "x")


def test_versions_of_versions_are_not_followed() -> None:
    members = [Member(name, f"2024-05-0{n}", 100, name) for n, name in enumerate("abc", 1)]
    pairs = [Pair("a", "b", 0.8, True, ((0, 0), (1, 1))), Pair("b", "c", 0.8, True, ((0, 2),))]
    found = stories(members, pairs)
    assert found.versions == {"c": ("c", "b"), "b": ("c", "b")}
    assert found.shown_by == {"a:0": "c:2", "a:1": "b:1", "b:0": "c:2"}


def test_pairs_of_an_update_complete_the_stored_ones() -> None:
    all_articles = [quake("a", "2024-05-14"), quake("b", "2024-05-15"), quake("c", "2024-05-16")]
    stored = compared(*all_articles[:2])
    added = compared(*all_articles, fresh=[2])
    members = [Member.of(one) for one in all_articles]
    assert stories(members, [*stored, *added]) == stories_of(*all_articles)
    # Article c is gone: its pairs count no more, and b shows its passages again.
    assert stories(members[:2], [*stored, *added]) == stories(members[:2], stored)


def test_every_passage_left_out_is_shown_by_one_that_is_not() -> None:
    versions = [
        article(f"v{n}", "Earthquake on Veltmark", [LEAD, *BODY[: 3 + n], *BACKGROUND[:n]],
                f"2024-05-1{n}") for n in range(5)
    ]  # fmt: skip
    found = stories_of(*versions)
    shown = {p.id for one in versions for p in cut_passages(one)} - set(found.shown_by)
    assert set(found.shown_by.values()) <= shown


def test_signature_is_the_same_in_every_process() -> None:
    text = quake().text
    assert signature(text).shape == (PERMUTATIONS,)
    command = (
        "import sys; from index.text.signatures import signature; "
        "print(signature(sys.argv[1]).sum())"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", command, text],
            env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert int(done.stdout) == signature(text).sum()


def test_estimate_is_near_the_jaccard_similarity() -> None:
    words = [f"word{n}" for n in range(1200)]
    one, other = " ".join(words[:1000]), " ".join(words[200:])
    ((_, _, estimate),) = similar(np.stack([signature(one), signature(other)]), np.array([0]))
    assert abs(estimate - 800 / 1200) < 0.13  # three standard errors


def test_only_pairs_with_a_fresh_article_come_back() -> None:
    signatures = np.stack([signature(quake().text)] * 4 + [signature("quite another text, this")])
    assert [pair[:2] for pair in similar(signatures, np.array([2]))] == [(0, 2), (1, 2), (2, 3)]
    assert not similar(signatures, np.array([], dtype=np.int64))


def test_thousands_of_alike_articles_give_bounded_pairs_in_bounded_time() -> None:
    base = np.tile(signature(quake().text), (4000, 1))
    noise = np.random.default_rng(1).random(base.shape) < 0.3
    base[noise] = np.random.default_rng(2).integers(2**32, size=int(noise.sum()), dtype=np.uint32)
    start = time.perf_counter()
    pairs = similar(base, np.arange(len(base)))
    assert time.perf_counter() - start < 10
    assert len(pairs) < 100 * len(base)
    assert {row for pair in pairs for row in pair[:2]} == set(range(4000))


def test_benchmark_runs_on_a_small_dump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = []
    for n, place in enumerate(("Veltmark", "Kessel", "Norholm")):
        text = "\n\n".join(one.replace("Veltmark", place) for one in [LEAD, *BODY, *BACKGROUND])
        made = {"url": f"https://example.org/{n}", "title": f"Quake on {place}", "text": text}
        lines.append(json.dumps({**made, "date": f"2024/05/1{n}"}))
    file = tmp_path / "articles-2024.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    monkeypatch.setattr(sys, "argv", ["duplicates", str(tmp_path)])
    benchmark.main()
    printed = capsys.readouterr().out
    assert "| articles | 3 |" in printed
    assert "| paragraphs reordered (same story) | 100.0% |" in printed
