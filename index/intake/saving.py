"""Writing files into the corpus so that each is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from index.durable import sync
from index.errors import CorpusError

_TEMPORARY = ".adding-"
# What is younger may be another add's that is still at work.
_LEFT_SECONDS = 3_600


def write_new(path: Path, content: bytes | Path) -> bool:
    """Write `content` (or a copy of that file) to `path`, and say whether it did.

    It does not when there is something at `path` already. Raises OSError.
    """
    with _temporary(path, content) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            if os.path.lexists(path):
                return False
            temporary.replace(path)
    _sync_name(path)
    return True


def write_over(path: Path, content: bytes) -> None:
    """Put `content` at `path` in place of what is there. Raises OSError."""
    with _temporary(path, content) as temporary:
        temporary.replace(path)
    _sync_name(path)


def same_content(path: Path, content: bytes | Path) -> bool:
    """Whether the file at `path` holds exactly `content` (or what that file holds)."""
    with _stream(content) as wanted, path.open("rb") as present:
        while True:
            piece = wanted.read(1 << 20)
            if present.read(1 << 20) != piece:
                return False
            if not piece:
                return True


def folder_in(corpus: Path, name: str) -> Path:
    """The path of `name` in `corpus`, its folder made; raises CorpusError when that leads out."""
    path = corpus / name
    # Looked at before it is made: mkdir would go through a link too.
    for folder in reversed(path.parents):
        if folder.is_relative_to(corpus) and folder != corpus and folder.is_symlink():
            raise CorpusError(f"{folder} is a link: nothing is saved through it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def sweep(folder: Path) -> None:
    """Remove from `folder` what an add that was killed an hour ago or earlier left there."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_TEMPORARY}*"):
            if time.time() - left.lstat().st_mtime > _LEFT_SECONDS:
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def _temporary(path: Path, content: bytes | Path) -> Iterator[Path]:
    # Hidden, so that a reader of the corpus passes over it if this process is killed.
    descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file, _stream(content) as source:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # a temporary file is for its owner alone; an article is not
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _stream(content: bytes | Path) -> BinaryIO:
    return content.open("rb") if isinstance(content, Path) else BytesIO(content)


def _sync_name(path: Path) -> None:
    # Not every file system can: the file itself is on disk, and a name that a power cut takes
    # away is one that the next add gives again.
    with contextlib.suppress(OSError):
        sync(path.parent)
