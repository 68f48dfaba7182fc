from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import Assistant
from index import Article, Builder, Embedder, Generation, open_published
from index.errors import AssistantError, CorpusError, IndexBusyError, IndexUnavailableError
from index.generations import publish
from index.scope import EVERYTHING, Scope


@pytest.fixture(scope="module")
def generation(assistant: Assistant, seed_index: Path) -> Generation:
    found = open_published(seed_index)
    assert found is not None
    return found


def test_both_sides_find_the_passage_that_names_him(
    generation: Generation, embedder: Embedder, article: Article
) -> None:
    by_terms = generation.search_terms("What did Healey say?", 3)
    by_vectors = generation.search_vectors(embedder.question("What did Healey say?"), 3)
    for hits in (by_terms, by_vectors):
        passage, score = hits[0]
        assert "John Healey" in passage.text
        assert score > 0
        assert article.text[passage.start : passage.end] == passage.text


def test_words_that_no_article_has_find_nothing(generation: Generation) -> None:
    assert generation.search_terms("xylophone", 5) == []


def test_titles_and_openings_are_had_without_the_articles(generation: Generation) -> None:
    [id_] = generation.some_articles_in(EVERYTHING, 5)
    [(same, title, opening)] = generation.store.openings([id_, "unknown"], 20)
    article = generation.store.article(id_)
    assert article is not None
    assert (same, title, opening) == (id_, article.title, article.text[:20])
    assert generation.some_articles_in(Scope(authors=("Nobody",)), 5) == []


def test_passages_with_all_terms_come_with_their_titles(generation: Generation) -> None:
    found = list(generation.texts_with(["barrot", "preced"]))
    assert [title for _, title, _ in found] == [generation.store.newest(1)[0].title]
    assert "Barrot" in found[0][2]
    assert list(generation.texts_with(["barrot", "tank"])) == []


def test_the_manifest_describes_the_generation(generation: Generation) -> None:
    manifest = generation.manifest
    assert (manifest.articles, manifest.passages, manifest.dense) == (1, 3, 1.0)
    assert manifest.embedding_model == "all-MiniLM-L6-v2"
    assert manifest.generation == generation.folder.name


def test_a_build_replaces_the_published_generation_and_keeps_the_one_before(
    index_copy: Path, tmp_path: Path, embedder: Embedder
) -> None:
    before = publish.current(index_copy)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Bridge opens\nThe bridge opened on Monday.", encoding="utf-8")
    manifest = Builder(corpus, index_copy, embedder).build().manifest
    after = publish.current(index_copy)
    assert after is not None and after != before
    assert before is not None and before.is_dir()
    assert manifest.articles == 1
    Builder(corpus, index_copy, embedder).build()
    assert not before.is_dir()
    assert len(list((index_copy / "generations").iterdir())) == 2


def test_a_failed_build_leaves_the_published_generation(
    index_copy: Path, tmp_path: Path, embedder: Embedder
) -> None:
    before = publish.current(index_copy)
    with pytest.raises(CorpusError):
        Builder(tmp_path / "nowhere", index_copy, embedder).build()
    assert publish.current(index_copy) == before


def test_a_killed_build_leaves_the_published_generation(
    index_copy: Path, embedder: Embedder
) -> None:
    """A build that dies half-way: its draft stays behind, and the next build sweeps it up."""
    before = publish.current(index_copy)
    code = (
        "import os, sys; from pathlib import Path; from index import Builder, segment;\n"
        "segment.np.save = lambda *a: os.kill(os.getpid(), 9)\n"
        "Builder(Path(sys.argv[1]), Path(sys.argv[2])).build()"
    )
    corpus = Path(__file__).parents[3] / "seeds"
    died = subprocess.run([sys.executable, "-c", code, str(corpus), str(index_copy)], check=False)
    assert died.returncode == -9
    assert publish.current(index_copy) == before
    assert len(list((index_copy / "segments").glob(".*"))) == 1
    Builder(corpus, index_copy, embedder).build()
    assert list((index_copy / "segments").glob(".*")) == []


def test_a_second_writer_is_told_who_writes(
    index_copy: Path, embedder: Embedder, root: Path
) -> None:
    with publish.writing(index_copy), pytest.raises(IndexBusyError, match=f"process {os.getpid()}"):
        Builder(root / "seeds", index_copy, embedder).build()


