"""Where generations live on disk, and the one atomic step that publishes one.

<index>/current              one line: the name of the published generation
<index>/generations/<name>/  a generation, never changed after it got its name
<index>/generations/.<name>  one that is being built, or that a killed build left behind
<index>/lock                 held by the one writer; the system frees a dead writer's lock
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusyError, IndexUnavailableError


def current(index_dir: Path) -> Path | None:
    """The folder of the published generation, or None when none was ever published.

    Raises IndexUnavailableError when the pointer names a generation that is not there.
    """
    try:
        name = (index_dir / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IndexUnavailableError(
            f"The index at {index_dir} cannot be read ({error.strerror}): "
            "check its permissions, or name another with ASSISTANT_INDEX_DIR."
        ) from error
    folder = index_dir / "generations" / name
    if not name or "/" in name or not folder.is_dir():
        raise IndexUnavailableError(
            f"The index at {index_dir} points to a generation that is not there: "
            "build it again with `assistant index build`."
        )
    return folder


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the index's only write lock, and sweep up after killed builds.

    Raises IndexBusyError when another process holds it, IndexUnavailableError when the folder
    cannot be written.
    """
    try:
        (index_dir / "generations").mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / "lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        holder = _holder(index_dir)
        raise IndexBusyError(
            f"Another build{holder} is writing the index at {index_dir}: wait for it to end."
        ) from error
    except OSError as error:
        raise IndexUnavailableError(
            f"The index folder {index_dir} cannot be written ({error.strerror}): "
            "check its permissions, or name another with ASSISTANT_INDEX_DIR."
        ) from error
    try:
        (index_dir / "writer").write_text(str(os.getpid()), encoding="utf-8")
        for leftover in (index_dir / "generations").glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
    finally:
        (index_dir / "writer").unlink(missing_ok=True)
        lock.release()


def draft(index_dir: Path, name: str) -> Path:
    """A new empty folder to build generation `name` in."""
    folder = index_dir / "generations" / f".{name}"
    folder.mkdir()
    return folder


def publish(index_dir: Path, name: str) -> Path:
    """Make the finished draft of `name` the published generation, and give its folder.

    The draft is on disk before it gets its name, and has its name before the pointer turns to
    it; a crash between any two steps leaves the old pointer or the new one, each whole.
    """
    generations = index_dir / "generations"
    _sync_tree(generations / f".{name}")
    folder = generations / name
    (generations / f".{name}").rename(folder)
    _sync(generations)
    replaced = current(index_dir)
    pointer = index_dir / ".current"
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(index_dir / "current")
    _sync(index_dir)
    _prune(index_dir, {folder, replaced})
    return folder


def _prune(index_dir: Path, kept: set[Path | None]) -> None:
    """Remove all generations but the published one and the one that readers may still have."""
    for path in (index_dir / "generations").iterdir():
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _holder(index_dir: Path) -> str:
    try:
        return f" (process {int((index_dir / 'writer').read_text(encoding='utf-8'))})"
    except (OSError, ValueError):
        return ""


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
