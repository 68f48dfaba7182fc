"""Keeping the index current while the corpus changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, watch

# A copy of many files comes as many changes: the update waits until they have stopped for so
# long, but not for ever.
_QUIET_MS = 1_000
_LONGEST_MS = 15_000
_LOOK_MS = 500


def changes(corpus: Path) -> Iterator[int]:
    """Yields 0 when `corpus` is being watched, and then, each time files of it have changed and
    stopped changing, how many did.
    """
    watching = False
    for found in watch(
        corpus,
        watch_filter=_visible(corpus),
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    ):
        if found or not watching:
            yield len(found)
        watching = True


def _visible(corpus: Path) -> Callable[[Change, str], bool]:
    root = corpus.resolve()

    def visible(change: Change, path: str) -> bool:
        del change
        try:
            parts = Path(path).relative_to(root).parts
        except ValueError:
            parts = Path(path).parts[-1:]
        return not any(part.startswith(".") for part in parts)

    return visible
