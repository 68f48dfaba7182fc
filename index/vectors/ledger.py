"""Every vector that was ever worked out for this index, by the text it is the vector of.

Vectors are what an index costs: at some ten milliseconds a passage, an archive takes most of an
hour. They are written here in small transactions as they come, so that a build that is killed
goes on where it was, and no text is embedded twice, in whatever article or segment it stands.
Only the one writer opens this file; questions are answered without it. Each vector has a digest of
its own, which is looked at whenever it is read: one that is damaged counts as not there.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.damage import reason

# Half precision keeps a cosine to five digits and halves the file.
_STORED = np.dtype("<f2")
_AT_ONCE = 10_000


class LedgerDamagedError(Exception):
    """The ledger cannot be read; what is in it can be worked out again."""


_SCHEMA = """
CREATE TABLE IF NOT EXISTS digested (
    model TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (model, key)
) WITHOUT ROWID
"""
_DIGEST_BYTES = 8
# What else an error may mean than that the file is damaged.
_NO_DAMAGE = frozenset(
    {
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED),
        *(sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT),
    }
)


class Ledger:
    """The vectors of one model in a ledger file."""

    def __init__(self, connection: sqlite3.Connection, model: str) -> None:
        self._connection = connection
        self._model = model

    @classmethod
    @contextmanager
    def open(cls, file: Path, model: str) -> Iterator[Ledger]:
        """The ledger in `file`, made if there is none.

        `model` names the model and whatever else its vectors depend on. Raises LedgerDamagedError
        when the file turns out to be damaged, be it within the block.
        """
        try:
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(_SCHEMA)
                _take_over(connection)
                yield cls(connection, model)
        except sqlite3.Error as error:
            if not _is_damage(error, file):
                raise
            raise LedgerDamagedError(reason(error)) from error

    @staticmethod
    def discard(file: Path) -> None:
        """Remove the ledger in `file`. Raises OSError."""
        for part in file.parent.glob(file.name + "*"):
            if part.is_dir():
                part.rmdir()
            else:
                part.unlink()

    @staticmethod
    def faults(file: Path) -> list[str]:
        """What is wrong with the ledger in `file`, after all of it was looked at; nothing where
        there is none. It is not changed.
        """
        if not file.exists():
            return []
        # Who may not write the folder cannot make the files that SQLite shares with a writer.
        how = "mode=ro" if os.access(file.parent, os.W_OK) else "mode=ro&immutable=1"
        try:
            with closing(
                sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True)
            ) as connection:
                damaged = len(_damaged(connection)) if _has_digests(connection) else 0
        except sqlite3.Error as error:
            return [f"{file.name} cannot be read: {reason(error)}"]
        return [f"{file.name}: {damaged:,} vectors are not as they were written"] if damaged else []

    def drop_damaged(self) -> int:
        """Drop the vectors, of whatever model, that are not as they were written; how many.

        Raises LedgerDamagedError when it cannot.
        """
        damaged = _damaged(self._connection)
        with self._connection:
            dropped = self._connection.executemany(
                "DELETE FROM digested WHERE model = ? AND key = ?", damaged
            ).rowcount
        if damaged and dropped != len(damaged):
            raise LedgerDamagedError("vectors are not where they should be")
        return len(damaged)

    def missing(self, keys: Sequence[bytes]) -> list[int]:
        """The places in `keys` of those without a whole vector, one for each different key."""
        wanted: dict[bytes, int] = {}
        for place, key in enumerate(keys):
            wanted.setdefault(key, place)
        for key in self._known(list(wanted)):
            wanted.pop(key, None)
        return list(wanted.values())

    def add(self, keys: Sequence[bytes], vectors: npt.NDArray[np.float32]) -> None:
        """Keep `vectors[i]` under `keys[i]`: all of them, or none if the machine dies."""
        stored = vectors.astype(_STORED)
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO digested VALUES (?, ?, ?, ?)",
                (
                    (self._model, key, vector, _digest(self._model, key, vector))
                    for key, vector in zip(keys, map(np.ndarray.tobytes, stored), strict=True)
                ),
            )

    def vectors(self, keys: Sequence[bytes]) -> npt.NDArray[np.float32]:
        """The vectors under `keys`: float32, a row each.

        Raises LedgerDamagedError when one is missing or damaged.
        """
        rows = []
        for key in keys:
            found = self._connection.execute(
                "SELECT vector, digest FROM digested WHERE model = ? AND key = ?",
                (self._model, key),
            ).fetchone()
            if found is None or not _is_whole(self._model, key, *found):
                raise LedgerDamagedError(f"the vector of {key.hex()} is missing or damaged")
            rows.append(np.frombuffer(found[0], dtype=_STORED))
        if len({len(row) for row in rows}) > 1:
            raise LedgerDamagedError("its vectors differ in length")
        return np.array(rows, dtype=np.float32)

    def __len__(self) -> int:
        """How many vectors of this model there are."""
        (held,) = self._connection.execute(
            "SELECT count(*) FROM digested WHERE model = ?", (self._model,)
        ).fetchone()
        return int(held)

    def keep_only(self, keys: Iterable[bytes]) -> None:
        """Drop this model's vectors that none of `keys` names.

        Those of another model stay: who changes the model may well change it back.
        """
        with self._connection:
            self._connection.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
            self._connection.executemany(
                "INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys)
            )
            self._connection.execute(
                "DELETE FROM digested WHERE model = ? AND key NOT IN (SELECT key FROM kept)",
                (self._model,),
            )
            self._connection.execute("DROP TABLE kept")
        self._connection.execute("VACUUM")

    def _known(self, keys: Sequence[bytes]) -> Iterator[bytes]:
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for key, vector, digest in self._connection.execute(
                f"SELECT key, vector, digest FROM digested WHERE model = ? AND key IN ({marks})",
                (self._model, *some),
            ):
                if _is_whole(self._model, key, vector, digest):
                    yield key


def _digest(model: str, key: bytes, vector: bytes) -> bytes:
    return hashlib.sha256(b"%b\0%b%b" % (model.encode(), key, vector)).digest()[:_DIGEST_BYTES]


def _is_whole(model: str, key: bytes, vector: bytes, digest: bytes) -> bool:
    try:
        return _digest(model, key, vector) == digest
    except (TypeError, AttributeError):  # damage may make anything of anything
        return False


def _damaged(connection: sqlite3.Connection) -> list[tuple[str, bytes]]:
    """The model and key of each vector that is not as it was written."""
    return [
        (model, key)
        for model, key, vector, digest in connection.execute("SELECT * FROM digested")
        if not _is_whole(model, key, vector, digest)
    ]


def _has_digests(connection: sqlite3.Connection) -> bool:
    named = "SELECT 1 FROM sqlite_master WHERE name = 'digested'"
    return connection.execute(named).fetchone() is not None


def _take_over(connection: sqlite3.Connection) -> None:
    """Give the vectors that an older version kept their digests: all of them, or none."""
    named = "SELECT 1 FROM sqlite_master WHERE name = 'vectors'"
    if connection.execute(named).fetchone() is None:
        return
    connection.create_function("digest", 3, _digest, deterministic=True)
    with connection:
        connection.execute(
            "INSERT OR IGNORE INTO digested "
            "SELECT model, key, vector, digest(model, key, vector) FROM vectors"
        )
        connection.execute("DROP TABLE vectors")
    with suppress(sqlite3.OperationalError):  # the space is free to be used again anyway
        connection.execute("VACUUM")


def _is_damage(error: sqlite3.Error, file: Path) -> bool:
    """Whether `error` means that `file` is no sound ledger, and not that the disk is full, say."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        # A folder in its place; or a head that forbids writing where the rights do not.
        parts = list(file.parent.glob(file.name + "*"))
        return bool(parts) and all(os.access(part, os.R_OK | os.W_OK) for part in parts)
    return code not in _NO_DAMAGE
