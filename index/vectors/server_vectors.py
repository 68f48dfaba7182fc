"""Vectors on a Chroma server: an index's collections are told from those of others by its id."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, cast

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.errors import NotFoundError

from index.damage import DamagedError, reason
from index.errors import VectorsUnreachableError
from index.generations.manifest import VectorSums
from index.vectors.chroma_address import chroma_address
from index.vectors.collections import VectorIndex, Vectors, damaged, fill, settings, telling

_SECONDS = 20.0  # for the server to answer


class ServerVectors:
    """Collections on the Chroma server at `url`, all named after this index."""

    def __init__(self, url: str, index_id: str) -> None:
        self._url = url
        self._prefix = f"news-{index_id}-"

    def check(self) -> None:
        """Raises VectorsUnreachableError when the server does not answer."""
        with telling(self._unreachable):
            self._client.heartbeat()

    def write(self, name: str, count: int, batches: Iterator[Vectors]) -> VectorSums | None:
        """Fill a collection that nothing names before the next generation does."""
        with telling(self._unreachable):
            client = self._client
        fill(client, self._prefix + name, count, batches, self._unreachable)
        return None

    def open(self, name: str, sums: VectorSums | None = None) -> VectorIndex:
        """The collection `name` of this index."""
        with telling(self._unreachable):
            try:
                collection = self._client.get_collection(
                    self._prefix + name, embedding_function=None
                )
            except NotFoundError as error:
                raise damaged(error) from error
            return VectorIndex(collection, collection.count(), self._unreachable)

    def faults(self, name: str, count: int, sums: VectorSums | None) -> list[str]:
        """Whether it is there and has as many: what a server keeps, it has to look after itself.
        Raises VectorsUnreachableError.
        """
        try:
            found = self.open(name).count
        except DamagedError as error:
            return [str(error)]
        return [] if found == count else [f"{found:,} vectors of {count:,} are on the server"]

    def keep_only(self, names: set[str]) -> None:
        """Delete the other collections of this index; those of others are not touched."""
        kept = {self._prefix + name for name in names}
        with telling(self._unreachable):
            client = self._client
            for collection in client.list_collections():
                if collection.name.startswith(self._prefix) and collection.name not in kept:
                    client.delete_collection(collection.name)

    @property
    def _client(self) -> ClientAPI:
        return _remote(chroma_address(self._url))

    def _unreachable(self, error: BaseException) -> VectorsUnreachableError:
        return VectorsUnreachableError(
            f"The Chroma server at {self._url} cannot be used ({reason(error)}): start it with "
            "`chroma run`, or unset ASSISTANT_CHROMA_URL to keep the vectors on this machine."
        )


# One for all generations: Chroma never lets go of a client for a server.
@functools.cache
def _remote(address: str) -> ClientAPI:
    # Chroma's client has no limit of time of its own: it would wait for a silent server for ever.
    timeout = httpx.Timeout(_SECONDS, connect=_SECONDS / 4)
    httpx.get(f"{address}/api/v2/heartbeat", timeout=timeout).raise_for_status()
    client = chromadb.HttpClient(
        host=address, ssl=address.startswith("https:"), settings=settings()
    )
    cast(Any, client)._server._session.timeout = timeout
    return client
