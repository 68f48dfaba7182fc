"""Every file of an index has a checksum: what is damaged is named, never used, and made again."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from crashing import Crashing
from newsroom import Newsroom

from benchmarks import damage
from index import Embedder, open_published
from index.errors import AssistantError, IndexDamagedError, IndexUnavailableError
from index.generations import publish, sums
from index.generations.inspection import inspect
from index.generations.rollback import roll_back
from index.vectors.embedded_vectors import EmbeddedVectors

# All ten flips are tried by `python -m benchmarks.damage`.
_FLIPS = 2
_FILES = """
    current ledger.sqlite lock generations/catalog.sqlite generations/manifest.json
    segments/articles.sqlite segments/signatures.npy segments/terms.txt segments/ends.npy
    segments/first.npy segments/rows.npy segments/counts.npy segments/lengths.npy
    vectors/chroma.sqlite3 vectors/data_level0.bin vectors/header.bin vectors/length.bin
    vectors/link_lists.bin
""".split()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> damage.Index:
    folder = tmp_path_factory.mktemp("whole")
    return damage.Index.make(folder, embedder, damage.passages(embedder))


def test_the_matrix_has_every_file(whole: damage.Index) -> None:
    assert sorted(damage.kind(file) for file in whole.files) == sorted(_FILES)


@pytest.mark.parametrize("how", damage.damages(_FLIPS), ids=lambda how: how.name)
@pytest.mark.parametrize("kind", _FILES)
def test_a_damaged_file_misleads_nobody_and_is_mended(
    whole: damage.Index, kind: str, how: damage.Damage
) -> None:
    (file,) = (file for file in whole.files if damage.kind(file) == kind)
    outcome = whole.outcome(file, how)
    assert outcome.is_good, outcome
    if outcome.at_first == "named":
        assert "is damaged" in outcome.said or "no index" in outcome.said


def current(room: Newsroom) -> Path:
    folder = publish.current(room.index_dir)
    assert folder is not None
    return folder


def in_segment(room: Newsroom, name: str) -> Path:
    generation = room.open()
    generation.close()
    (use,) = generation.manifest.segments
    return room.index_dir / publish.SEGMENTS / use.name / name


def flip(file: Path, place: int = -5) -> None:
    """Flip a bit as a disk does: nothing else tells of it."""
    found = file.stat()
    content = bytearray(file.read_bytes())
    content[place] ^= 4
    file.write_bytes(content)
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def faults(room: Newsroom) -> tuple[str, ...]:
    found = inspect(room.index_dir)
    assert found is not None
    return found.faults


def test_a_whole_index_has_no_faults_however_often_it_is_read(newsroom: Newsroom) -> None:
    for _ in range(2):
        assert newsroom.found_by_vectors("When did the bridge open?")
        assert faults(newsroom) == ()


def test_no_file_is_empty_and_none_is_without_a_checksum(newsroom: Newsroom) -> None:
    generation = newsroom.open()
    generation.close()
    (use,) = generation.manifest.segments
    for folder, its_sums, others in (
        (current(newsroom), generation.manifest.files, {"manifest.json"}),
        (newsroom.index_dir / publish.SEGMENTS / use.name, use.files, set()),
    ):
        files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
        assert files.keys() == {found.path for found in its_sums} | others
        assert all(path.stat().st_size for path in files.values())


def test_an_edited_article_is_not_quoted(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "_SMALL", 0)  # as in a large index
    with (
        closing(sqlite3.connect(in_segment(newsroom, "articles.sqlite"))) as connection,
        connection,
    ):
        connection.execute("UPDATE articles SET text = replace(text, 'Monday', 'Sunday')")
    with pytest.raises(IndexDamagedError, match=r"articles\.sqlite is not as it was written"):
        newsroom.open()
    assert newsroom.builder.update().damage is not None
    assert not any("Sunday" in text for text in newsroom.found_by_words("bridge"))


def test_what_an_opening_of_a_large_file_cannot_see_the_status_and_the_update_do(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = in_segment(newsroom, "terms/rows.npy")
    flip(rows)
    monkeypatch.setattr(sums, "_SMALL", 0)
    newsroom.open().close()
    assert faults(newsroom)[0].endswith("terms/rows.npy is not as it was written")
    update = newsroom.builder.update()
    assert "rows.npy is not as it was written" in (update.damage or "")
    assert faults(newsroom) == ()


def test_a_copy_that_lost_its_times_answers_and_gets_them_back(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [path for path in newsroom.index_dir.rglob("*") if path.is_file()]
    times = {path: path.stat().st_mtime_ns for path in files}
    for path in files:
        os.utime(path)
    monkeypatch.setattr(sums, "_SMALL", 0)
    assert "Tuesday" in newsroom.found_by_words("Amber")[0]
    assert not newsroom.builder.update().published
    terms = in_segment(newsroom, "terms/rows.npy")
    assert terms.stat().st_mtime_ns == times[terms]


def test_lost_vectors_are_made_again_from_the_ledger_and_it_is_said(newsroom: Newsroom) -> None:
    generation = newsroom.open()
    generation.close()
    (use,) = generation.manifest.segments
    flip(newsroom.index_dir / publish.VECTORS / str(use.vectors) / "chroma.sqlite3", 50_000)
    with pytest.raises(IndexDamagedError, match=r"chroma\.sqlite3 is not as it was written"):
        newsroom.open()
    newsroom.embedder = Unused()
    update = newsroom.builder.update()
    assert update.damage is None and "vectors were made again" in update.mended[0]
    assert len(update.manifest.segments) == 1 and update.manifest.dense == 1
    roll_back(newsroom.index_dir)  # what was before the damage is kept
    newsroom.open().close()


@pytest.mark.parametrize(("count", "all_of_it"), [(7, False), (1_100, True)])
def test_opening_vectors_leaves_every_file_that_has_a_checksum(
    tmp_path: Path, count: int, all_of_it: bool
) -> None:
    vectors = np.random.default_rng(1).normal(size=(count, 384)).astype(np.float32)
    home = EmbeddedVectors(tmp_path)
    sums = home.write("some", count, iter([vectors]))
    assert sums is not None and sums.all is all_of_it
    assert "chroma.sqlite3" in {found.path for found in sums.files}
    for _ in range(3):
        opened = home.open("some", sums)
        assert opened.search(vectors[3], 1, None)[0][0] == 3
        opened.close()
        assert home.faults("some", count, sums) == []
    largest = max(sums.files, key=lambda found: found.size)
    flip(tmp_path / "some" / largest.path)
    assert len(home.faults("some", count, sums)) == 1


class Unused(Embedder):
    """Stands where nothing may have to be embedded."""

    def passages(self, texts: object, progress: object = None) -> np.ndarray:  # type: ignore[override]
        raise AssertionError("nothing had to be embedded")


class Counting(Embedder):
    """Counts the texts that are embedded."""

    count = 0

    def passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.count += len(texts)
        return super().passages(texts, progress)


def test_a_damaged_vector_of_the_ledger_is_never_used(newsroom: Newsroom) -> None:
    question = "When did the bridge open?"
    before = newsroom.found_by_vectors(question)
    file = newsroom.index_dir / publish.LEDGER
    with closing(sqlite3.connect(file)) as connection:
        (vector,) = connection.execute("SELECT vector FROM digested LIMIT 1").fetchone()
    content = file.read_bytes()
    place = content.index(vector[:64])
    file.write_bytes(content[: place + 9] + b"\xff" + content[place + 10 :])
    assert faults(newsroom) == ("ledger.sqlite: 1 vectors are not as they were written",)
    newsroom.embedder = counting = Counting()
    newsroom.builder.build()
    assert counting.count == 1
    assert newsroom.found_by_vectors(question) == before
    assert faults(newsroom) == ()


def test_an_update_with_nothing_else_to_do_mends_the_ledger(newsroom: Newsroom) -> None:
    file = newsroom.index_dir / publish.LEDGER
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE digested SET vector = zeroblob(768)")
    update = newsroom.builder.update()
    assert not update.published
    assert update.mended == ("ledger.sqlite was rid of 4 damaged vectors",)
    assert faults(newsroom) == () and newsroom.builder.update().mended == ()


def older(room: Newsroom) -> None:
    """Make the index look as the version before this one left it."""
    manifest = current(room) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 3}))
    raw = json.loads(manifest.read_text())
    del raw["sha256"], raw["files"]
    for segment in raw["segments"]:
        del segment["files"], segment["vector_sums"]
    manifest.write_text(json.dumps(raw))
    (current(room) / "held").touch()
    with closing(sqlite3.connect(room.index_dir / publish.LEDGER)) as connection, connection:
        connection.execute(
            "CREATE TABLE vectors (model TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, "
            "PRIMARY KEY (model, key)) WITHOUT ROWID"
        )
        connection.execute("INSERT INTO vectors SELECT model, key, vector FROM digested")
        connection.execute("DROP TABLE digested")


def test_an_index_of_the_version_before_is_made_anew_once_with_its_vectors(
    newsroom: Newsroom,
) -> None:
    older(newsroom)
    with pytest.raises(IndexUnavailableError, match=r"older version.*`assistant index update`"):
        newsroom.open()
    newsroom.embedder = Unused()
    update = newsroom.builder.update()
    assert update.damage == "an older version of this program had made the index"
    assert len(update.manifest.segments) == 1 and faults(newsroom) == ()
    assert not newsroom.builder.update().published


def test_rollback_leaves_a_damaged_generation_for_the_whole_one_before(newsroom: Newsroom) -> None:
    before = publish.generation_before(newsroom.index_dir)
    (current(newsroom) / "manifest.json").write_bytes(b"\x99")
    with pytest.raises(IndexDamagedError, match=r"manifest\.json is not as it was written"):
        newsroom.open()
    assert roll_back(newsroom.index_dir).generation == before
    assert "Monday" in newsroom.found_by_words("Amber")[0]


@pytest.mark.parametrize("pointer", ["20200101T000000000000", None])
def test_a_lost_pointer_costs_nothing(newsroom: Newsroom, pointer: str | None) -> None:
    was = publish.current(newsroom.index_dir)
    file = newsroom.index_dir / publish.POINTER
    if pointer is None:
        file.unlink()
    else:
        file.write_text(pointer)
    newsroom.embedder = Unused()
    update = newsroom.builder.update()
    assert not update.published and "answers again" in update.mended[0]
    assert publish.current(newsroom.index_dir) == was
    assert roll_back(newsroom.index_dir)


def test_rollback_looks_at_all_of_what_it_goes_back_to(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publish.generation_before(newsroom.index_dir)
    assert before is not None
    flip(newsroom.index_dir / publish.GENERATIONS / before / "catalog.sqlite")
    monkeypatch.setattr(sums, "_SMALL", 0)
    with pytest.raises(IndexDamagedError, match=r"catalog\.sqlite is not as it was written"):
        roll_back(newsroom.index_dir)
    assert "Tuesday" in newsroom.found_by_words("Amber")[0]


def test_a_full_disk_at_the_first_build_does_not_claim_that_something_answers(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    crashing = Crashing(newsroom.corpus, tmp_path / "new")
    try:
        said = crashing.run(file_size=500)
    finally:
        crashing.close()
    assert said.startswith("1 IndexWriteError")
    assert "nothing has been published yet" in said and "still answers" not in said


@pytest.fixture
def forbidden(published: Newsroom) -> Iterator[Newsroom]:
    """A copy that another user may read, for root may read everything."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(shutil.copytree(published.folder, Path(place) / "room"))
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, 65534, 65534)
        yield Newsroom(folder, published.embedder)
        for path in folder.rglob("*"):
            path.chmod(0o755)


