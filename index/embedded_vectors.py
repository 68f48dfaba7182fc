"""Vectors on this machine: every collection in a Chroma folder of its own.

Each is written once and then only read, for Chroma's embedded client is not safe while another
process writes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import cast

import chromadb
from chromadb.api import ClientAPI
from chromadb.api.client import Client

from index.damage import DamagedError, reading_published
from index.durable import sync_tree
from index.vectors import Failed, VectorIndex, Vectors, damaged, fill, settings, telling

_COLLECTION = "passages"
_FILE = "chroma.sqlite3"
# Chroma counts the users of a folder within a process, but not in one step with opening it.
_opening = threading.Lock()


class EmbeddedVectors:
    """Collections in folders below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, count: int, batches: Iterator[Vectors]) -> None:
        """Write a Chroma folder under a draft's name, and give it its own when it is whole."""
        self._folder.mkdir(exist_ok=True)
        draft = self._folder / f".{name}"
        with ExitStack() as stack:
            client = _embedded(draft, stack, OSError)
            fill(client, _COLLECTION, count, batches, OSError)
        sync_tree(draft)
        draft.rename(self._folder / name)

    def open(self, name: str) -> VectorIndex:
        """The collection in the folder `name`."""
        with ExitStack() as stack, reading_published():
            folder = self._folder / name
            _check(folder / _FILE)
            if not os.access(folder, os.W_OK) or not os.access(folder / _FILE, os.W_OK):
                # Chroma cannot read what it could not write.
                copy = stack.enter_context(tempfile.TemporaryDirectory(prefix="vectors-"))
                folder = Path(shutil.copytree(folder, Path(copy) / name))
            client = _embedded(folder, stack, damaged)
            with telling(damaged):
                collection = client.get_collection(_COLLECTION, embedding_function=None)
                size = collection.count()
            return VectorIndex(collection, size, damaged, stack.pop_all().close)

    def count(self, name: str) -> int | None:
        """How many vectors are in the folder `name`."""
        try:
            found = self.open(name)
        except DamagedError:
            return None
        found.close()
        return found.count

    def keep_only(self, names: set[str]) -> None:
        """Remove the other folders, and what killed builds left."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in names:
                    shutil.rmtree(path, ignore_errors=True)


def _embedded(folder: Path, stack: ExitStack, failed: Failed) -> ClientAPI:
    """A client for `folder`, which `stack` closes."""
    with _opening, telling(failed):
        client = chromadb.PersistentClient(str(folder), settings=settings())
    stack.callback(_close, client)
    return client


def _close(client: ClientAPI) -> None:
    with _opening:
        # Typed as the API that a remote client shares, which has nothing to close.
        cast(Client, client).close()


def _check(file: Path) -> None:
    """Raises an error when `file` is no SQLite file, or is cut short: Chroma ends the whole
    process over some of these.
    """
    with closing(
        sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    ) as db:
        db.execute("SELECT sql FROM sqlite_master").fetchall()
        pages, size = (
            db.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size")
        )
    if pages * size > file.stat().st_size:
        raise ValueError("its vectors are cut short")
