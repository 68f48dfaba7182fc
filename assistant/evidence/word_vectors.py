"""Vectors of words and clauses, each embedded once: what means nearly the same lies near."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from index import Embedder
from index.vectors.embedding import Vectors

_MOST = 30_000


class WordVectors:
    """Vectors of short texts, remembered; safe for many threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`: shape (len(texts), dimensions), rows of length one.

        Raises WeightsError when the model cannot be loaded.
        """
        with self._lock:
            new = [t for t in dict.fromkeys(texts) if t not in self._known]
            if len(self._known) + len(new) > _MOST:
                self._known.clear()
                new = list(dict.fromkeys(texts))
            if new:
                self._known.update(zip(new, self._embedder.passages(new), strict=True))
            return np.array([self._known[t] for t in texts], dtype=np.float32)
