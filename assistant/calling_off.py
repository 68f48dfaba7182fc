"""Giving up a question that nobody waits for any longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_wanted: ContextVar[threading.Event | None] = ContextVar("called_off", default=None)


class CalledOffError(Exception):
    """The question that is being answered is not wanted any more."""


@contextmanager
def unless(called_off: threading.Event) -> Iterator[None]:
    """What is answered in this block ends with CalledOffError soon after `called_off` is set."""
    token = _wanted.set(called_off)
    try:
        yield
    finally:
        _wanted.reset(token)


def go_on() -> None:
    """Raises CalledOffError if the question of this thread is not wanted any more."""
    event = _wanted.get()
    if event is not None and event.is_set():
        raise CalledOffError
