"""The vector side of the index: a Chroma collection that a generation owns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.api.client import Client
from chromadb.config import Settings

_COLLECTION = "passages"
# Chroma checks the size of every batch against SQLite's limit; this stays far below it.
_BATCH = 4_000


def _client(folder: Path) -> Client:
    client = chromadb.PersistentClient(
        str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False)
    )
    # Typed as the API that a remote client shares, which has nothing to close.
    return cast(Client, client)


class VectorIndex:
    """Finds passages by the angle between their vector and a question's."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._collection = client.get_collection(_COLLECTION, embedding_function=None)
        self.count = self._collection.count()

    @staticmethod
    def build(ids: Sequence[str], vectors: npt.NDArray[np.float32], folder: Path) -> None:
        """Write a collection with `vectors[i]` under `ids[i]` into the new folder `folder`.

        The client is closed afterwards: nothing holds the folder when it is published.
        """
        client = _client(folder)
        try:
            collection = client.create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
            for start in range(0, len(ids), _BATCH):
                stop = start + _BATCH
                collection.add(ids=list(ids[start:stop]), embeddings=vectors[start:stop])
        finally:
            client.close()

    @classmethod
    def open(cls, folder: Path) -> VectorIndex:
        """The collection in `folder`. Raises FileNotFoundError when there is none."""
        if not folder.is_dir():  # Chroma would make one
            raise FileNotFoundError(f"{folder.name} is missing")
        return cls(_client(folder))

    def search(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """The `limit` passage ids nearest to `vector` with their cosine (-1 to 1), best first."""
        if self.count == 0:
            return []
        found = self._collection.query(
            query_embeddings=vector[np.newaxis, :],
            n_results=min(limit, self.count),
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1.0 - d) for id_, d in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()