def test_removing_the_lock_file_lets_no_second_writer_in(
    index_copy: Path, embedder: Embedder, root: Path
) -> None:
    with publish.writing(index_copy):
        (index_copy / "lock").unlink()
        with pytest.raises(IndexBusyError):
            Builder(root / "seeds", index_copy, embedder).build()
    Builder(root / "seeds", index_copy, embedder).build()


def test_a_first_build_that_fails_ends_the_start_in_one_line(tmp_path: Path, root: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="no usable article"):
        Assistant.open(corpus=tmp_path / "empty", index_dir=tmp_path / "index", wait=False)
    # The vectors fail, and the words answer.
    (tmp_path / "index" / "ledger.sqlite" / "in the way").mkdir(parents=True)
    reader = Assistant.open(corpus=root / "seeds", index_dir=tmp_path / "index", wait=False)
    assert reader.ask("What did Healey say?").answered


def test_a_reader_sees_the_new_generation_at_its_next_question(
    index_copy: Path, tmp_path: Path, root: Path, embedder: Embedder
) -> None:
    reader = Assistant.open(corpus=root / "seeds", index_dir=index_copy)
    assert not reader.ask("When did the Harbour Bridge open?").answered
    corpus = Path(shutil.copytree(root / "seeds", tmp_path / "corpus"))
    (corpus / "bridge.txt").write_text(
        "Harbour Bridge opens\nThe Harbour Bridge opened on Monday, the mayor said.",
        encoding="utf-8",
    )
    Builder(corpus, index_copy, embedder).build()
    answer = reader.ask("When did the Harbour Bridge open?")
    assert answer.answered and "on Monday" in answer.text


def test_another_embedding_model_is_told_from_the_index_s(
    index_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "another-model")
    with pytest.raises(IndexUnavailableError, match="set ASSISTANT_EMBEDDING_MODEL=all-MiniLM"):
        Assistant.open(index_dir=index_copy)


def test_a_broken_new_generation_leaves_the_old_one_answering(
    index_copy: Path, root: Path, embedder: Embedder
) -> None:
    reader = Assistant.open(index_dir=index_copy)
    assert reader.ask("What did Healey say?").answered
    Builder(root / "seeds", index_copy, embedder).build()
    folder = publish.current(index_copy)
    assert folder is not None
    damage(folder, "store")
    assert reader.ask("What did Healey say?").answered


def damage(folder: Path, what: str) -> None:
    index_dir = folder.parents[1]
    (segment,) = (index_dir / "segments" / s["name"] for s in segments_of(folder))
    (vectors,) = (index_dir / "vectors" / s["vectors"] for s in segments_of(folder))
    if what == "newer":
        manifest = json.loads((folder / "manifest.json").read_text())
        changed = {"format": 99, "generation": manifest["generation"]}  # with other fields
        (folder / "manifest.json").write_text(json.dumps(changed))
    elif what == "older":
        (folder / "manifest.json").write_text(json.dumps({"format": 1}))
    elif what == "manifest":
        (folder / "manifest.json").write_text("{")
    elif what == "store":
        (segment / "articles.sqlite").write_bytes(b"not a database" * 100)
    elif what == "terms":
        shutil.rmtree(segment / "terms")
    elif what == "vectors":
        (vectors / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    else:
        shutil.rmtree(folder)


def segments_of(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "manifest.json").read_text())["segments"]
    return found


@pytest.mark.parametrize(
    ("what", "line", "command"),
    [
        ("newer", "made by a newer version", "build"),
        ("older", "made by an older version", "update"),
        ("manifest", "damaged", "update"),
        ("store", "damaged", "update"),
        ("terms", "damaged", "update"),
        ("vectors", "damaged", "update"),
        ("all", "not there", "update"),
    ],
)
def test_an_unusable_index_is_one_line_that_says_what_to_do(
    index_copy: Path, what: str, line: str, command: str
) -> None:
    folder = publish.current(index_copy)
    assert folder is not None
    damage(folder, what)
    with pytest.raises(IndexUnavailableError, match=line) as caught:
        Assistant.open(index_dir=index_copy)
    assert f"assistant index {command}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unwritable_place_is_one_line(tmp_path: Path, root: Path, embedder: Embedder) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(AssistantError, match="cannot be written"):
        Builder(root / "seeds", tmp_path / "file", embedder).build()
