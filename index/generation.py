"""A published generation, open for reading."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from chromadb.errors import ChromaError

from index import publish
from index.bm25 import TermIndex
from index.embedding import Vectors
from index.errors import IndexUnavailableError
from index.manifest import Manifest, read_manifest
from index.passages import Passage
from index.store import ArticleStore
from index.vectors import VectorIndex

STORE = "articles.sqlite"
TERMS = "bm25"
VECTORS = "chroma"


class Generation:
    """The articles, terms and vectors of one generation; immutable, safe for many threads."""

    def __init__(self, folder: Path) -> None:
        """Open the generation in `folder`.

        Raises IndexUnavailableError when a part of it is missing, damaged or too new.
        """
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        try:
            self.store = ArticleStore(folder / STORE)
            self.store.counts()
            self._terms = TermIndex.open(folder / TERMS)
            self._vectors = VectorIndex.open(folder / VECTORS)
        except (OSError, ValueError, KeyError, TypeError, sqlite3.Error, ChromaError) as error:
            raise _damaged(folder, error) from error
        if self._vectors.count != self.manifest.passages:
            raise _damaged(folder, ValueError(f"{self._vectors.count} vectors"))

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.manifest.generation

    def search_terms(self, question: str, limit: int) -> list[tuple[Passage, float]]:
        """Passages by BM25 score, best first."""
        hits = self._terms.search(question, limit)
        passages = self.store.passages_by_row([row for row, _ in hits])
        return [(p, score) for p, (_, score) in zip(passages, hits, strict=True)]

    def search_vectors(self, vector: Vectors, limit: int) -> list[tuple[Passage, float]]:
        """Passages by cosine, best first."""
        try:
            hits = self._vectors.search(vector, limit)
        except ChromaError as error:
            raise _damaged(self.folder, error) from error
        passages = self.store.passages_by_id([id_ for id_, _ in hits])
        return [(p, score) for p, (_, score) in zip(passages, hits, strict=True)]

    def close(self) -> None:
        """Let go of the files."""
        self._vectors.close()


def open_published(index_dir: Path) -> Generation | None:
    """The published generation of the index at `index_dir`, or None when there is none.

    Raises IndexUnavailableError when it cannot be read.
    """
    folder = publish.current(index_dir)
    return Generation(folder) if folder is not None else None


def _damaged(folder: Path, error: Exception) -> IndexUnavailableError:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return IndexUnavailableError(
        f"The index in {folder} is damaged ({reason}): build it again with `assistant index build`."
    )
