"""The articles of a generation and where their passages lie, in one read-only SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from index.article import Article
from index.passages import Passage
from index.vocabulary import WordForm

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, path TEXT NOT NULL,
    published TEXT, authors TEXT NOT NULL, source TEXT, url TEXT, content_hash TEXT NOT NULL
);
CREATE INDEX articles_by_date ON articles (published);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL,
    position INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    text_hash TEXT NOT NULL
);
CREATE INDEX passages_by_article ON passages (article_id, position);
CREATE TABLE words (
    form TEXT PRIMARY KEY, term TEXT NOT NULL, spelling TEXT NOT NULL,
    count INTEGER NOT NULL, capitalised INTEGER NOT NULL, small INTEGER NOT NULL
);
CREATE INDEX words_by_term ON words (term);
"""
_ARTICLE = "id, title, text, path, published, authors, source, url"


class ArticleStore:
    """Reads one generation's articles, passages and words; safe to use from many threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()

    @staticmethod
    def build(
        articles: Iterable[Article],
        passages: Sequence[Passage],
        words: Iterable[WordForm],
        file: Path,
    ) -> None:
        """Write a new store; passages get their place in `passages` as row."""
        connection = sqlite3.connect(file)
        try:
            connection.executescript(_SCHEMA)
            with connection:
                connection.executemany(
                    "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (_row_of_article(article) for article in articles),
                )
                connection.executemany(
                    "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        (row, p.id, p.article_id, p.position, p.start, p.end, p.text_hash)
                        for row, p in enumerate(passages)
                    ),
                )
                connection.executemany(
                    "INSERT INTO words VALUES (?, ?, ?, ?, ?, ?)",
                    (astuple(w) for w in words),
                )
        finally:
            connection.close()

    def article(self, article_id: str) -> Article | None:
        """The article with that id, or None."""
        row = self._connection.execute(
            f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return _article_of_row(row) if row else None

    def newest(self, limit: int) -> list[Article]:
        """The newest `limit` articles, newest first, undated ones last."""
        rows = self._connection.execute(
            f"SELECT {_ARTICLE} FROM articles WHERE id IN (SELECT id FROM articles "
            "ORDER BY published DESC NULLS LAST, path LIMIT ?) "
            "ORDER BY published DESC NULLS LAST, path",
            (limit,),
        )
        return [_article_of_row(row) for row in rows]

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article, in order."""
        return [
            passage
            for _, _, passage in self._passages(
                "p.article_id = ? ORDER BY p.position", [article_id]
            )
        ]

    def passages_by_row(self, rows: Sequence[int]) -> list[Passage]:
        """The passages with those rows, in the order asked for; unknown rows are left out."""
        found = {row: p for row, _, p in self._passages(f"p.row IN ({_marks(rows)})", rows)}
        return [found[row] for row in rows if row in found]

    def passages_by_id(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with those ids, in the order asked for; unknown ids are left out."""
        found = {id_: p for _, id_, p in self._passages(f"p.id IN ({_marks(ids)})", ids)}
        return [found[id_] for id_ in ids if id_ in found]

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        ).fetchone()
        return int(row[0]), int(row[1])

    def words(self, terms: Sequence[str]) -> list[WordForm]:
        """The forms in the corpus of those terms."""
        rows = self._connection.execute(
            "SELECT form, term, spelling, count, capitalised, small FROM words "
            f"WHERE term IN ({_marks(terms)})",
            tuple(terms),
        )
        return [WordForm(*row) for row in rows]

    def words_like(self, first: str, shortest: int, longest: int) -> list[WordForm]:
        """The forms that begin with `first` and have `shortest` to `longest` letters."""
        rows = self._connection.execute(
            "SELECT form, term, spelling, count, capitalised, small FROM words "
            "WHERE form >= ? AND form < ? AND length(form) BETWEEN ? AND ?",
            (first, first + "\U0010ffff", shortest, longest),
        )
        return [WordForm(*row) for row in rows]

    def _passages(
        self, where: str, values: Sequence[int] | Sequence[str]
    ) -> Iterator[tuple[int, str, Passage]]:
        # substr counts characters from 1, as Python's offsets count them from 0.
        for row, id_, article_id, position, start, end, text in self._connection.execute(
            "SELECT p.row, p.id, p.article_id, p.position, p.start, p.end, "
            "substr(a.text, p.start + 1, p.end - p.start) "
            f"FROM passages p JOIN articles a ON a.id = p.article_id WHERE {where}",
            tuple(values),
        ):
            yield row, id_, Passage(article_id, position, start, end, text)

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # Immutable: a published generation never changes, so SQLite need not lock it.
            connection = sqlite3.connect(
                f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True
            )
            self._local.connection = connection
        return connection


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


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
        article.content_hash,
    )


def _article_of_row(row: tuple[str, ...]) -> Article:
    id_, title, text, path, published, authors, source, url = row
    return Article(id_, title, text, path, published, tuple(json.loads(authors)), source, url)
