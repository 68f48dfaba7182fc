"""Readers' holds on a generation: a shared lock on its folder; and the writer's claim to the whole
index. The system frees both when their process dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a folder with open files cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

# What every generation has, to be held open where folders cannot be.
_OPENED = "manifest.json"


class Hold:
    """Keeps a generation's folder from being removed until it is released."""

    def __init__(self, folder: Path) -> None:
        """Raises FileNotFoundError when the folder is not there, or no longer."""
        self._descriptor: int | None = os.open(
            folder if fcntl is not None else folder / _OPENED, os.O_RDONLY
        )
        if fcntl is None:
            return
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        # It may have been removed between opening and locking.
        if not _is_at(self._descriptor, folder):
            self.release()
            raise FileNotFoundError(f"{folder.name} was removed")

    def release(self) -> None:
        """Let the folder go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _is_at(descriptor: int, folder: Path) -> bool:
    """Whether the folder that is open as `descriptor` still goes by that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except FileNotFoundError:
        return False


@contextmanager
def unheld(folder: Path) -> Iterator[bool]:
    """Whether no reader holds the generation in `folder`; none can come to, within the block."""
    if fcntl is None:
        yield True
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield True  # a generation that cannot be held
        return
    try:
        free = True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            free = False
        yield free
    finally:
        os.close(descriptor)


@contextmanager
def claimed(index_dir: Path) -> Iterator[None]:
    """A block for one process alone: a lock on the folder itself, which goes on when somebody who
    thinks that a lock file is a leftover removes it. Raises BlockingIOError.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(index_dir, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
