"""The vector side of the index: a Chroma collection a segment, on this machine or on a server.

On this machine every collection has a Chroma folder of its own, written once and then only read:
Chroma's embedded client is not safe while another process writes. On a server they are all in
one place, told from those of other indexes by this index's id.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.damage import FAULTS
from index.durable import sync_tree
from index.errors import VectorsUnreachableError

_COLLECTION = "passages"
# Chroma checks the size of every batch against SQLite's limit; this stays far below it.
_BATCH = 2_000
# The whole graph is written out each time so many vectors have come; seldom is quick.
_SYNC = 50_000
# Chroma counts the users of a folder within a process, but not in one step with opening it.
_opening = threading.Lock()

Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


class VectorIndex:
    """Finds the passages of a segment by the angle between their vector and a question's."""

    def __init__(
        self,
        collection: Collection,
        close: Callable[[], None] = lambda: None,
        failed: Callable[[Exception], Exception] = lambda error: error,
    ) -> None:
        self._collection = collection
        self._close = close
        self._failed = failed
        self.count = collection.count()

    def search(self, vector: Vectors, limit: int, hidden: Mask | None) -> list[tuple[int, float]]:
        """The `limit` rows nearest to `vector` with their cosine (-1 to 1), best first.

        `hidden` masks the rows that are not to be found. Raises VectorsUnreachableError when
        they are on a server that does not answer.
        """
        # Chroma's own filter takes a hundred times as long as asking for more and dropping some.
        ask = limit
        while True:
            ask = min(ask, self.count)
            hits = self._nearest(vector, ask) if ask else []
            seen = [hit for hit in hits if hidden is None or not hidden[hit[0]]]
            if len(seen) >= limit or ask == self.count:
                return seen[:limit]
            ask *= 4

    def _nearest(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        try:
            found = self._collection.query(
                query_embeddings=vector[np.newaxis, :], n_results=limit, include=["distances"]
            )
        except httpx.HTTPError as error:
            raise self._failed(error) from error
        distances = (found["distances"] or [[]])[0]
        return [(int(id_), 1.0 - d) for id_, d in zip(found["ids"][0], distances, strict=True)]

    def close(self) -> None:
        """Let go of the files or the connection."""
        self._close()


class VectorHome(Protocol):
    """Where the collections of an index live; each is written once, under a name."""

    def write(self, name: str, batches: Iterator[Vectors]) -> None:
        """Make the collection `name` of vectors, whose ids are their rows. It is on disk,
        or on the server, when this returns; a half of one is never taken for a whole.
        """

    def open(self, name: str) -> VectorIndex:
        """The collection `name`. Raises an error of Chroma, OSError or ValueError when it is
        not there or damaged.
        """

    def count(self, name: str) -> int | None:
        """How many vectors the collection `name` has, None when it is not there or damaged."""

    def keep_only(self, names: set[str]) -> None:
        """Remove every collection of this index but those."""


class EmbeddedVectors:
    """Collections in folders below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, batches: Iterator[Vectors]) -> None:
        """Write a Chroma folder under a draft's name, and give it its own when it is whole."""
        self._folder.mkdir(exist_ok=True)
        draft = self._folder / f".{name}"
        shutil.rmtree(draft, ignore_errors=True)
        client = _embedded(draft)
        try:
            _fill(client, _COLLECTION, batches)
        finally:
            _close(client)
        sync_tree(draft)
        final = self._folder / name
        # A whole one that no generation came to use: its build was killed.
        shutil.rmtree(final, ignore_errors=True)
        draft.rename(final)

    def open(self, name: str) -> VectorIndex:
        """The collection in the folder `name`."""
        folder = self._folder / name
        if not folder.is_dir():  # Chroma would make one
            raise FileNotFoundError(f"the vectors {name} are missing")
        client = _embedded(folder)
        try:
            return VectorIndex(_collection(client, _COLLECTION), lambda: _close(client))
        except BaseException:
            _close(client)
            raise

    def count(self, name: str) -> int | None:
        """How many vectors are in the folder `name`."""
        try:
            found = self.open(name)
        except (*FAULTS, ChromaError):
            return None
        found.close()
        return found.count

    def keep_only(self, names: set[str]) -> None:
        """Remove the other folders, and what killed builds left."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in names:
                    shutil.rmtree(path, ignore_errors=True)


class ServerVectors:
    """Collections on the Chroma server at `url`, all named after this index."""

    def __init__(self, url: str, index_id: str) -> None:
        self._url = url
        self._prefix = f"news-{index_id}-"
        self._client: ClientAPI | None = None

    def check(self) -> None:
        """Raises VectorsUnreachableError when the server does not answer."""
        try:
            self._connected().heartbeat()
        except (httpx.HTTPError, ChromaError) as error:
            raise self._unreachable(error) from error

    def write(self, name: str, batches: Iterator[Vectors]) -> None:
        """Fill a collection that nothing names before the next generation does."""
        client = self._connected()
        try:
            full = self._prefix + name
            if full in {c.name for c in client.list_collections()}:
                client.delete_collection(full)
            _fill(client, full, batches)
        except (httpx.HTTPError, ChromaError) as error:
            raise self._unreachable(error) from error

    def open(self, name: str) -> VectorIndex:
        """The collection `name` of this index."""
        client = self._connected()
        try:
            return VectorIndex(_collection(client, self._prefix + name), failed=self._unreachable)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def count(self, name: str) -> int | None:
        """How many vectors the collection has. Raises VectorsUnreachableError."""
        try:
            return self.open(name).count
        except ChromaError:
            return None

    def keep_only(self, names: set[str]) -> None:
        """Delete the other collections of this index; those of others are not touched."""
        client = self._connected()
        kept = {self._prefix + name for name in names}
        try:
            for collection in client.list_collections():
                if collection.name.startswith(self._prefix) and collection.name not in kept:
                    client.delete_collection(collection.name)
        except (httpx.HTTPError, ChromaError) as error:
            raise self._unreachable(error) from error

    def _connected(self) -> ClientAPI:
        if self._client is None:
            parts = urlsplit(self._url)
            try:
                self._client = chromadb.HttpClient(
                    host=parts.hostname or "localhost",
                    port=parts.port or (443 if parts.scheme == "https" else 8000),
                    ssl=parts.scheme == "https",
                    settings=_settings(),
                )
            except (httpx.HTTPError, ValueError, ChromaError) as error:
                raise self._unreachable(error) from error
        return self._client

    def _unreachable(self, error: Exception) -> VectorsUnreachableError:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return VectorsUnreachableError(
            f"The Chroma server at {self._url} cannot be used ({reason}): start it with "
            "`chroma run`, or unset ASSISTANT_CHROMA_URL to keep the vectors on this machine."
        )


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False, allow_reset=False)


def _embedded(folder: Path) -> Client:
    with _opening:
        client = chromadb.PersistentClient(str(folder), settings=_settings())
    # Typed as the API that a remote client shares, which has nothing to close.
    return cast(Client, client)


def _close(client: Client) -> None:
    with _opening:
        client.close()


def _fill(client: ClientAPI, name: str, batches: Iterator[Vectors]) -> None:
    collection = client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "sync_threshold": _SYNC}},
    )
    row = 0
    for batch in batches:
        for start in range(0, len(batch), _BATCH):
            some = batch[start : start + _BATCH]
            collection.add(ids=[str(row + i) for i in range(len(some))], embeddings=some)
            row += len(some)


def _collection(client: ClientAPI, name: str) -> Collection:
    return client.get_collection(name, embedding_function=None)
