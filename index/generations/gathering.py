"""The articles of an update's new segment, and what its generation then consists of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from index.article import Article
from index.damage import reading_published
from index.generations.catalog import Entry
from index.generations.fold import to_fold
from index.generations.manifest import SegmentUse
from index.generations.plan import Reading
from index.generations.segment import Segment, SegmentSize
from index.text.duplicates import Pair, compare_similar
from index.text.passages import Passage

# About how many characters a passage has: good enough to judge what is large and what is small.
_CHARACTERS_A_PASSAGE = 900


class Gathering:
    """Gathers what is fresh in the corpus and what is folded in from older segments.

    Its methods raise DamagedError when an older segment cannot be read.
    """

    def __init__(
        self, segments: Path, uses: Sequence[SegmentUse], reading: Reading, name: str
    ) -> None:
        self._segments = segments
        self._uses = uses
        self._reading = reading
        self._name = name
        self._folded: list[str] = []

    def articles(self) -> Iterator[Article]:
        """The articles for the new segment; has to be exhausted before the rest is asked for."""
        passages = 0
        given: set[str] = set()
        for article in self._reading.articles(self._name):
            passages += 1 + len(article.text) // _CHARACTERS_A_PASSAGE
            given.add(article.id)
            yield article
        with reading_published():
            held = {name: segment.size.passages for name, segment in self._opened.items()}
            # The new text of an article whose file turned out to be unusable is in the new
            # segment already, and cannot be joined there by the old one, which stays valid.
            free = [use for use in self._left if not self._valid[use.name] & given]
            self._folded = to_fold(free, held, passages)
            for name in self._folded:
                valid = self._valid[name]
                for article in self._opened[name].store.articles():
                    if article.id in valid:
                        yield article

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every article that is valid now."""
        kept = {
            id_: replace(entry, segment=self._name) if entry.segment in self._folded else entry
            for id_, entry in self._reading.kept.items()
        }
        return kept | self._reading.fresh

    def uses(self, made: SegmentSize | None) -> tuple[SegmentUse, ...]:
        """The segments of the generation; `made` is how much the new one holds, if there is one."""
        left = [use for use in self._left if use.articles and use.name not in self._folded]
        if made is None:
            return tuple(left)
        valid = {id_ for id_, entry in self.entries.items() if entry.segment == self._name}
        new = SegmentUse(
            name=self._name,
            articles=made.articles,
            passages=made.passages,
            held_articles=made.articles,
            files=made.files,
        )
        return (*left, _only(new, valid, Segment(self._segments / self._name)))

    def pairs(self, uses: Sequence[SegmentUse]) -> tuple[Pair, ...]:
        """The valid articles that share much text: those that were known, and those with what is
        fresh, which alone is compared. `uses` are the segments of the generation.
        """
        fresh = self._reading.fresh
        same = self.entries.keys() - fresh.keys()
        known = tuple(p for p in self._reading.catalog.pairs if {p.older, p.newer} <= same)
        if not fresh:
            return known
        with reading_published():
            return known + tuple(self._compared(uses))

    def _compared(self, uses: Sequence[SegmentUse]) -> Iterator[Pair]:
        entries, fresh = self.entries, self._reading.fresh
        segments = {use.name: Segment(self._segments / use.name) for use in uses}
        ids: list[str] = []
        signatures = []
        for name, segment in segments.items():
            here = segment.store.ids()
            valid = [row for row, id_ in enumerate(here) if self._is_in(id_, name)]
            ids += [here[row] for row in valid]
            signatures.append(segment.signatures[valid])
        rows = [row for row, id_ in enumerate(ids) if id_ in fresh]

        def load(article_id: str) -> tuple[Article, Sequence[Passage]]:
            store = segments[entries[article_id].segment].store
            article = store.article(article_id)
            if article is None:
                raise KeyError(f"article {article_id} is missing")
            return article, store.passages_of(article_id)

        return compare_similar(ids, np.concatenate(signatures), rows, load)

    def _is_in(self, article_id: str, segment: str) -> bool:
        entry = self.entries.get(article_id)
        return entry is not None and entry.segment == segment

    @cached_property
    def _valid(self) -> dict[str, set[str]]:
        """The ids of the articles of each old segment that stay as they were."""
        valid: dict[str, set[str]] = {use.name: set() for use in self._uses}
        for id_, entry in self._reading.kept.items():
            valid[entry.segment].add(id_)
        return valid

    @cached_property
    def _opened(self) -> dict[str, Segment]:
        return {use.name: Segment(self._segments / use.name) for use in self._uses}

    @cached_property
    def _left(self) -> list[SegmentUse]:
        """The old segments, with what is valid of them now."""
        return [_only(use, self._valid[use.name], self._opened[use.name]) for use in self._uses]


def _only(use: SegmentUse, valid: set[str], segment: Segment) -> SegmentUse:
    """`use` with the articles `valid` alone."""
    if len(valid) == use.articles:
        return use
    store = segment.store
    gone = [id_ for id_ in store.ids() if id_ not in valid]
    passages = segment.size.passages - len(store.rows_of(gone))
    return use.model_copy(update={"articles": len(valid), "passages": passages})
