"""Vectors on this machine: every collection in a Chroma folder of its own.

Each is written once and then only read, for Chroma's embedded client is not safe while another
process writes. By itself Chroma changes files whenever it opens them: it notes each opening in a
table, which a trigger prevents, and makes the graph of few vectors anew. What changes all the same
is found out by opening the folder once, before its sums are taken.
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
from index.generations.manifest import VectorSums
from index.generations.sums import check, sum_of
from index.generations.sums import faults as faults_of_files
from index.vectors.collections import Failed, VectorIndex, Vectors, damaged, fill, settings, telling

_COLLECTION = "passages"
_FILE = "chroma.sqlite3"
_BY = f"chroma {chromadb.__version__}"
# Chroma counts the users of a folder within a process, but not in one step with opening it.
_opening = threading.Lock()


class EmbeddedVectors:
    """Collections in folders below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, count: int, batches: Iterator[Vectors]) -> VectorSums | None:
        """Write a Chroma folder under a draft's name, and give it its own when it is whole."""
        self._folder.mkdir(exist_ok=True)
        draft = self._folder / f".{name}"
        with ExitStack() as stack:
            client = _embedded(draft, stack, OSError)
            fill(client, _COLLECTION, count, batches, OSError)
        _seal(draft / _FILE)
        sums = self._sums_of(draft)
        sync_tree(draft)
        draft.rename(self._folder / name)
        return sums

    def _sums_of(self, draft: Path) -> VectorSums:
        """The sums of those files that opening the folder leaves as they are."""
        files = [path for path in draft.rglob("*") if path.is_file()]
        for path in files:
            os.utime(path, (0, 0))  # a time that no change leaves
        try:
            self.open(draft.name, None).close()
        except DamagedError as error:
            raise OSError(str(error)) from error
        same = [path for path in files if path.stat().st_mtime_ns == 0]
        for path in same:
            os.utime(path)
        sums = tuple(sum_of(draft, path) for path in sorted(same))
        return VectorSums(by=_BY, files=sums, all=len(same) == len(files))

    def open(self, name: str, sums: VectorSums | None) -> VectorIndex:
        """The collection in the folder `name`."""
        with ExitStack() as stack, reading_published():
            folder = self._folder / name
            if sums is not None and sums.by == _BY:
                check(folder, sums.files, whole=False)
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

    def faults(self, name: str, count: int, sums: VectorSums | None) -> list[str]:
        """What is wrong with the folder `name`."""
        # After another version of Chroma, they can only be opened and counted.
        if sums is not None and sums.by == _BY:
            found = list(faults_of_files(self._folder / name, sums.files, whole=True))
            if found or sums.all:
                return found
        try:
            opened = self.open(name, sums)
        except DamagedError as error:
            return [str(error)]
        opened.close()
        return [] if opened.count == count else [f"{opened.count:,} vectors of {count:,} are there"]

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


def _seal(file: Path) -> None:
    """Have Chroma leave `file` as it is when it opens it: the table that it writes to then is
    read by nothing.
    """
    with telling(OSError), closing(sqlite3.connect(file)) as db:
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'acquire_write'").fetchone():
            db.execute(
                "CREATE TRIGGER sealed BEFORE INSERT ON acquire_write "
                "BEGIN SELECT RAISE(IGNORE); END"
            )


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
