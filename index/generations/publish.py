"""Where generations live on disk, and the one atomic step that publishes one.

<index>/current              one line: the name of the published generation
<index>/generations/<name>/  a generation: its manifest and catalog, never changed
<index>/segments/<name>/     a segment: articles, words and terms, shared by generations
<index>/vectors/<name>/      the vectors of a segment, in a Chroma folder
<index>/ledger.sqlite        every vector by its text, for the writer alone
<index>/lock                 held by the one writer; the system frees a dead writer's lock
<index>/writer               who that is and how far it has come
<index>/id                   what tells this index from others on one Chroma server

What begins with a full stop is being made, or is what a killed build left behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.damage import reason
from index.durable import replace_text, sync, sync_tree
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexForbiddenError,
    IndexUnavailableError,
)
from index.generations.hold import claimed, unheld
from index.generations.manifest import Manifest, read_manifest
from index.generations.writer import Progress, Writer, unreported, writer_of

GENERATIONS = "generations"
SEGMENTS = "segments"
VECTORS = "vectors"
LEDGER = "ledger.sqlite"
POINTER = "current"

_NAME = re.compile(r"[0-9]{8}T[0-9]{12}")


def current(index_dir: Path) -> Path | None:
    """The folder of the published generation, or None when none was ever published.

    Raises IndexDamagedError when the pointer names a generation that is not there, and
    IndexForbiddenError when it or what it names may not be read.
    """
    name = _pointer(index_dir)
    while name is not None:
        folder = index_dir / GENERATIONS / name
        try:
            if _NAME.fullmatch(name) and folder.is_dir():
                return folder
        except PermissionError as error:
            raise IndexForbiddenError(index_dir, reason(error)) from error
        # Another one may have been published, and this one removed, meanwhile.
        before, name = name, _pointer(index_dir)
        if name == before:
            raise IndexDamagedError(index_dir, f"{POINTER} names a generation that is not there")
    return None


def _pointer(index_dir: Path) -> str | None:
    try:
        return (index_dir / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise IndexForbiddenError(index_dir, reason(error)) from error
    except OSError as error:
        raise IndexDamagedError(index_dir, f"{POINTER} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise IndexDamagedError(index_dir, f"{POINTER} is not as it was written") from error


@contextmanager
def writing(index_dir: Path, progress: Progress = unreported) -> Iterator[Writer]:
    """Hold the index's only write lock, after sweeping up what killed builds left.

    Raises IndexBusyError when another process holds it, IndexUnavailableError when the folder
    cannot be written.
    """
    with contextlib.ExitStack() as stack:
        try:
            for name in (GENERATIONS, SEGMENTS):
                (index_dir / name).mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                (index_dir / "lock").rmdir()  # no lock, but an empty folder in its place
            stack.enter_context(FileLock(index_dir / "lock", timeout=0))
            stack.enter_context(claimed(index_dir))
            for name in (GENERATIONS, SEGMENTS, VECTORS):
                # Told now, and not after an hour's work.
                if (index_dir / name).is_dir() and not os.access(
                    index_dir / name, os.R_OK | os.W_OK | os.X_OK
                ):
                    raise PermissionError(
                        errno.EACCES, os.strerror(errno.EACCES), str(index_dir / name)
                    )
        except (Timeout, BlockingIOError) as error:
            raise IndexBusyError(
                f"Another build ({writer_of(index_dir) or 'process unknown'}) is writing the index "
                f"at {index_dir}: wait for it to end."
            ) from error
        except OSError as error:
            raise IndexUnavailableError(
                f"The index folder {index_dir} cannot be written ({reason(error)}): "
                "check its permissions, or name another with ASSISTANT_INDEX_DIR."
            ) from error
        _sweep(index_dir)
        # A build that failed for want of space should not be what takes it up.
        stack.callback(_sweep, index_dir)
        yield stack.enter_context(Writer.at_work(index_dir, progress))


def index_id(index_dir: Path) -> str:
    """The id of the index at `index_dir`, given to it when it is first asked for."""
    file = index_dir / "id"
    with contextlib.suppress(OSError):
        if known := file.read_text(encoding="utf-8").strip():
            return known
    made = uuid.uuid4().hex[:12]
    replace_text(file, made + "\n")
    return made


def keep(folder: Path, name: str) -> Path:
    """Give the draft of `name` below `folder` its name, once all of it is on disk."""
    sync_tree(folder / f".{name}")
    final = folder / name
    (folder / f".{name}").rename(final)
    sync(folder)
    return final


def turn_to(index_dir: Path, name: str) -> None:
    """Make the whole generation `name` the published one."""
    with contextlib.suppress(OSError):
        (index_dir / POINTER).rmdir()  # an empty folder in its place would not be replaced
    replace_text(index_dir / POINTER, name + "\n")


def generations(index_dir: Path) -> list[str]:
    """The names of all generations that are there, whole or not, newest first."""
    folders = (index_dir / GENERATIONS).glob("*")
    return sorted((f.name for f in folders if _NAME.fullmatch(f.name)), reverse=True)


def generation_before(index_dir: Path) -> str | None:
    """The name of the generation that the published one took over from, if it is there.

    Raises IndexDamagedError when the published one does not tell.
    """
    folder = current(index_dir)
    if folder is None:
        return None
    previous = read_manifest(folder).previous
    return previous if previous and (index_dir / GENERATIONS / previous).is_dir() else None


def prune(index_dir: Path) -> list[Manifest]:
    """Remove the generations that are of no more use, and the segments that only they had.

    The published one stays, the one before it, and each that a reader has open. Gives the
    manifests of those that stay. Raises IndexUnavailableError when nothing tells which is the
    published one, or what it needs.
    """
    published = current(index_dir)
    if published is None and generations(index_dir):
        raise IndexDamagedError(index_dir, f"{POINTER} is missing")
    kept_names = {published.name if published else "", generation_before(index_dir) or ""}
    kept: list[Manifest] = []
    for folder in sorted((index_dir / GENERATIONS).iterdir()):
        if folder.name not in kept_names:
            with unheld(folder) as free:
                if free:
                    _remove(folder)
                    continue
        with contextlib.suppress(IndexUnavailableError):
            kept.append(read_manifest(folder))
    used = segments_used(kept)
    for folder in (index_dir / SEGMENTS).iterdir():
        if folder.name not in used:
            _remove(folder)
    return kept


def segments_used(kept: Iterable[Manifest]) -> set[str]:
    """The names of the segments of those generations."""
    return {s.name for manifest in kept for s in manifest.segments}


def vectors_used(kept: Iterable[Manifest]) -> set[str]:
    """The names of the vectors of those generations."""
    return {s.vectors for manifest in kept for s in manifest.segments if s.vectors is not None}


def _sweep(index_dir: Path) -> None:
    """Remove what killed builds left: drafts, and generations that nothing leads to."""
    for part in (GENERATIONS, SEGMENTS, VECTORS):
        for leftover in (index_dir / part).glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)
    # Where the published one cannot be read, nothing tells what of the rest it needs.
    with contextlib.suppress(IndexUnavailableError, OSError):
        used = vectors_used(prune(index_dir))
        for folder in (index_dir / VECTORS).glob("*"):
            if folder.name not in used:
                _remove(folder)


def _remove(folder: Path) -> None:
    # Gone for good in one step: a removal that is killed half-way leaves no half of a folder
    # that looks whole.
    gone = folder.with_name(f".{folder.name}-{os.getpid()}")
    with contextlib.suppress(OSError):
        if not folder.name.startswith("."):
            folder.rename(gone)
            folder = gone
        shutil.rmtree(folder, ignore_errors=True)
