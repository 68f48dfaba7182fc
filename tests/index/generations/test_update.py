"""An update does what the corpus asks for, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import PLACES, Newsroom, bridge

from index import Embedder
from index.errors import CorpusError, IndexUnavailableError
from index.generations.fold import to_fold
from index.generations.manifest import SegmentUse
from index.generations.rollback import roll_back
from index.vectors.embedding import Vectors


class CountingEmbedder(Embedder):
    """The real one, which remembers what it was asked for."""

    def __init__(self, real: Embedder) -> None:
        super().__init__()
        self._real = real
        self.embedded: list[str] = []

    def passages(self, texts: Sequence[str], *args: object) -> Vectors:
        self.embedded += texts
        return self._real.passages(texts)


@pytest.fixture
def newsroom(tmp_path: Path, embedder: Embedder) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path, CountingEmbedder(embedder))
    room.write_bridges()
    yield room


def embedded(room: Newsroom) -> list[str]:
    """What was embedded since this was last asked."""
    assert isinstance(room.embedder, CountingEmbedder)
    texts, room.embedder.embedded = room.embedder.embedded, []
    return texts


def test_words_answer_before_the_vectors_are_done(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    words, dense = newsroom.published
    assert (words.dense, dense.dense) == (0.0, 1.0)
    assert words.articles == dense.articles == 3
    assert dense.previous is None  # the first was only half of it


def test_an_update_without_changes_publishes_nothing(newsroom: Newsroom) -> None:
    first = newsroom.builder.build()
    again = newsroom.builder.update()
    assert again.plan.is_empty and again.plan.unchanged == 3
    assert not again.published
    assert again.manifest == first.manifest
    assert len(newsroom.published) == 2


def test_touching_a_file_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    (newsroom.corpus / "Amber.txt").touch()
    assert newsroom.builder.update().plan.is_empty


def test_articles_are_added_changed_and_removed(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    embedded(newsroom)
    newsroom.write("Dover.txt", bridge("Dover"))
    newsroom.write("Birch.txt", bridge("Birch", "Friday"))
    (newsroom.corpus / "Cedar.txt").unlink()
    planned = newsroom.builder.plan()
    plan = newsroom.builder.update().plan
    assert plan == planned
    assert (plan.added, plan.changed, plan.removed) == (
        ("Dover.txt",),
        ("Birch.txt",),
        ("Cedar.txt",),
    )
    assert plan.unchanged == 1
    assert len(embedded(newsroom)) == 2
    for found in (newsroom.found_by_words, newsroom.found_by_vectors):
        texts = " ".join(found("When did the bridge open?"))
        assert "Dover" in texts and "Friday" in texts and "Amber" in texts
        assert "Cedar" not in texts and texts.count("Birch Bridge") == 1


def test_a_dry_run_writes_nothing(newsroom: Newsroom) -> None:
    plan = newsroom.builder.plan()
    assert len(plan.added) == 3
    assert not newsroom.index_dir.exists()


def test_unchanged_passages_are_never_embedded_again(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    embedded(newsroom)
    newsroom.builder.build()  # starts over, but for the vectors
    assert embedded(newsroom) == []
    (newsroom.corpus / "Amber.txt").rename(newsroom.corpus / "renamed.txt")
    newsroom.builder.update()
    assert embedded(newsroom) == []
    (newsroom.corpus / "renamed.txt").unlink()
    newsroom.builder.update()
    newsroom.write("Amber.txt", bridge("Amber"))  # one that was taken out comes back
    newsroom.builder.update()
    assert embedded(newsroom) == []


def test_another_model_has_vectors_of_its_own(newsroom: Newsroom) -> None:
    class Other(CountingEmbedder):
        version = "another"

    newsroom.builder.build()
    newsroom.embedder = Other(newsroom.embedder)
    update = newsroom.builder.update()
    assert update.plan.is_empty and update.published
    assert len(embedded(newsroom)) == 3
    assert newsroom.published[-1].dense == 1.0


def test_a_large_segment_is_left_alone_and_small_ones_are_folded(newsroom: Newsroom) -> None:
    sizes = {"large": 40_000, "middling": 2_000, "small": 90}
    uses = [SegmentUse(name=n, articles=1, passages=p, held_articles=1) for n, p in sizes.items()]
    assert to_fold(uses, sizes, fresh=10) == ["small"]
    assert to_fold(uses, sizes, fresh=1_000) == ["small", "middling"]
    assert to_fold(uses, sizes, fresh=0) == []
    mostly_gone = [u.model_copy(update={"passages": u.passages // 3}) for u in uses]
    assert "large" in to_fold(mostly_gone, sizes, fresh=0)


def test_segments_stay_few(newsroom: Newsroom) -> None:
    for place in PLACES:
        newsroom.write(f"{place}.txt", bridge(place))
        newsroom.builder.update()
    assert len(newsroom.segments()) <= 2  # that of the generation before, too
    assert len(newsroom.found_by_vectors("bridge")) == 10


def test_rollback_returns_to_the_generation_before(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    with pytest.raises(IndexUnavailableError, match="nothing to go back to"):
        roll_back(newsroom.index_dir)
    before = newsroom.open().manifest
    newsroom.write("Dover.txt", bridge("Dover"))
    newsroom.builder.update()
    assert "Dover" in newsroom.found_by_words("Dover")[0]
    assert roll_back(newsroom.index_dir) == before
    assert newsroom.found_by_words("Dover") == []
    newsroom.builder.update()
    assert "Dover" in newsroom.found_by_words("Dover")[0]


def test_a_generation_that_a_reader_has_open_is_never_pruned(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    reader = newsroom.open()
    for day in ("Tuesday", "Wednesday", "Thursday", "Friday"):
        newsroom.write("Amber.txt", bridge("Amber", day))
        newsroom.builder.update()
    assert reader.folder.is_dir()
    question = newsroom.embedder.question("When did the Amber Bridge open?")
    assert "Monday" in reader.search_terms("Amber", 1)[0][0].text
    assert "Monday" in reader.search_vectors(question, 1)[0][0].text
    reader.close()
    newsroom.write("Amber.txt", bridge("Amber", "Saturday"))
    newsroom.builder.update()
    assert not reader.folder.exists()
    assert len(list((newsroom.index_dir / "generations").iterdir())) == 2
    assert len(list((newsroom.index_dir / "vectors").iterdir())) == 2


def test_an_empty_corpus_leaves_the_published_generation(newsroom: Newsroom) -> None:
    newsroom.builder.build()
    for file in newsroom.corpus.iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="no usable article"):
        newsroom.builder.update()
    assert len(newsroom.found_by_words("bridge")) == 3


def test_a_bad_file_costs_that_file_alone_and_is_named_until_it_is_mended(
    newsroom: Newsroom,
) -> None:
    newsroom.builder.build()
    (newsroom.corpus / "Amber.txt").write_bytes(b"\x00\x01\x02" * 100)
    plan = newsroom.builder.update().plan
    assert plan.removed == ("Amber.txt",)
    assert [s.path for s in plan.skipped] == ["Amber.txt"]
    again = newsroom.builder.update()
    assert not again.published and [s.path for s in again.plan.skipped] == ["Amber.txt"]
    newsroom.write("Amber.txt", bridge("Amber"))
    assert newsroom.builder.update().manifest.skipped == ()


def test_a_file_that_changes_while_it_is_read_keeps_what_was_known_of_it(
    newsroom: Newsroom,
) -> None:
    lines = [json.dumps({"title": p, "text": bridge(p), "id": p}) for p in PLACES[:2]]
    newsroom.write("dump.jsonl", "\n".join(lines))
    newsroom.builder.build()
    dump = newsroom.corpus / "dump.jsonl"
    newsroom.write("dump.jsonl", "\n".join(lines[1:]))

    def interfere(doing: str, done: int, total: int | None) -> None:
        if doing == "read":
            with dump.open("a", encoding="utf-8") as stream:
                stream.write("\n" + lines[0])

    update = replace(newsroom.builder, progress=interfere).update()
    assert update.plan.is_empty
    assert "changed while it was read" in update.plan.skipped[0].reason
    later = newsroom.builder.update()
    assert later.plan.skipped[0].reason.startswith("is the same as")  # that line, twice
    assert later.manifest.articles == 5


def test_the_same_story_is_evidence_once(newsroom: Newsroom) -> None:
    story = " ".join(
        f"Rescuers reached village {name} after the flood and counted {n} houses that had been "
        f"swept away by the river in the night."
        for n, name in enumerate(PLACES * 2, 11)
    )
    newsroom.write("one.txt", f"---\ndate: 2025-03-01\nsource: One\n---\nFlood in valley\n{story}")
    newsroom.write("two.txt", f"---\ndate: 2025-03-02\nsource: Two\n---\nValley flood\n{story}")
    newsroom.builder.build()
    generation = newsroom.open()
    found = generation.search_terms("flood village houses", 10)
    titles = {generation.store.article(p.article_id).title for p, _ in found}  # type: ignore[union-attr]
    assert titles == {"Valley flood"}
    newest = found[0][0].article_id
    assert [a.title for a in generation.other_versions(newest)] == ["Flood in valley"]
    generation.close()
    (newsroom.corpus / "two.txt").unlink()  # then the other one speaks again
    newsroom.builder.update()
    assert "Rescuers" in newsroom.found_by_words("flood village houses")[0]
