"""Parsers that do what a parser should not."""

from __future__ import annotations

import os
import signal
from typing import Any

from index.reading.skipped import Skipped


def chatty(content: bytes) -> Skipped:
    print("I am the answer", flush=True)
    os.write(1, b'{"path": "printed", "reason": "x"}')
    return Skipped("a.txt", content.decode())


def of_another_kind(content: bytes) -> Any:
    return Skipped(path=7, reason=[content.decode()])  # type: ignore[arg-type]


def failing(content: bytes) -> Skipped:
    raise ValueError(f"nothing\nwas {content.decode()}")


def killed(content: bytes) -> Skipped:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Skipped("a.txt", content.decode())


def idle(content: bytes) -> Skipped:
    signal.pause()
    return Skipped("a.txt", content.decode())
