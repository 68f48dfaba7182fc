"""The vector side of the index: a Chroma collection a segment, on this machine or on a server."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings

from index.damage import DamagedError, reason
from index.errors import AssistantError
from index.generations.manifest import VectorSums

# Chroma checks the size of every batch against SQLite's limit; this stays far below it.
_BATCH = 2_000
# Chroma writes the graph out each time so many vectors have come, and puts what came afterwards
# into it anew whenever the collection is opened: so it is written once, with the last vector.
_LEAST_SYNC = 1_000

# So few rows are looked at one by one: asking for more and dropping some would ask for them all.
_FEW_VISIBLE = 2_000

Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


Failed = Callable[[BaseException], Exception]


class VectorIndex:
    """Finds the passages of a segment by the angle between their vector and a question's."""

    def __init__(
        self,
        collection: Collection,
        count: int,
        failed: Failed,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """`failed` says what becomes of an error of Chroma's, `close` what ends with this."""
        self._collection = collection
        self._failed = failed
        self._close = close
        self.count = count

    def search(self, vector: Vectors, limit: int, hidden: Mask | None) -> list[tuple[int, float]]:
        """The `limit` rows nearest to `vector` with their cosine (-1 to 1), best first.

        `hidden` masks the rows that are not to be found. Raises DamagedError, or
        VectorsUnreachableError when they are on a server that does not answer.
        """
        visible = np.flatnonzero(~hidden) if hidden is not None else None
        if visible is not None and len(visible) <= _FEW_VISIBLE:
            return self._nearest(vector, min(limit, len(visible)), visible) if len(visible) else []
        # Chroma's own filter takes a hundred times as long as asking for more and dropping some.
        ask = limit
        while True:
            ask = min(ask, self.count)
            hits = self._nearest(vector, ask) if ask else []
            seen = [hit for hit in hits if hidden is None or not hidden[hit[0]]]
            if len(seen) >= limit or ask == self.count:
                return seen[:limit]
            ask *= 4

    def _nearest(
        self, vector: Vectors, limit: int, among: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        with telling(self._failed):
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=limit,
                ids=None if among is None else [str(row) for row in among],
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [(int(id_), 1.0 - d) for id_, d in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Let go of the files or the connection."""
        self._close()


class VectorHome(Protocol):
    """Where the collections of an index live; each is written once, under a name of its own."""

    def write(self, name: str, count: int, batches: Iterator[Vectors]) -> VectorSums | None:
        """Make the collection `name` of `count` vectors, whose ids are their rows, and give the
        sums of its files, if it has files here. It is on disk, or on the server, when this
        returns; a half of one is never taken for a whole. Raises OSError or
        VectorsUnreachableError.
        """

    def open(self, name: str, sums: VectorSums | None) -> VectorIndex:
        """The collection `name`. Raises DamagedError when it is not there or not what was
        written, as far as that shows at once, or VectorsUnreachableError.
        """

    def faults(self, name: str, count: int, sums: VectorSums | None) -> list[str]:
        """What is wrong with the collection `name`, which should have `count` vectors, after all
        of it was looked at. Raises VectorsUnreachableError.
        """

    def keep_only(self, names: set[str]) -> None:
        """Remove every collection of this index but those."""


@contextmanager
def telling(failed: Failed) -> Iterator[None]:
    """A block that uses Chroma. Raises what `failed` makes of an error of Chroma's.

    They come in all kinds: a server's bad answer as a plain Exception, and a panic of the
    embedded one as something that is no Exception at all.
    """
    try:
        yield
    except (AssistantError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise failed(error) from error


def damaged(error: BaseException) -> DamagedError:
    """What becomes of an error that vectors cause which were whole once."""
    return DamagedError(f"its vectors cannot be read: {reason(error)}")


def fill(
    client: ClientAPI, name: str, count: int, batches: Iterator[Vectors], failed: Failed
) -> None:
    """Make the collection `name` of `client`, and add the vectors with their rows as ids."""
    with telling(failed):
        collection = client.create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "sync_threshold": max(count, _LEAST_SYNC)}},
        )
    row = 0
    for batch in batches:
        for start in range(0, len(batch), _BATCH):
            some = batch[start : start + _BATCH]
            with telling(failed):
                collection.add(ids=[str(row + i) for i in range(len(some))], embeddings=some)
            row += len(some)


def settings() -> Settings:
    """What every client of Chroma's is told; each changes its own."""
    return _settings().model_copy()


# Made once: it looks for settings in many places, and takes 50 ms to.
@functools.cache
def _settings() -> Settings:
    return Settings(anonymized_telemetry=False, allow_reset=False)
