"""Keeping the index current while the corpus changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

# A copy of many files comes as many changes: the update waits until they have stopped for so
# long, but not for ever.
_QUIET_MS = 1_000
_LONGEST_MS = 15_000
# How often to look whether the corpus folder is still the one that is watched.
_LOOK_MS = 500


def changes(corpus: Path, index_dir: Path, stop: Event | None = None) -> Iterator[int]:
    """Yields, each time files of `corpus` have changed and stopped changing, how many did.

    Yields 0 as soon as it watches: what changes from then on is not missed. A folder that is
    removed is waited for, and watched when it comes back. Changes below `index_dir` do not count.
    Ends when `stop` is set.
    """
    stop = stop or Event()
    while not stop.is_set():
        watched = _identity(corpus)
        if watched is None:
            stop.wait(_LOOK_MS / 1000)
        else:
            yield from _changes_of(corpus, watched, index_dir, stop)


def _changes_of(
    corpus: Path, watched: tuple[int, int], index_dir: Path, stop: Event
) -> Iterator[int]:
    begun = False
    try:
        for found in watch(
            corpus.resolve(),
            watch_filter=_visible(corpus, index_dir),
            debounce=_LONGEST_MS,
            step=_QUIET_MS,
            stop_event=stop,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            if found or not begun:
                begun = True
                yield len(found)
            if _identity(corpus) != watched:
                return  # watching what is no longer there tells nothing
    except FileNotFoundError:
        return


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells this folder from another one in its place; None when there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _visible(corpus: Path, index_dir: Path) -> Callable[[Change, str], bool]:
    root, without = corpus.resolve(), index_dir.resolve()

    def visible(change: Change, path: str) -> bool:
        del change
        if Path(path).is_relative_to(without):
            return False
        try:
            parts = Path(path).relative_to(root).parts
        except ValueError:
            parts = Path(path).parts[-1:]
        return not any(part.startswith(".") for part in parts)

    return visible
