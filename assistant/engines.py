"""The engine over the published generation: opened anew when that changes, closed when unused."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.engine import Engine
from assistant.evidence.reader import Reader
from assistant.settings import Settings
from index import Embedder, Generation, open_published
from index.errors import AssistantError, IndexUnavailableError
from index.generations import publish


class Engines:
    """Gives each question the engine of the moment; safe for many threads.

    A newly published generation is picked up by the next question. The one before stays open for
    the questions that are still being answered from it, and shares with the new one what they
    have in common.
    """

    def __init__(self, settings: Settings, embedder: Embedder, reader: Reader) -> None:
        self._settings = settings
        self._embedder = embedder
        self._reader = reader
        self._lock = threading.Lock()
        self._newest: Engine | None = None
        self._users: Counter[Engine] = Counter()

    @contextmanager
    def current(self) -> Iterator[Engine]:
        """The engine over the published generation, which stays open until the block's end.

        Raises IndexUnavailableError when there is none that can be read.
        """
        with self._lock:
            engine = self._newest = self._up_to_date()
            self._users[engine] += 1
        try:
            yield engine
        finally:
            with self._lock:
                self._users[engine] -= 1
                self._close_unused()

    @property
    def in_use(self) -> bool:
        """Whether somebody is within `current` at this moment."""
        with self._lock:
            return any(self._users.values())

    def _up_to_date(self) -> Engine:
        settings = self._settings
        newest = self._newest
        try:
            folder = publish.current(settings.index_dir)
            if newest is not None and folder == newest.generation.folder:
                return newest
            before = newest.generation if newest is not None else None
            generation = open_published(settings.index_dir, settings.chroma_url, before)
            if generation is None:
                raise IndexUnavailableError(
                    f"There is no index at {settings.index_dir}: "
                    "build it with `assistant index build`."
                )
            return self._over(generation, before)
        except AssistantError:
            if newest is None:
                raise
            return newest  # the one before still answers

    def _over(self, generation: Generation, before: Generation | None) -> Engine:
        model = generation.manifest.embedding_model
        if model != self._embedder.model:
            generation.close(*([before] if before else []))
            raise IndexUnavailableError(
                f"The index was built with the embedding model {model}, and the setting is "
                f"{self._embedder.model}: set ASSISTANT_EMBEDDING_MODEL={model}, or build the "
                "index again with `assistant index build`."
            )
        engine = Engine(generation, self._embedder, self._reader)
        self._users[engine] = 0
        return engine

    def _close_unused(self) -> None:
        for engine in [e for e, users in self._users.items() if not users]:
            if engine is not self._newest:
                del self._users[engine]
                engine.generation.close(*(e.generation for e in self._users))
