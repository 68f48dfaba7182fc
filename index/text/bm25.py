"""The term side of the index: postings, and BM25 over them (Robertson and Zaragoza, 2009).

A posting is a passage's row and how often it has the term. Scores are worked out when a question
comes, not when the index is made: how rare a term is depends on all the segments that answer
together, and changes with each article. The files are numpy arrays, memory-mapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

K1 = 1.2
B = 0.75
_MOST = np.iinfo(np.uint16).max

Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


class Postings:
    """Which passages of a segment have which term; a passage is known by its row."""

    def __init__(self, folder: Path) -> None:
        """The postings in `folder`. Raises OSError or ValueError when they are not whole."""
        self._text = (folder / "terms.txt").read_bytes()
        self._ends: npt.NDArray[np.int64] = np.load(folder / "ends.npy")
        self._first: npt.NDArray[np.int64] = np.load(folder / "first.npy")
        self._rows: Rows = np.load(folder / "rows.npy", mmap_mode="r")
        self._counts: npt.NDArray[np.uint16] = np.load(folder / "counts.npy", mmap_mode="r")
        lengths: Rows = np.load(folder / "lengths.npy")
        whole = (
            len(self._first) == len(self._ends) + 1
            and len(self._rows) == len(self._counts) == self._first[-1]
            and len(self._text) == (self._ends[-1] if len(self._ends) else 0)
        )
        if not whole:
            raise ValueError("the postings do not fit together")
        self.lengths = lengths
        self.total_length = int(lengths.sum(dtype=np.int64))

    @staticmethod
    def build(terms: Sequence[str], term_ids: Rows, lengths: Rows, folder: Path) -> None:
        """Write postings into the new folder `folder`.

        `terms` are all different; the passages' terms stand one passage after the other in
        `term_ids`, each a place in `terms`; `lengths` says how many are each passage's.
        """
        folder.mkdir()
        encoded = [term.encode("utf-8", "surrogatepass") for term in terms]
        order = sorted(range(len(terms)), key=encoded.__getitem__)
        place = np.empty(len(terms), dtype=np.int64)
        place[order] = np.arange(len(terms))
        # A posting as one number, term first: sorting these gathers the terms and counts them.
        posting = place[term_ids] * max(len(lengths), 1)
        posting += np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
        posting.sort()
        starts = np.flatnonzero(np.diff(posting, prepend=-1))
        counts = np.diff(starts, append=len(posting))
        posting = posting[starts]
        per_term = np.bincount(posting // max(len(lengths), 1), minlength=len(terms))
        (folder / "terms.txt").write_bytes(b"\n".join(encoded[i] for i in order))
        sizes = np.array([len(encoded[i]) for i in order], dtype=np.int64)
        np.save(folder / "ends.npy", np.cumsum(sizes + 1) - 1)
        np.save(folder / "first.npy", np.concatenate([[0], np.cumsum(per_term)]).astype(np.int64))
        np.save(folder / "rows.npy", (posting % max(len(lengths), 1)).astype(np.int32))
        np.save(folder / "counts.npy", np.minimum(counts, _MOST).astype(np.uint16))
        np.save(folder / "lengths.npy", lengths.astype(np.int32))

    def of(self, term: str) -> tuple[Rows, npt.NDArray[np.uint16]]:
        """The rows that have `term`, ascending, and how often each has it."""
        place = self._place(term.encode("utf-8", "surrogatepass"))
        if place is None:
            return np.zeros(0, np.int32), np.zeros(0, np.uint16)
        span = slice(int(self._first[place]), int(self._first[place + 1]))
        return self._rows[span], self._counts[span]

    def _place(self, term: bytes) -> int | None:
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self._spelling(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self._ends) and self._spelling(low) == term else None

    def _spelling(self, place: int) -> bytes:
        start = int(self._ends[place - 1]) + 1 if place else 0
        return self._text[start : int(self._ends[place])]


@dataclass(frozen=True)
class Ranked:
    """Postings to be ranked, without the passages that `gone` masks: they count for nothing, so
    that scores are what they would be without them. Those that `hidden` masks count, and are
    not found.
    """

    postings: Postings
    gone: Mask | None = None
    hidden: Mask | None = None

    @cached_property
    def not_found(self) -> Mask | None:
        """Masks both."""
        if self.gone is None or self.hidden is None:
            return self.hidden if self.gone is None else self.gone
        return self.gone | self.hidden

    @cached_property
    def passages(self) -> int:
        """How many there are."""
        held = len(self.postings.lengths)
        return held if self.gone is None else held - int(self.gone.sum())

    @cached_property
    def total_length(self) -> int:
        """How many terms they have."""
        total = self.postings.total_length
        if self.gone is None:
            return total
        return total - int(self.postings.lengths[self.gone].sum(dtype=np.int64))

    def of(self, term: str) -> tuple[Rows, npt.NDArray[np.uint16]]:
        """The rows that have `term`, ascending, and how often each has it."""
        rows, counts = self.postings.of(term)
        if self.gone is None:
            return rows, counts
        there = ~self.gone[rows]
        return rows[there], counts[there]


def rank(parts: Sequence[Ranked], terms: Sequence[str], limit: int) -> list[tuple[int, int, float]]:
    """The best passages for `terms` over all parts: (part, row, score above 0), best first.

    A term that is asked for twice counts twice.
    """
    passages = sum(part.passages for part in parts)
    if not passages:
        return []
    average = max(sum(part.total_length for part in parts) / passages, 1.0)
    scores = [np.zeros(len(part.postings.lengths), dtype=np.float32) for part in parts]
    for term in terms:
        found = [part.of(term) for part in parts]
        having = sum(len(rows) for rows, _ in found)
        if not having:
            continue
        rarity = np.log1p((passages - having + 0.5) / (having + 0.5))
        for part, score, (rows, counts) in zip(parts, scores, found, strict=True):
            often = counts.astype(np.float32)
            norm = K1 * (1 - B + B / average * part.postings.lengths[rows])
            score[rows] += (rarity * often / (often + norm)).astype(np.float32)
    best: list[tuple[int, int, float]] = []
    for place, (part, score) in enumerate(zip(parts, scores, strict=True)):
        if part.hidden is not None:
            score[part.hidden] = 0
        best += [(place, row, float(score[row])) for row in _highest(score, limit)]
    return sorted(best, key=lambda hit: (-hit[2], hit[0], hit[1]))[:limit]


def _highest(scores: npt.NDArray[np.float32], limit: int) -> list[int]:
    """The rows of the highest `limit` scores above 0; of equal ones, the first."""
    rows = np.flatnonzero(scores)
    if len(rows) > limit:
        least = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
        above = rows[scores[rows] > least]
        level = rows[scores[rows] == least][: limit - len(above)]
        rows = np.concatenate([above, level])
    return [int(row) for row in rows]
