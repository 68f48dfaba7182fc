"""Every vector that was ever worked out for this index, by the text it is the vector of.

Vectors are what an index costs: at some ten milliseconds a passage, an archive takes most of an
hour. They are written here in small transactions as they come, so that a build that is killed
goes on where it was, and no text is embedded twice, in whatever article or segment it stands.
Only the one writer opens this file; questions are answered without it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

# Half precision keeps a cosine to five digits and halves the file.
_STORED = np.dtype("<f2")
_AT_ONCE = 10_000


class LedgerDamagedError(Exception):
    """The ledger cannot be read; what is in it can be worked out again."""


_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, key)
) WITHOUT ROWID
"""


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
        connection = sqlite3.connect(file)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_SCHEMA)
            yield cls(connection, model)
        except sqlite3.OperationalError:
            raise  # a full disk or a missing folder; the file may be sound
        except sqlite3.DatabaseError as error:
            raise LedgerDamagedError(str(error)) from error
        finally:
            connection.close()

    @staticmethod
    def discard(file: Path) -> None:
        """Remove the ledger in `file`."""
        for part in file.parent.glob(file.name + "*"):
            part.unlink()

    def missing(self, keys: Sequence[bytes]) -> list[int]:
        """The places in `keys` of those without a vector, one for each different key."""
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
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                ((self._model, key, row.tobytes()) for key, row in zip(keys, stored, strict=True)),
            )

    def vectors(self, keys: Sequence[bytes]) -> npt.NDArray[np.float32]:
        """The vectors under `keys`: float32, a row each.

        Raises LedgerDamagedError when one is missing.
        """
        rows = []
        for key in keys:
            found = self._connection.execute(
                "SELECT vector FROM vectors WHERE model = ? AND key = ?", (self._model, key)
            ).fetchone()
            if found is None:
                raise LedgerDamagedError(f"the vector of {key.hex()} is missing")
            rows.append(np.frombuffer(found[0], dtype=_STORED))
        if len({len(row) for row in rows}) > 1:
            raise LedgerDamagedError("its vectors differ in length")
        return np.array(rows, dtype=np.float32)

    def __len__(self) -> int:
        """How many vectors of this model there are."""
        (held,) = self._connection.execute(
            "SELECT count(*) FROM vectors WHERE model = ?", (self._model,)
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
                "DELETE FROM vectors WHERE model = ? AND key NOT IN (SELECT key FROM kept)",
                (self._model,),
            )
            self._connection.execute("DROP TABLE kept")
        self._connection.execute("VACUUM")

    def _known(self, keys: Sequence[bytes]) -> Iterator[bytes]:
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for (key,) in self._connection.execute(
                f"SELECT key FROM vectors WHERE model = ? AND key IN ({marks})",
                (self._model, *some),
            ):
                yield key
