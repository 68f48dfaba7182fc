"""What the disk or a careless hand does to a published index: readers are told in one line, and
the next update mends it.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import Newsroom, bridge

from index.errors import IndexUnavailableError
from index.generations import publish
from index.generations.rollback import roll_back


def only(folder: Path, pattern: str, of: str) -> Path:
    """The one file of that pattern that the published generation uses."""
    (found,) = (path for path in folder.glob(pattern) if of in str(path))
    return found


def garbage(file: Path) -> None:
    file.write_bytes(b"\x99garbage" * 1000)


def open_bracket(file: Path) -> None:
    """A head of numpy's that is no whole line of Python."""
    file.write_bytes(file.read_bytes().replace(b")", b"("))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


PARTS = {
    "articles": "segments/*/articles.sqlite",
    "rows": "segments/*/terms/rows.npy",
    "spellings": "segments/*/terms/terms.txt",
    "lengths": "segments/*/terms/lengths.npy",
    "vectors": "vectors/*/chroma.sqlite3",
    "catalog": "generations/*/catalog.sqlite",
    "manifest": "generations/*/manifest.json",
}


def damage(room: Newsroom, part: str, how: Callable[[Path], None]) -> None:
    generation = room.open()
    generation.close()
    (use,) = generation.manifest.segments
    of = generation.name if PARTS[part].startswith("generations") else use.name
    how(only(room.index_dir, PARTS[part], of))


@pytest.mark.parametrize(
    ("part", "how"),
    [
        *((part, garbage) for part in PARTS),
        *((part, how) for how in (cut, empty, Path.unlink) for part in ("rows", "vectors")),
        ("spellings", cut),
        ("lengths", open_bracket),
        ("articles", empty),
        ("catalog", cut),
    ],
)
def test_an_update_mends_any_part_that_is_damaged(
    newsroom: Newsroom, part: str, how: Callable[[Path], None]
) -> None:
    damage(newsroom, part, how)
    try:
        newsroom.open().close()
    except IndexUnavailableError as error:
        assert "assistant index update" in str(error) and "\n" not in str(error)
    newsroom.builder.update()
    assert "Tuesday" in newsroom.found_by_words("Amber")[0]
    assert len(newsroom.found_by_vectors("When did the bridge open?")) == 3
    assert newsroom.builder.update().published is False


@pytest.mark.parametrize("part", PARTS)
def test_what_is_damaged_does_not_end_an_update_that_has_work_to_do(
    newsroom: Newsroom, part: str
) -> None:
    damage(newsroom, part, garbage)
    newsroom.write("Dover.txt", bridge("Dover"))
    update = newsroom.builder.update()
    assert update.manifest.articles == 4
    assert (update.damage is None) == (part == "vectors")  # those alone cost nothing else
    assert len(newsroom.found_by_vectors("When did the bridge open?")) == 4


def test_a_ledger_that_is_damaged_within_is_worked_out_again(newsroom: Newsroom) -> None:
    file = newsroom.index_dir / publish.LEDGER
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x99" * (len(content) - 4096)  # its first page, and so its schema, is whole
    file.write_bytes(content)
    newsroom.write("Dover.txt", bridge("Dover"))
    newsroom.builder.update()
    assert len(newsroom.found_by_vectors("When did the bridge open?")) == 4


@pytest.mark.parametrize("pointer", ["", ".", "..", "../segments", "x" * 5000, "\0", "\n\n"])
def test_a_pointer_to_nothing_is_one_line_and_is_mended(newsroom: Newsroom, pointer: str) -> None:
    (newsroom.index_dir / "current").write_text(pointer)
    with pytest.raises(IndexUnavailableError, match="make it whole with `assistant index update`"):
        newsroom.open()
    update = newsroom.builder.update()
    assert not update.published and "current names a generation" in update.mended[0]
    assert "Tuesday" in newsroom.found_by_words("Amber")[0]


def test_rollback_does_not_go_back_to_what_cannot_be_read(newsroom: Newsroom) -> None:
    before = publish.generation_before(newsroom.index_dir)
    assert before is not None
    garbage(newsroom.index_dir / "generations" / before / "catalog.sqlite")
    with pytest.raises(IndexUnavailableError, match="damaged"):
        roll_back(newsroom.index_dir)
    assert "Tuesday" in newsroom.found_by_words("Amber")[0]


def test_a_reader_of_an_index_that_it_cannot_write(newsroom: Newsroom) -> None:
    """As on a read-only mount, which takes the right to mount."""
    place = newsroom.folder / "read-only"
    place.mkdir()
    bind = ("mount", "--bind", str(newsroom.index_dir), str(place))
    if os.geteuid() != 0 or subprocess.run(bind, check=False, capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        subprocess.run(("mount", "-o", "remount,ro,bind", str(place)), check=True)
        reader = Newsroom(newsroom.folder, newsroom.embedder)
        (newsroom.folder / "index").rename(newsroom.folder / "hidden")
        (newsroom.folder / "index").symlink_to(place)
        assert "Tuesday" in reader.found_by_words("Amber")[0]
        assert len(reader.found_by_vectors("When did the bridge open?")) == 3
    finally:
        subprocess.run(("umount", str(place)), check=True)
