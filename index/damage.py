"""Telling that a part of the index, whole when it was published, can no longer be read."""

from __future__ import annotations

import sqlite3
import tokenize
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import AssistantError

FAULTS = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    sqlite3.Error,
    SyntaxError,  # numpy reads the head of a file as Python
    tokenize.TokenError,
)
"""What reading a file that is missing, cut short or overwritten may raise."""


class DamagedError(AssistantError):
    """A part of the published index cannot be read; the message gives the reason."""


@contextmanager
def reading_published() -> Iterator[None]:
    """A block that only reads what was published. Raises DamagedError when it cannot."""
    try:
        yield
    except FAULTS as error:
        raise DamagedError(reason(error)) from error


def reason(error: BaseException) -> str:
    """What `error` says, in one line."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}"
    return (str(error).splitlines() or [type(error).__name__])[0]
