"""Copying local files and folders into the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleError, CorpusError
from index.intake.file_names import candidates, safe_name
from index.intake.saving import folder_in, same_content, write_new
from index.reading.corpus_files import SUFFIXES, corpus_files, is_read
from index.reading.skipped import Skipped


@dataclass(frozen=True)
class Copied:
    """What became of one file: its name in the corpus, and whether that is a new file."""

    name: str
    changed: bool
    wanted: str


def copy_file(file: Path, corpus: Path, under: str = "") -> Copied:
    """Copy `file` into the corpus folder `under`, unless it lies in the corpus already.

    What is there under its name and has other content stays: the copy is named `-2`. Raises
    ArticleError when it is no file of a form that is read, OSError when it cannot be copied.
    """
    if not is_read(file.name):
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


def files_of(folder: Path, corpus: Path) -> Iterator[tuple[str, Path] | Skipped]:
    """The files of `folder` that may hold articles, each with the folder in it that it lies in.

    They are those that would be read were `folder` the corpus; the corpus itself, should `folder`
    hold it, is passed over.
    """
    for found in corpus_files(folder, called="folder", without=corpus):
        if isinstance(found, Skipped):
            yield found
        else:
            inside = found[1].relative_to(folder).parent
            yield "/".join(safe_name(part) for part in inside.parts), found[1]


def local_folder_name(folder: Path) -> str:
    """The corpus folder that takes the files of `folder`; raises CorpusError for `/`."""
    name = folder.resolve().name
    if not name:
        raise CorpusError("The whole file system is not added: name the folder that is meant.")
    return safe_name(name)
