"""The articles of a segment and where their passages lie, in one SQLite file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from index.article import Article
from index.text.analysis import KEY_BYTES, Analysis
from index.text.passages import Passage
from index.text.vocabulary import WordForm

_SCHEMA = """
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
    path TEXT NOT NULL, published TEXT, authors TEXT NOT NULL, source TEXT, url TEXT
);
CREATE INDEX articles_by_date ON articles (published);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, article_id TEXT NOT NULL, position INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, key BLOB NOT NULL
);
CREATE UNIQUE INDEX passages_by_article ON passages (article_id, position);
CREATE TABLE words (
    form TEXT PRIMARY KEY, term TEXT NOT NULL, spelling TEXT NOT NULL,
    count INTEGER NOT NULL, capitalised INTEGER NOT NULL, small INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX words_by_term ON words (term);
"""
_ARTICLE = "id, title, text, path, published, authors, source, url"
_WORD = "form, term, spelling, count, capitalised, small"


class StoreWriter:
    """Writes a new store, a batch of articles after another.

    The file is nobody's before its segment is complete, so it is written without a journal.
    """

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA} BEGIN"
        )
        self.articles = 0
        self.passages = 0

    def add(self, found: Analysis) -> None:
        """Write articles and their passages; both get their rows in the order they come in."""
        self._connection.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (row, *_row_of_article(article))
                for row, article in enumerate(found.articles, self.articles)
            ),
        )
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
            (
                (row, *passage)
                for row, passage in enumerate(_rows_of_passages(found), self.passages)
            ),
        )
        self.articles += len(found.articles)
        self.passages += len(found.spans)

    def finish(self, words: Iterable[WordForm]) -> None:
        """Write the words, and close the file."""
        self._connection.executemany(
            "INSERT INTO words VALUES (?, ?, ?, ?, ?, ?)", (astuple(word) for word in words)
        )
        self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let go of the file, whole or not."""
        self._connection.close()


class ArticleStore:
    """Reads one segment's articles, passages and words; safe to use from many threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()

    def article(self, article_id: str) -> Article | None:
        """The article with that id, or None."""
        row = self._connection.execute(
            f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return _article_of_row(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Every article, by row."""
        for row in self._connection.execute(f"SELECT {_ARTICLE} FROM articles ORDER BY row"):
            yield _article_of_row(row)

    def ids(self) -> list[str]:
        """Every article's id, by row."""
        found = self._connection.execute("SELECT id FROM articles ORDER BY row")
        return [id_ for (id_,) in found]

    def facets(self) -> Iterator[tuple[str, str | None, tuple[str, ...], str | None, str | None]]:
        """Every article's id, date, authors, source and address, by row."""
        for id_, published, authors, source, url in self._connection.execute(
            "SELECT id, published, authors, source, url FROM articles ORDER BY row"
        ):
            yield id_, published, tuple(json.loads(authors)), source, url

    def article_rows(self) -> list[int]:
        """The row of each passage's article, by the passage's row."""
        found = self._connection.execute(
            "SELECT a.row, p.row FROM articles a JOIN passages p ON p.article_id = a.id"
        ).fetchall()
        rows = [0] * len(found)
        for article, passage in found:
            rows[passage] = article
        return rows

    def newest(self) -> Iterator[str]:
        """The articles' ids, newest first, undated ones last."""
        for (id_,) in self._connection.execute(
            "SELECT id FROM articles ORDER BY published DESC, path"
        ):
            yield id_

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article, in order."""
        found = self._passages("p.article_id = ? ORDER BY p.position", [article_id])
        return [passage for _, passage in found]

    def passages_by_row(self, rows: Sequence[int]) -> dict[int, Passage]:
        """The passages with those rows; unknown rows are left out."""
        return dict(self._passages(f"p.row IN ({_marks(rows)})", rows))

    def rows_of(self, article_ids: Sequence[str]) -> list[int]:
        """The rows of the passages of those articles."""
        rows: list[int] = []
        for start in range(0, len(article_ids), 10_000):
            some = article_ids[start : start + 10_000]
            rows += [
                row
                for (row,) in self._connection.execute(
                    f"SELECT row FROM passages WHERE article_id IN ({_marks(some)})", some
                )
            ]
        return rows

    def row_of(self, article_id: str, position: int) -> int | None:
        """The row of one passage, or None when there is none."""
        found = self._connection.execute(
            "SELECT row FROM passages WHERE article_id = ? AND position = ?",
            (article_id, position),
        ).fetchone()
        return int(found[0]) if found else None

    def passage_keys(self) -> list[bytes]:
        """The keys of the passages' texts to embed, by row."""
        return [key for (key,) in self._connection.execute("SELECT key FROM passages ORDER BY row")]

    def texts(self, rows: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """For each of those passages its row, its article's title and its text."""
        yield from self._connection.execute(
            "SELECT p.row, a.title, substr(a.text, p.start + 1, p.end - p.start) "
            "FROM passages p JOIN articles a ON a.id = p.article_id "
            f"WHERE p.row IN ({_marks(rows)})",
            tuple(rows),
        )

    def openings(self, article_ids: Sequence[str], length: int) -> Iterator[tuple[str, str, str]]:
        """For each of those articles that is there its id, title and first `length` characters."""
        for start in range(0, len(article_ids), 10_000):
            some = article_ids[start : start + 10_000]
            yield from self._connection.execute(
                f"SELECT id, title, substr(text, 1, ?) FROM articles WHERE id IN ({_marks(some)})",
                (length, *some),
            )

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        ).fetchone()
        return int(row[0]), int(row[1])

    def words(self, terms: Sequence[str]) -> list[WordForm]:
        """The forms in the segment of those terms."""
        rows = self._connection.execute(
            f"SELECT {_WORD} FROM words WHERE term IN ({_marks(terms)})", tuple(terms)
        )
        return [WordForm(*row) for row in rows]

    def words_like(self, first: str, shortest: int, longest: int) -> list[WordForm]:
        """The forms that begin with `first` and have `shortest` to `longest` letters."""
        rows = self._connection.execute(
            f"SELECT {_WORD} FROM words "
            "WHERE form >= ? AND form < ? AND length(form) BETWEEN ? AND ?",
            (first, first + "\U0010ffff", shortest, longest),
        )
        return [WordForm(*row) for row in rows]

    def _passages(
        self, where: str, values: Sequence[int] | Sequence[str]
    ) -> Iterator[tuple[int, Passage]]:
        # substr counts characters from 1, as Python's offsets count them from 0.
        for row, article_id, position, start, end, text in self._connection.execute(
            "SELECT p.row, p.article_id, p.position, p.start, p.end, "
            "substr(a.text, p.start + 1, p.end - p.start) "
            f"FROM passages p JOIN articles a ON a.id = p.article_id WHERE {where}",
            tuple(values),
        ):
            yield row, Passage(article_id, position, start, end, text)

    @property
    def _connection(self) -> sqlite3.Connection:
        opened: _Opened | None = getattr(self._local, "opened", None)
        if opened is None:
            opened = self._local.opened = _Opened(self._file)
        return opened.connection


class _Opened:
    """A thread's connection, closed with the last reference to it.

    A connection alone is part of a cycle: the disk space of a segment that has been removed
    would stay taken until the garbage collector comes by.
    """

    def __init__(self, file: Path) -> None:
        # Immutable: a published segment never changes, so SQLite need not lock it. Whichever
        # thread drops the store closes the connections of all.
        self.connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # it could not be opened
            self.connection.close()


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _rows_of_passages(found: Analysis) -> Iterator[tuple[str, int, int, int, bytes]]:
    position = 0
    last = -1
    for at, (place, start, end) in enumerate(found.spans.tolist()):
        position = position + 1 if place == last else 0
        last = place
        key = found.keys[at * KEY_BYTES : (at + 1) * KEY_BYTES]
        yield found.articles[place].id, position, start, end, key


def _row_of_article(article: Article) -> tuple[str | None, ...]:
    return (
        article.id,
        article.title,
        article.text,
        article.path,
        article.published,
        json.dumps(article.authors, ensure_ascii=False),
        article.source,
        article.url,
    )


def _article_of_row(row: tuple[str, ...]) -> Article:
    id_, title, text, path, published, authors, source, url = row
    return Article(id_, title, text, path, published, tuple(json.loads(authors)), source, url)
