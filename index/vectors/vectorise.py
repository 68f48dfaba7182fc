"""Giving segments their vectors: what the ledger lacks is embedded, then written to Chroma."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.damage import reading_published
from index.generations.manifest import SegmentUse
from index.generations.segment import Segment
from index.generations.store import ArticleStore
from index.generations.writer import Writer
from index.text.analysis import text_to_embed
from index.vectors.collections import VectorHome
from index.vectors.embedding import Embedder, Vectors
from index.vectors.ledger import Ledger

# What a build that is killed loses at the most; texts of one length embed faster together.
_EMBEDDED_AT_ONCE = 256
_SORTED_AT_ONCE = 4_096
_WRITTEN_AT_ONCE = 4_096


def has_vectors(use: SegmentUse, embedder: Embedder) -> bool:
    """Whether the segment has been given vectors of this model."""
    return use.vectors is not None and use.vectors.startswith(_prefix(use.name, embedder))


def _prefix(segment: str, embedder: Embedder) -> str:
    return f"{segment}-{hashlib.sha256(embedder.version.encode()).hexdigest()[:8]}"


def add_vectors(
    uses: Sequence[SegmentUse],
    segments: Path,
    ledger: Ledger,
    embedder: Embedder,
    home: VectorHome,
    writer: Writer,
) -> tuple[SegmentUse, ...]:
    """The segments, each with vectors of this model; those that lack them are given them.

    Raises DamagedError when a segment cannot be read.
    """
    lacking = [use for use in uses if not has_vectors(use, embedder)]
    with reading_published():
        stores = {use.name: Segment(segments / use.name).store for use in lacking}
        keys = {name: store.passage_keys() for name, store in stores.items()}
    missing = {name: ledger.missing(keys[name]) for name in stores}
    total = sum(len(rows) for rows in missing.values())
    done = 0
    for name, store in stores.items():
        for start in range(0, len(missing[name]), _SORTED_AT_ONCE):
            # Another segment may have had the same text.
            rows = missing[name][start : start + _SORTED_AT_ONCE]
            for some, vectors in _embedded(store, rows, embedder):
                ledger.add([keys[name][row] for row in some], vectors)
                done += len(some)
                writer.report("embed", done, total)
    given: dict[str, SegmentUse] = {}
    total = sum(len(keys[name]) for name in stores)
    done = 0
    for use in lacking:

        def batches(name: str = use.name) -> Iterator[Vectors]:
            nonlocal done
            for start in range(0, len(keys[name]), _WRITTEN_AT_ONCE):
                some = keys[name][start : start + _WRITTEN_AT_ONCE]
                yield ledger.vectors(some)
                done += len(some)
                writer.report("store", done, total)

        # Never a name that was used: a reader may hold what was there before it was lost.
        name = f"{_prefix(use.name, embedder)}-{uuid.uuid4().hex[:8]}"
        given[use.name] = use.with_vectors(name, home.write(name, len(keys[use.name]), batches()))
    return tuple(given.get(use.name, use) for use in uses)


def _embedded(
    store: ArticleStore, rows: list[int], embedder: Embedder
) -> Iterator[tuple[list[int], Vectors]]:
    with reading_published():
        texts = {row: text_to_embed(title, text) for row, title, text in store.texts(rows)}
    by_length = sorted(texts, key=lambda row: len(texts[row]))
    for start in range(0, len(by_length), _EMBEDDED_AT_ONCE):
        some = by_length[start : start + _EMBEDDED_AT_ONCE]
        yield some, embedder.passages([texts[row] for row in some])
