"""Copying local files and folders into the corpus."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleError, CorpusError
from index.file_names import candidates, safe_name, split_ending
from index.reading import Skipped
from index.saving import folder_in, same_content, write_new

SUFFIXES = (
    *(".txt", ".md", ".html", ".htm", ".pdf", ".docx"),
    *(".json", ".jsonl", ".jsonl.gz", ".csv"),
)


@dataclass(frozen=True)
class Copied:
    """What became of one file: its name in the corpus, and whether that is a new file."""

    name: str
    changed: bool
    wanted: str


def is_supported(name: str) -> bool:
    """Whether the form of the file called `name` is one that articles are read from."""
    return split_ending(name)[1].lower() in SUFFIXES


def copy_file(file: Path, corpus: Path, under: str = "") -> Copied:
    """Copy `file` into the corpus folder `under`, unless it lies in the corpus already.

    What is there under its name and has other content stays: the copy is named `-2`. Raises
    ArticleError when it is no file of a form that is read, OSError when it cannot be copied.
    """
    if not is_supported(file.name):
        raise ArticleError(f"is in no form that is read ({', '.join(SUFFIXES)})")
    if not file.is_file():
        raise ArticleError("is not a file" if file.exists() else "does not exist")
    place = file.resolve()
    if place.is_relative_to(corpus.resolve()):
        name = place.relative_to(corpus.resolve()).as_posix()
        return Copied(name, False, name)
    wanted = f"{under}/{safe_name(file.name)}".lstrip("/")
    for name in candidates(wanted):
        path = folder_in(corpus, name)
        if write_new(path, file):
            return Copied(name, True, wanted)
        if path.is_file() and same_content(path, file):
            return Copied(name, False, wanted)
    raise ArticleError("has a name that too many others have")


def files_of(folder: Path, corpus: Path) -> Iterator[tuple[str, Path | Skipped]]:
    """The files of `folder` and its folders, by the relative folder that each lies in.

    Hidden ones, other forms and the corpus itself (should `folder` hold it) are passed over;
    links that lead out of `folder` come as Skipped.
    """
    home, own = folder.resolve(), corpus.resolve()
    unread: list[OSError] = []
    for current, folders, files in os.walk(home, onerror=unread.append):
        at = Path(current)
        inside = at.relative_to(home)
        for name in list(folders):
            if (at / name).is_symlink() and not name.startswith("."):
                yield "", Skipped(str(inside / name), "is a link to a folder")
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (at / name).is_symlink() and at / name != own
        )
        for name in sorted(files):
            if name.startswith(".") or not is_supported(name):
                continue
            file = at / name
            if file.is_symlink() and not file.resolve().is_relative_to(home):
                yield "", Skipped(str(inside / name), "is a link that leads out of the folder")
            else:
                yield "/".join(safe_name(part) for part in inside.parts), file
    for error in unread:
        yield "", Skipped(str(error.filename), f"cannot be read ({error.strerror})")


def local_folder_name(folder: Path) -> str:
    """The corpus folder that takes the files of `folder`; raises CorpusError for `/`."""
    name = folder.resolve().name
    if not name:
        raise CorpusError("The whole file system is not added: name the folder that is meant.")
    return safe_name(name)
