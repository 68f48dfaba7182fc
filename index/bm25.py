"""The term side of the index: BM25 over passages (Robertson and Zaragoza, 2009), by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from index.terms import search_terms


class TermIndex:
    """Finds passages by the terms they share with a question.

    Passages are known by their row: the order in which they were given to `build`.
    """

    def __init__(self, scorer: bm25s.BM25) -> None:
        self._scorer = scorer
        self._rows = int(scorer.scores["num_docs"])

    @staticmethod
    def build(texts: Sequence[str], folder: Path) -> None:
        """Write the index of `texts` into the new folder `folder`."""
        scorer = bm25s.BM25(k1=1.2, b=0.75)
        scorer.index([search_terms(text) or [""] for text in texts], show_progress=False)
        scorer.save(str(folder), show_progress=False)

    @classmethod
    def open(cls, folder: Path) -> TermIndex:
        """The index in `folder`, memory-mapped."""
        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False))

    def search(self, question: str, limit: int) -> list[tuple[int, float]]:
        """The best `limit` rows for `question` with their BM25 scores (above 0), best first."""
        known = [t for t in search_terms(question) if t in self._scorer.vocab_dict]
        if not known:
            return []
        scores: npt.NDArray[np.float32] = self._scorer.get_scores(known)
        count = min(limit, self._rows)
        best = np.argpartition(-scores, count - 1)[:count]
        ranked = best[np.lexsort((best, -scores[best]))]
        return [(int(row), float(scores[row])) for row in ranked if scores[row] > 0]
