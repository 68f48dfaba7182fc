"""A segment: articles that were indexed together, whole and never changed afterwards.

A generation is a list of segments and of what is no longer valid in them, so that a new article
costs a small new segment and not a new archive. The idea is the log-structured merge of Lucene
and others (O'Neil et al., 1996).

<segment>/articles.sqlite   the articles, their passages and words
<segment>/terms/            the postings
<segment>/signatures.npy    the articles' MinHash signatures, by row
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.generations.store import ArticleStore, StoreWriter
from index.generations.sums import Sums, sums_of
from index.text.analysis import Analysis
from index.text.bm25 import Postings
from index.text.facets import Facets
from index.text.vocabulary import WordCounts

_STORE = "articles.sqlite"
_TERMS = "terms"
_SIGNATURES = "signatures.npy"


@dataclass(frozen=True)
class SegmentSize:
    """How much a segment holds, valid or not; and of one that was just written, its files."""

    articles: int
    passages: int
    files: Sums = ()


class Segment:
    """A segment, open for reading; safe for many threads."""

    def __init__(self, folder: Path) -> None:
        """Open the segment in `folder`.

        Raises OSError, ValueError or sqlite3.Error when a part of it is missing or damaged.
        """
        self.folder = folder
        self.store = ArticleStore(folder / _STORE)
        self.size = SegmentSize(*self.store.counts())
        self.postings = Postings(folder / _TERMS)
        if len(self.postings.lengths) != self.size.passages:
            raise ValueError("the terms and the articles do not fit together")

    @cached_property
    def facets(self) -> Facets:
        """When, by whom and where the articles were published."""
        return Facets.read(self.store)

    @cached_property
    def signatures(self) -> npt.NDArray[np.uint32]:
        """The articles' signatures, a row each."""
        return np.asarray(np.load(self.folder / _SIGNATURES))


def write_segment(found: Iterable[Analysis], folder: Path) -> SegmentSize:
    """Write a segment of what was found in its articles into the new folder `folder`."""
    folder.mkdir()
    store = StoreWriter(folder / _STORE)
    words = WordCounts()
    ids: dict[str, int] = {}
    term_ids: list[npt.NDArray[np.int32]] = []
    lengths: list[npt.NDArray[np.int32]] = []
    signatures: list[npt.NDArray[np.uint32]] = []
    try:
        for analysis in found:
            store.add(analysis)
            words.add(analysis.words)
            places = [ids.setdefault(term, len(ids)) for term in analysis.terms]
            term_ids.append(np.array(places, dtype=np.int32)[analysis.term_ids])
            lengths.append(analysis.lengths)
            signatures.append(analysis.signatures)
        store.finish(words.forms())
    finally:
        store.close()
    Postings.build(list(ids), _joined(term_ids), _joined(lengths), folder / _TERMS)
    np.save(folder / _SIGNATURES, np.concatenate(signatures))
    return SegmentSize(store.articles, store.passages, sums_of(folder))


def _joined(parts: list[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
