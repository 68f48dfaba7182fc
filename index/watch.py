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


def changes(corpus: Path, stop: Event | None = None) -> Iterator[int]:
    """Yields, each time files of `corpus` have changed and stopped changing, how many did.

    Ends when `stop` is set or on Ctrl-C.
    """
    for found in watch(
        corpus,
        watch_filter=_visible(corpus),
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        stop_event=stop,
        raise_interrupt=False,
    ):
        yield len(found)


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
