"""Writing so that what has been written is still there after the power failed."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have the file or folder at `path` on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Have everything below `folder`, and the folder itself, on disk."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


def replace_text(file: Path, text: str) -> None:
    """Give `file` the content `text` in one step: it holds the old one or the new one, whole."""
    draft = file.with_name(f".{file.name}")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
    sync(file.parent)
