"""The files of a folder, the corpus or one that is added to it, that may hold articles."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from index.reading.skipped import Skipped

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


def is_read(name: str) -> bool:
    """Whether a file called `name` is of a kind that articles are read from."""
    return name.lower().endswith(SUFFIXES)


def corpus_files(
    folder: Path, *, called: str = "corpus", without: Path | None = None
) -> Iterator[tuple[str, Path] | Skipped]:
    """Each file below `folder` that may hold articles: its name in it, and its path.

    They come sorted by name. Hidden files and folders, files of other kinds and the folder
    `without` are passed over. A link to what `folder` has anyway is passed over too; one that
    leads out of it, or nowhere, and a folder that cannot be read are Skipped with the reason,
    which says `called` for `folder`.
    """
    root = Path(os.path.realpath(folder))
    left_out = without and os.path.realpath(without)
    # Folders that a link has led into: one of them may hold a link that leads into it again.
    entered: set[str] = set()
    waiting = _inside(str(folder), "")
    while waiting:
        name, entry = waiting.pop()
        if isinstance(entry, Skipped):
            yield entry
            continue
        try:
            verdict = _link(entry, root, called, entered) if entry.is_symlink() else None
            if verdict:
                yield Skipped(_shown(name), verdict)
            elif verdict is None and entry.is_dir():
                # By name first: to resolve a path takes as long as it is deep.
                named = left_out is not None and entry.name == Path(left_out).name
                if not named or os.path.realpath(entry.path) != left_out:
                    waiting.extend(_inside(entry.path, f"{name}/"))
            elif verdict is None and entry.is_file() and is_read(entry.name):
                yield _shown(name), Path(entry.path)
        except OSError as error:
            yield Skipped(_shown(name), f"cannot be read ({error.strerror})", unreadable=True)


def _inside(folder: str, prefix: str) -> list[tuple[str, os.DirEntry[str] | Skipped]]:
    """What is in `folder` and not hidden, with `prefix` before its name, the last one first."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(
                (entry for entry in entries if entry.name[0] != "."),
                key=lambda entry: entry.name,
                reverse=True,
            )
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        name = _shown(prefix.removesuffix("/")) or "."
        return [(prefix, Skipped(name, reason, unreadable=True))]
    return [(prefix + entry.name, entry) for entry in found]


def _link(entry: os.DirEntry[str], root: Path, called: str, entered: set[str]) -> str | None:
    """Why the link `entry` is not followed, empty for no reason to name; None to follow it."""
    target = Path(os.path.realpath(entry.path))
    is_folder = target.is_dir()
    if not is_folder and not is_read(entry.name):
        return ""
    if not target.is_relative_to(root):
        return f"is a link that leads out of the {called}"
    if not target.exists():
        return "is a link that leads nowhere"
    # Its target is read at its own place, if it is not in a hidden folder (where some tools keep
    # the files that they show as links).
    hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    if not hidden and (is_folder or is_read(target.name)):
        return ""
    if is_folder:
        if str(target) in entered:
            return ""
        entered.add(str(target))
    return None


def _shown(name: str) -> str:
    return _UNSHOWABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), name)
