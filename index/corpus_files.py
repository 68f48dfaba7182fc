"""The files of a corpus folder that may hold articles."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from index.skipped import Skipped

SUFFIXES = (
    ".txt",
    ".md",
    ".html",
    ".htm",
    ".json",
    ".json.gz",
    ".jsonl",
    ".jsonl.gz",
    ".csv",
    ".csv.gz",
    ".pdf",
    ".docx",
)
"""What a file that is read ends in, in lower or upper case."""

# What would move a terminal's cursor when the name is shown, or cannot be stored as UTF-8.
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def corpus_files(folder: Path) -> Iterator[tuple[str, Path] | Skipped]:
    """Each file below `folder` that may hold articles: its name in the corpus, and its path.

    They come sorted by name. Hidden files and folders and files of other kinds are passed over.
    A link to what the corpus has anyway is passed over too; one that leads out of the corpus, or
    nowhere, and a folder that cannot be read are Skipped with the reason.
    """
    root = Path(os.path.realpath(folder))
    entered: set[str] = set()
    waiting: list[Path] = [folder]
    while waiting:
        path = waiting.pop()
        name = _name(path, folder)
        try:
            if path is not folder and path.is_symlink():
                verdict = _link(path, name, root)
                if verdict is not None:
                    if verdict:
                        yield Skipped(name, verdict)
                    continue
            if path.is_dir():
                # A link to a hidden folder may lead to a folder that holds the link.
                real = os.path.realpath(path)
                if real not in entered:
                    entered.add(real)
                    inside = [entry for entry in path.iterdir() if entry.name[0] != "."]
                    waiting.extend(sorted(inside, key=lambda entry: entry.name, reverse=True))
            elif _has_suffix(path) and path.is_file():
                yield name, path
        except OSError as error:
            yield Skipped(name, f"cannot be read ({error.strerror})")


def _link(path: Path, name: str, root: Path) -> str | None:
    """Why the link `path` is not followed, empty for no reason to name; None to follow it."""
    target = Path(os.path.realpath(path))
    of_interest = target.is_dir() or _has_suffix(path)
    if not of_interest:
        return ""
    if not target.is_relative_to(root):
        return "is a link that leads out of the corpus"
    if not target.exists():
        return "is a link that leads nowhere"
    # Its target is read at its own place, if it is not in a hidden folder (where some tools keep
    # the files that they show as links).
    inside = target.relative_to(root).parts
    hidden = any(part.startswith(".") for part in inside)
    return None if hidden or not (target.is_dir() or _has_suffix(target)) else ""


def _has_suffix(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def _name(path: Path, folder: Path) -> str:
    name = path.relative_to(folder).as_posix()
    return _UNSHOWABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), name)
