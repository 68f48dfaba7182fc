"""What a generation holds, file by file and article by article: what an update compares with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

from index.generations.manifest import SkippedFile
from index.text.duplicates import Member, Pair
from index.text.stories import stories

FILE = "catalog.sqlite"

_SCHEMA = """
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, path TEXT NOT NULL, content_hash TEXT NOT NULL,
    segment TEXT NOT NULL, length INTEGER NOT NULL, published TEXT
) WITHOUT ROWID;
CREATE INDEX articles_by_segment ON articles (segment);
CREATE TABLE pairs (
    older TEXT NOT NULL, newer TEXT NOT NULL, jaccard REAL NOT NULL, one_story INTEGER NOT NULL,
    said_again TEXT NOT NULL
);
CREATE TABLE versions (
    article_id TEXT NOT NULL, place INTEGER NOT NULL, version TEXT NOT NULL,
    PRIMARY KEY (article_id, place)
) WITHOUT ROWID;
CREATE TABLE said_again (
    article_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE TABLE skipped (file TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Entry:
    """A valid article: the file it came from and the path it is known by (a record of a dump has
    one of its own), its content's hash, the segment that holds it, its text's length in characters
    and its date, ISO or None.
    """

    file: str
    path: str
    content_hash: str
    segment: str
    length: int
    published: str | None


@dataclass(frozen=True)
class Catalog:
    """Every file that was read, by path, with its sha256; every valid article, by id; what was
    skipped, by file; and the pairs of articles that share much text.
    """

    files: dict[str, str]
    articles: dict[str, Entry]
    skipped: dict[str, tuple[SkippedFile, ...]]
    pairs: tuple[Pair, ...] = ()

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
                    "SELECT id, file, path, content_hash, segment, length, published FROM articles"
                )
            }
            skipped: dict[str, tuple[SkippedFile, ...]] = {}
            for file, path, reason in connection.execute("SELECT * FROM skipped ORDER BY rowid"):
                skipped[file] = (*skipped.get(file, ()), SkippedFile(path=path, reason=reason))
            pairs = tuple(
                Pair(older, newer, jaccard, bool(one_story), _positions(said_again))
                for older, newer, jaccard, one_story, said_again in connection.execute(
                    "SELECT * FROM pairs ORDER BY rowid"
                )
            )
        return cls(files, articles, skipped, pairs)

    def write(self, folder: Path) -> None:
        """Write the catalog into the new generation's `folder`."""
        with closing(sqlite3.connect(folder / FILE)) as connection:
            connection.executescript(f"PRAGMA journal_mode = OFF; {_SCHEMA}")
            with connection:
                connection.executemany("INSERT INTO files VALUES (?, ?)", self.files.items())
                connection.executemany(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
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
                connection.executemany(
                    "INSERT INTO pairs VALUES (?, ?, ?, ?, ?)",
                    (
                        (p.older, p.newer, p.jaccard, p.one_story, json.dumps(p.said_again))
                        for p in self.pairs
                    ),
                )
                self._write_stories(connection)

    def _write_stories(self, connection: sqlite3.Connection) -> None:
        told = stories(
            (Member(id_, e.published, e.length, e.path) for id_, e in self.articles.items()),
            self.pairs,
        )
        connection.executemany(
            "INSERT INTO versions VALUES (?, ?, ?)",
            (
                (article_id, place, version)
                for article_id, versions in told.versions.items()
                for place, version in enumerate(versions)
            ),
        )
        passages = (passage.rpartition(":") for passage in told.shown_by)
        connection.executemany(
            "INSERT INTO said_again VALUES (?, ?)",
            ((article_id, int(position)) for article_id, _, position in passages),
        )


def valid_articles(folder: Path, segment: str) -> set[str]:
    """The ids of the articles of `segment` that are valid in the generation in `folder`."""
    with closing(_open(folder)) as connection:
        found: Iterable[tuple[str]] = connection.execute(
            "SELECT id FROM articles WHERE segment = ?", (segment,)
        )
        return {id_ for (id_,) in found}


def passages_said_again(folder: Path) -> list[tuple[str, int]]:
    """The passages, as article id and position, that a newer article says as well."""
    with closing(_open(folder)) as connection:
        return list(connection.execute("SELECT article_id, position FROM said_again"))


def versions_of(folder: Path, article_id: str) -> tuple[str, ...]:
    """The ids of all versions of that article's story, newest first; none if it is the only."""
    with closing(_open(folder)) as connection:
        found = connection.execute(
            "SELECT version FROM versions WHERE article_id = ? ORDER BY place", (article_id,)
        )
        return tuple(version for (version,) in found)


def _positions(said_again: str) -> tuple[tuple[int, int], ...]:
    return tuple((position, again) for position, again in json.loads(said_again))


def _open(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{(folder / FILE).absolute().as_uri()}?mode=ro&immutable=1", uri=True)
