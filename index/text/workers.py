"""Analysing articles on every core: worker processes that die with the process that started them.

A worker is `python -m index.workers`, which reads pickled batches of articles from its standard
input and writes pickled analyses to its standard output. So a script that opens an index need not
guard its main module, as multiprocessing would have it do, and a worker whose parent is killed
meets the end of its input and ends as well.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import IO

from index.article import Article
from index.errors import AssistantError
from index.reading.interpreter import module_command, module_environment
from index.text.analysis import Analysis, analyse

_BATCH_ARTICLES = 64
_BATCH_CHARACTERS = 500_000
# Below so many batches, starting processes costs more than they save.
_WORTH_PROCESSES = 4


class WorkerError(AssistantError):
    """A worker process died."""


def analyse_all(articles: Iterable[Article]) -> Generator[Analysis]:
    """The analyses of the articles, in their order, a batch each.

    Raises WorkerError when a worker process dies, of a lack of memory for instance.
    """
    batches = _batches(articles)
    few = list(islice(batches, _WORTH_PROCESSES))
    cores = _cores()
    if len(few) < _WORTH_PROCESSES or cores == 1:
        for batch in chain(few, batches):
            yield analyse(batch)
        return
    with _Workers(cores) as workers:
        waiting: deque[Future[Analysis]] = deque()
        for batch in chain(few, batches):
            waiting.append(workers.submit(batch))
            if len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += len(article.text)
        if len(batch) == _BATCH_ARTICLES or characters > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _cores() -> int:
    """How many processors this process may use."""
    with contextlib.suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Workers:
    """A few worker processes, each served by a thread."""

    def __init__(self, count: int) -> None:
        self._all = [_start() for _ in range(count)]
        free = iter(self._all)
        own = self._own = threading.local()

        def take() -> None:
            own.process = next(free)

        # A thread keeps to its process: none can wait for one that has died.
        self._threads = ThreadPoolExecutor(count, "analysis", initializer=take)

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.kill()
        for process in self._all:
            process.wait()
        self._threads.shutdown()
        for process in self._all:
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    _piped(stream).close()

    def submit(self, batch: list[Article]) -> Future[Analysis]:
        return self._threads.submit(self._analyse, batch)

    def _analyse(self, batch: list[Article]) -> Analysis:
        process: subprocess.Popen[bytes] = self._own.process
        try:
            pickle.dump(batch, _piped(process.stdin), pickle.HIGHEST_PROTOCOL)
            _piped(process.stdin).flush()
            # What comes back is our own process's: safe to unpickle.
            answer: Analysis = pickle.load(_piped(process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)  # for its exit code
            raise WorkerError(
                f"A process that was reading articles died (exit {process.poll()}), perhaps for "
                "lack of memory: run again; the published index is as it was."
            ) from error
        return answer


def _piped(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        module_command("index.text.workers"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=module_environment(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
        start_new_session=True,  # Ctrl-C is the parent's to handle
    )


def _work() -> None:
    while True:
        batch: list[Article] = pickle.load(sys.stdin.buffer)
        pickle.dump(analyse(batch), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    # The parent has ended, perhaps within a batch.
    with contextlib.suppress(EOFError, BrokenPipeError, pickle.UnpicklingError):
        _work()
    os._exit(0)  # no complaint about what could not be written to it
