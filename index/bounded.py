"""Running what reads hostile input in a process of its own, with an end to its time."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from index.errors import ArticleError

Result = TypeVar("Result")

SECONDS = 20.0


def in_time(task: Callable[..., Result], *arguments: Any, seconds: float = SECONDS) -> Result:
    """What `task(*arguments)` returns, computed in another process within `seconds`.

    `task` is a function of a module; it costs about half a second more than calling it. Raises
    ArticleError as `task` does, and when it takes too long or takes its process down.
    """
    code = "from index.bounded import _serve; _serve()"
    work = pickle.dumps((task.__module__, task.__name__, arguments))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=work,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ArticleError(f"takes longer than {seconds:g} s to read") from error
    if done.returncode != 0:
        raise ArticleError("cannot be read: it breaks the reader")
    result, reason = pickle.loads(done.stdout)
    if reason is not None:
        raise ArticleError(reason)
    return result  # type: ignore[no-any-return]


def _serve() -> None:
    module, name, arguments = pickle.load(sys.stdin.buffer)
    answer: tuple[Any, str | None]
    try:
        answer = (getattr(importlib.import_module(module), name)(*arguments), None)
    except ArticleError as error:
        answer = (None, str(error))
    sys.stdout.buffer.write(pickle.dumps(answer))
