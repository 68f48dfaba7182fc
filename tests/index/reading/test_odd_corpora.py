"""Corpora that nobody would make on purpose."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from newsroom import PLACES, Newsroom, bridge

from index import Embedder
from index.reading.corpus_files import corpus_files


@pytest.fixture
def newsroom(tmp_path: Path, embedder: Embedder) -> Newsroom:
    room = Newsroom(tmp_path, embedder)
    room.write_bridges()
    return room


def lines(places: list[str], day: str) -> str:
    return "\n".join(
        json.dumps({"id": place, "title": place, "text": bridge(place, day)}) for place in places
    )


def test_an_index_within_the_corpus_is_not_read(newsroom: Newsroom) -> None:
    within = replace(newsroom.builder, index_dir=newsroom.corpus / "var" / "index")
    assert within.build().manifest.articles == 3
    assert within.update().plan.is_empty
    listed = [found[0] for found in corpus_files(newsroom.corpus, without=within.index_dir)]  # type: ignore[index]
    assert listed == ["Amber.txt", "Birch.txt", "Cedar.txt"]


def test_articles_of_different_files_with_the_same_id(newsroom: Newsroom) -> None:
    newsroom.write("dump.jsonl", lines(["a.txt", "b"], "Friday"))
    newsroom.write("dump.jsonl#a.txt", bridge("Dover"))
    update = newsroom.builder.build()
    assert update.manifest.articles == 5
    assert [s.reason for s in update.plan.skipped] == ["has the same id as dump.jsonl#a.txt"]


def test_files_whose_names_are_shown_alike(newsroom: Newsroom) -> None:
    for name in ("a\nb.txt", "a\\nb.txt"):
        (newsroom.corpus / name).write_text(bridge("Dover"), encoding="utf-8")
    (newsroom.corpus / ("x" * 251 + ".txt")).write_text(bridge("Elm"), encoding="utf-8")
    raw = os.path.join(os.fsencode(newsroom.corpus), b"caf\xe9.txt")  # noqa: PTH118
    Path(os.fsdecode(raw)).write_text(bridge("Fern"), encoding="utf-8")
    update = newsroom.builder.build()
    assert update.manifest.articles == 6
    assert [s.path for s in update.plan.skipped] == ["a\\nb.txt"]
    assert "same name" in update.plan.skipped[0].reason
    assert newsroom.builder.update().published is False


def test_a_dump_with_new_articles_that_changes_while_it_is_read(newsroom: Newsroom) -> None:
    newsroom.write("dump.jsonl", lines(PLACES[3:5], "Monday"))
    newsroom.builder.build()
    newsroom.write("dump.jsonl", lines(PLACES[3:6], "Friday"))

    def interfere(doing: str, done: int, total: int | None) -> None:
        if doing == "read":
            with (newsroom.corpus / "dump.jsonl").open("a", encoding="utf-8") as stream:
                stream.write("\n")

    newsroom.write("Amber.txt", bridge("Amber", "Sunday"))
    update = replace(newsroom.builder, progress=interfere).update()
    assert update.manifest.articles == update.manifest.passages == 5
    assert "Monday" in newsroom.found_by_words("Dover")[0]
    assert newsroom.builder.update().manifest.articles == 6
    assert "Friday" in newsroom.found_by_words("Dover")[0]
    assert len(newsroom.found_by_vectors("bridge")) == 6


def test_a_folder_that_cannot_be_read_keeps_its_articles(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.write("disk/Dover.txt", bridge("Dover"))
    newsroom.builder.build()
    newsroom.write("Elm.txt", bridge("Elm"))
    real = os.scandir

    def failing(path: Any) -> Any:
        if str(path).endswith("disk"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path)

    monkeypatch.setattr("os.scandir", failing)
    update = newsroom.builder.update()
    assert update.plan.removed == () and update.manifest.articles == 5
    assert [(s.path, s.reason) for s in update.plan.skipped] == [
        ("disk", "cannot be read (Input/output error)")
    ]
    monkeypatch.undo()
    (newsroom.corpus / "disk" / "Dover.txt").unlink()
    assert newsroom.builder.update().plan.removed == ("disk/Dover.txt",)


@pytest.mark.parametrize("text", ["...\n!!! ??? ---", "12\n34 56", "the\nof and the of", "😀\n😀"])
def test_an_article_without_a_word(newsroom: Newsroom, text: str) -> None:
    for file in newsroom.corpus.iterdir():
        file.unlink()
    newsroom.write("odd.txt", text)
    assert newsroom.builder.build().manifest.articles == 1
    assert newsroom.found_by_words("bridge") == []
    newsroom.write("Amber.txt", bridge("Amber"))
    newsroom.builder.update()
    assert "Amber" in newsroom.found_by_words("bridge")[0]


def test_an_article_as_long_as_can_be(newsroom: Newsroom) -> None:
    newsroom.write("long.txt", "A title\n" + "a" * 999_000)
    newsroom.write("dense.txt", "Another title\n" + "ab " * 20_000)
    assert newsroom.builder.build().manifest.articles == 5
    assert "Amber" in newsroom.found_by_words("Amber")[0]
