"""Who is writing an index at this moment, and how far it has come."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

_FILE = "writer"
_SECONDS_BETWEEN_REPORTS = 1.0

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done ("read", "embed", "store"), how much of it is done, and how much
there is, if that is known."""


def unreported(doing: str, done: int, total: int | None) -> None:
    """The progress of work that nobody watches."""


class AtWork(BaseModel):
    """A writer: its process, since when it works (ISO), and what it does."""

    model_config = ConfigDict(frozen=True)

    process: int
    since: str
    doing: str = "read"
    done: int = 0
    total: int | None = None

    def __str__(self) -> str:
        return f"process {self.process}, since {self.since}"


@dataclass
class Writer:
    """The one writer of an index: reports to the caller and to whoever asks for the status."""

    _file: Path
    _at_work: AtWork
    _progress: Progress
    _written: float = 0.0

    @classmethod
    @contextmanager
    def at_work(cls, index_dir: Path, progress: Progress) -> Iterator[Writer]:
        """This process as the writer of the index, until the end of the block."""
        since = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        writer = cls(index_dir / _FILE, AtWork(process=os.getpid(), since=since), progress)
        writer._write()
        try:
            yield writer
        finally:
            with contextlib.suppress(OSError):
                writer._file.unlink(missing_ok=True)

    def report(self, doing: str, done: int, total: int | None) -> None:
        """Say how far the work has come."""
        self._progress(doing, done, total)
        changed = doing != self._at_work.doing
        if changed or time.monotonic() - self._written > _SECONDS_BETWEEN_REPORTS:
            self._at_work = self._at_work.model_copy(
                update={"doing": doing, "done": done, "total": total}
            )
            self._write()

    def _write(self) -> None:
        # For information only: a full disk ends the build where it matters, not here.
        with contextlib.suppress(OSError):
            draft = self._file.with_name(f".{_FILE}")
            draft.write_text(self._at_work.model_dump_json(), encoding="utf-8")
            draft.replace(self._file)
        self._written = time.monotonic()


def writer_of(index_dir: Path) -> AtWork | None:
    """The writer at work on the index, or None when there is none or it has died."""
    try:
        found = AtWork.model_validate_json((index_dir / _FILE).read_text(encoding="utf-8"))
        if os.name == "posix":
            os.kill(found.process, 0)  # asks whether it is there
    except PermissionError:
        return found  # another user's, and alive
    except (OSError, ValidationError):
        return None
    return found
