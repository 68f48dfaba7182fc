"""What a generation holds, file by file and article by article: what an update compares with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

from index.manifest import SkippedFile

FILE = "catalog.sqlite"

_SCHEMA = """
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, path TEXT NOT NULL, content_hash TEXT NOT NULL,
    segment TEXT NOT NULL, published TEXT
) WITHOUT ROWID;
CREATE INDEX articles_by_segment ON articles (segment);
CREATE TABLE skipped (file TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Entry:
    """A valid article: the file it came from and the path it is known by (a record of a dump has
    one of its own), its content's hash, the segment that holds it, and its date, ISO or None.
    """

    file: str
    path: str
    content_hash: str
    segment: str
    published: str | None


@dataclass(frozen=True)
class Catalog:
    """Every file that was read, by path, with its sha256; every valid article, by id; and what
    was skipped, by file.
    """

    files: dict[str, str]
    articles: dict[str, Entry]
    skipped: dict[str, tuple[SkippedFile, ...]]

    @classmethod
    def empty(cls) -> Catalog:
        """A catalog of nothing."""
        return cls({}, {}, {})

    @classmethod
    def read(cls, folder: Path) -> Catalog:
        """The catalog of the generation in `folder`. Raises sqlite3.Error when it is damaged."""
        with closing(_open(folder)) as connection:
            files = dict(connection.execute("SELECT path, sha256 FROM files"))
            articles = {
                id_: Entry(*rest)
                for id_, *rest in connection.execute(
                    "SELECT id, file, path, content_hash, segment, published FROM articles"
                )
            }
            skipped: dict[str, tuple[SkippedFile, ...]] = {}
            for file, path, reason in connection.execute("SELECT * FROM skipped ORDER BY rowid"):
                skipped[file] = (*skipped.get(file, ()), SkippedFile(path=path, reason=reason))
        return cls(files, articles, skipped)

    def write(self, folder: Path) -> None:
        """Write the catalog into the new generation's `folder`."""
        with closing(sqlite3.connect(folder / FILE)) as connection:
            connection.executescript(f"PRAGMA journal_mode = OFF; {_SCHEMA}")
            with connection:
                connection.executemany("INSERT INTO files VALUES (?, ?)", self.files.items())
                connection.executemany(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)",
                    ((id_, *astuple(entry)) for id_, entry in self.articles.items()),
                )
                connection.executemany(
                    "INSERT INTO skipped VALUES (?, ?, ?)",
                    (
                        (file, skipped.path, skipped.reason)
                        for file, all_skipped in self.skipped.items()
                        for skipped in all_skipped
                    ),
                )


def valid_articles(folder: Path, segment: str) -> set[str]:
    """The ids of the articles of `segment` that are valid in the generation in `folder`."""
    with closing(_open(folder)) as connection:
        found: Iterable[tuple[str]] = connection.execute(
            "SELECT id FROM articles WHERE segment = ?", (segment,)
        )
        return {id_ for (id_,) in found}


def _open(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{(folder / FILE).absolute().as_uri()}?mode=ro&immutable=1", uri=True
    )
