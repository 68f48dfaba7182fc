"""Where questions wait for their turn and are answered: so many at a time, the rest in a queue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from assistant.calling_off import unless
from assistant.service.policy import WAIT_SECONDS
from assistant.service.refusals import GoneError, RefusalError

T = TypeVar("T")

Gone = Callable[[], Awaitable[bool]]
"""Tells whether the client has hung up."""
_SECONDS_BETWEEN_LOOKS = 0.1


async def never() -> bool:
    """A client that stays."""
    return False


class Desk:
    """Runs the blocking work of answering in threads, in the order in which it comes.

    To be used from one event loop. Work whose client hangs up, or whose task is cancelled, is
    called off; its turn is over when its thread is free again.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self.waiting = 0
        self.answering = 0

    async def run(self, work: Callable[[], T], gone: Gone = never) -> T:
        """What `work` gives, once its turn has come.

        Raises RefusalError when too many are waiting already or the wait is too long, GoneError
        when the client hangs up: the work is then given up.
        """
        await self._admit(gone)
        called_off = threading.Event()
        done = self._start(work, called_off)
        try:
            while not (await asyncio.wait([done], timeout=_SECONDS_BETWEEN_LOOKS))[0]:
                if await gone():
                    raise GoneError
            return done.result()
        finally:
            called_off.set()

    async def stream(
        self, work: Callable[[], Iterator[T]], gone: Gone = never
    ) -> AsyncGenerator[T, None]:
        """The items of `work` as they come; comes back once its turn has come.

        Raises as `run` does. The work is called off when what is given back is closed.
        """
        await self._admit(gone)
        return self._items(work)

    async def _items(self, work: Callable[[], Iterator[T]]) -> AsyncGenerator[T, None]:
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[tuple[T] | None] = asyncio.Queue()
        called_off = threading.Event()

        def give_each() -> None:
            for item in work():
                loop.call_soon_threadsafe(items.put_nowait, (item,))
                if called_off.is_set():
                    return

        done = self._start(give_each, called_off)
        done.add_done_callback(lambda _: items.put_nowait(None))
        try:
            while (item := await items.get()) is not None:
                yield item[0]
            done.result()
        finally:
            called_off.set()

    def _start(self, work: Callable[[], T], called_off: threading.Event) -> asyncio.Future[T]:
        context = copy_context()

        def in_thread() -> T:
            with unless(called_off):
                return work()

        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self._pool, context.run, in_thread)
        done.add_done_callback(self._leave)
        return done

    def _leave(self, done: asyncio.Future[Any]) -> None:
        self.answering -= 1
        self._turns.release()
        if not done.cancelled():
            done.exception()  # seen: nobody may be left to look at it

    async def _admit(self, gone: Gone) -> None:
        if not self._turns.locked():
            # Taken without giving way: whoever has a turn must not be counted among the waiting.
            await self._turns.acquire()
            self.answering += 1
            return
        if self.waiting >= self._most_waiting:
            raise RefusalError(
                503, "overloaded", "Too many questions are waiting: ask again later.", 2
            )
        self.waiting += 1
        turn = asyncio.ensure_future(self._turns.acquire())
        deadline = asyncio.get_running_loop().time() + WAIT_SECONDS
        try:
            while not (await asyncio.wait([turn], timeout=_SECONDS_BETWEEN_LOOKS))[0]:
                if await gone():
                    raise GoneError
                if asyncio.get_running_loop().time() > deadline:
                    raise RefusalError(
                        503, "overloaded", "The wait is too long: ask again later.", 5
                    )
        except BaseException:
            if not turn.cancel():  # it has come at this very moment
                self._turns.release()
            raise
        finally:
            self.waiting -= 1
        self.answering += 1

    def close(self) -> None:
        """Take no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)
