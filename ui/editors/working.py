"""Work that takes its time, in a thread, with what it says on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeVar

from assistant.editing.editing import Progress

SECONDS_BETWEEN_LOOKS = 0.4

Result = TypeVar("Result")


@dataclass(frozen=True)
class Step:
    """What is being done, how much of it is done, and of how much, if that is known."""

    doing: str
    done: int = 0
    total: int | None = None


async def working(work: Callable[[Progress], Result]) -> AsyncIterator[Step | Result]:
    """Each new step of `work`, as far as there is time to see it, then what it gives.

    Raises what `work` raises. Whoever no longer listens leaves the work running to its end.
    """
    now = told = None

    def report(doing: str, done: int, total: int | None) -> None:
        nonlocal now
        now = Step(doing, done, total)

    task = asyncio.ensure_future(asyncio.to_thread(work, report))
    while not task.done():
        await asyncio.wait({task}, timeout=SECONDS_BETWEEN_LOOKS)
        if now is not None and now != told and not task.done():
            told = now
            yield told
    yield task.result()
