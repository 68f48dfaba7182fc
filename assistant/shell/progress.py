"""How the work comes on, in a terminal: bars with rate and time left, or plain lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.generations.writer import Progress as Report

_LABELS = {
    "look": ("Looking", "files"),
    "read": ("Reading", "articles"),
    "embed": ("Embedding", "passages"),
    "store": ("Storing vectors", "passages"),
    "fetch": ("Fetching", "pages"),
    "copy": ("Copying", "files"),
    "ask": ("Asking", "questions"),
}
_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def reporting() -> Iterator[Report]:
    """A function that shows on standard error what it is told, for the length of the block."""
    console = Console(stderr=True)
    if console.is_terminal:
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        ) as bars:
            yield _Bars(bars)
    else:
        yield _Lines()


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="dim")


class _Bars:
    """A bar for each kind of work."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, doing: str, done: int, total: int | None) -> None:
        if doing not in self._tasks:
            label, unit = _LABELS.get(doing, (doing, ""))
            self._tasks[doing] = self._bars.add_task(f"{label} {unit}", total=total)
        self._bars.update(self._tasks[doing], completed=done, total=total)


class _Lines:
    """A line every so often: about work that takes long enough to be waited for."""

    def __init__(self) -> None:
        self._doing = ""
        self._started = self._last = time.monotonic()

    def __call__(self, doing: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if doing != self._doing:
            self._doing, self._started, self._last = doing, now, now
        if now - self._last < _SECONDS_BETWEEN_LINES:
            return
        self._last = now
        label, unit = _LABELS.get(doing, (doing, ""))
        rate = done / (now - self._started)
        line = f"{label} {unit}: {done:,}"
        if total:
            left = (total - done) / rate if rate else 0
            line += f" of {total:,}, {rate:,.0f}/s, {_clock(left)} left"
        else:
            line += f", {rate:,.0f}/s"
        print(line, file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
