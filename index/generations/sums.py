"""Checksums: telling whether a file still holds what was written.

They are against accidents: a disk that forgets, a copy that was cut short, a careless hand. Who
may write the index may write its checksums too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.damage import DamagedError, reason
from index.digest import sha256

# So large a file is hashed within some milliseconds: whenever it is opened.
_SMALL = 1 << 20


class FileSum(BaseModel):
    """What a file was when it was written: its path in its folder, its bytes, when it was
    modified (nanoseconds since 1970) and its sha256.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    size: int
    modified: int
    sha256: str


Sums = tuple[FileSum, ...]


def sums_of(folder: Path) -> Sums:
    """The sums of all files below `folder`, by path."""
    return tuple(sum_of(folder, path) for path in sorted(folder.rglob("*")) if path.is_file())


def sum_of(folder: Path, file: Path) -> FileSum:
    """The sum of one file below `folder`."""
    found = file.stat()
    return FileSum(
        path=file.relative_to(folder).as_posix(),
        size=found.st_size,
        modified=found.st_mtime_ns,
        sha256=sha256(file),
    )


def faults(folder: Path, sums: Iterable[FileSum], *, whole: bool) -> Iterator[str]:
    """What is wrong with the files of `folder`, in words, a line for each that is damaged.

    With `whole` every byte is looked at, and files that are sound get the time back that they were
    written at, if a copy has lost it. Without it, only small files and those of another time than
    that are looked at so, of the rest the size; and a file that may not be read raises
    PermissionError, for to a reader that is no damage.
    """
    for expected in sums:
        file = folder / expected.path
        try:
            found = file.stat()
            if not stat.S_ISREG(found.st_mode):
                yield f"{_shown(file)} is no file"
            elif found.st_size != expected.size:
                yield f"{_shown(file)} has {found.st_size:,} bytes instead of {expected.size:,}"
            elif whole or found.st_size <= _SMALL or found.st_mtime_ns != expected.modified:
                if sha256(file) != expected.sha256:
                    yield f"{_shown(file)} is not as it was written"
                elif whole and found.st_mtime_ns != expected.modified:
                    with suppress(OSError):
                        os.utime(file, ns=(found.st_atime_ns, expected.modified))
        except FileNotFoundError:
            yield f"{_shown(file)} is missing"
        except OSError as error:
            if isinstance(error, PermissionError) and not whole:
                raise
            yield f"{_shown(file)} cannot be read: {error.strerror or reason(error)}"


def check(folder: Path, sums: Iterable[FileSum], *, whole: bool) -> None:
    """Raises DamagedError for the first fault that `faults` finds, or what it raises."""
    for fault in faults(folder, sums, whole=whole):
        raise DamagedError(fault)


def _shown(file: Path) -> str:
    """The end of its path: enough to find it by."""
    return "/".join(file.parts[-3:])
