"""How many questions are being answered, so that what can wait gives way to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_SECONDS_BETWEEN_LOOKS = 0.05


class Traffic:
    """Counts the questions on their way; safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._passing = 0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """A question is on its way for the length of the block."""
        with self._lock:
            self._passing += 1
        try:
            yield
        finally:
            with self._lock:
                self._passing -= 1

    def clears(self, seconds: float) -> bool:
        """Whether there is a moment without any within that many seconds; comes back at it."""
        until = time.monotonic() + seconds
        while self._passing:
            if time.monotonic() > until:
                return False
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        return True