def said_without_rights(do: Callable[[], object]) -> str:
    """What `do` says in a process that is not root's."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = "nothing"
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            do()
        except AssistantError as error:
            said = str(error)
        except BaseException as error:
            said = f"a traceback: {error!r}"
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    os.waitpid(pid, 0)
    return said


def complain(room: Newsroom) -> None:
    """Raise what an inspection finds."""
    for fault in faults(room):
        raise AssistantError(fault)


@pytest.mark.parametrize("part", ["generations", "segments", "vectors", "."])
def test_a_folder_without_rights_is_one_line_that_names_it(forbidden: Newsroom, part: str) -> None:
    folder = forbidden.index_dir / part
    forbidden.builder.update()  # so that all that it imports is there, to whom may not read it too
    folder.chmod(0)
    for do in (
        lambda: open_published(forbidden.index_dir),
        forbidden.builder.update,
        lambda: roll_back(forbidden.index_dir),
    ):
        said = said_without_rights(do)
        assert "Permission denied): check its permissions" in said, said
        assert part in said and "[Errno" not in said and "\n" not in said
    assert "Permission denied" in said_without_rights(lambda: complain(forbidden))
    folder.chmod(0o755)
    assert "Tuesday" in forbidden.found_by_words("Amber")[0]


def test_a_generation_without_rights_is_one_line_too(forbidden: Newsroom) -> None:
    forbidden.builder.update()
    current(forbidden).chmod(0)
    for do in (lambda: open_published(forbidden.index_dir), lambda: complain(forbidden)):
        said = said_without_rights(do)
        assert "Permission denied): check its permissions" in said, said
