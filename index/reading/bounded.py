"""Parsing what strangers wrote, with bounds on the time and the memory that it takes.

Parsers are large and their files are programs of a kind: one may keep a parser busy for hours or
make it take all memory. So it works in a process of its own, which runs this module: the parser
and what it is given come pickled on standard input, from the process that started it; what it
found goes back as JSON, which is checked, for that process has read what strangers wrote.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

from index.errors import ArticleError
from index.reading.cleaning import one_line
from index.reading.interpreter import module_command, module_environment
from index.reading.options import DEFAULT_OPTIONS, Limits

Result = TypeVar("Result")

# On top of the limit for processor time, for a machine that is busy with other things.
_WAIT_FACTOR = 4


@dataclasses.dataclass(frozen=True)
class _Refused:
    reason: str


def parse_bounded(
    parser: Callable[..., Result],
    content: bytes,
    *arguments: Any,
    gives: type[Result],
    limits: Limits = DEFAULT_OPTIONS.limits,
    at_once: int = 0,
) -> Result:
    """What `parser(content, *arguments)` gives, within the seconds and the memory of `limits`.

    `parser` is a function of a module that gives a dataclass of the type `gives`. Content of
    `at_once` bytes at most is parsed in this process and without bounds, which is half a second
    quicker: for what a parser cannot take long over, however it is made. Raises ArticleError as
    `parser` does, and with a reason when it fails in another way or meets a bound.
    """
    if len(content) <= at_once:
        try:
            return parser(content, *arguments)
        except ArticleError:
            raise
        except Exception as error:
            raise ArticleError(_reason(error, limits)) from error
    try:
        ran = subprocess.run(
            module_command("index.reading.bounded"),
            input=pickle.dumps((parser, (content, *arguments), limits)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds * _WAIT_FACTOR,
            env=module_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ArticleError(_too_slow(limits)) from error
    except OSError as error:
        raise ArticleError(f"cannot be parsed ({error.strerror})") from error
    if ran.returncode < 0 and -ran.returncode == signal.SIGXCPU:
        raise ArticleError(_too_slow(limits))
    answer = _checked(ran.stdout, gives)
    if isinstance(answer, _Refused):
        raise ArticleError(one_line(answer.reason) or "cannot be parsed")
    return answer


def _checked(answer: bytes, gives: type[Result]) -> Result | _Refused:
    from pydantic import TypeAdapter

    either: Any = gives | _Refused
    try:
        checked: Result | _Refused = TypeAdapter(either).validate_json(answer)
    except ValueError as error:
        raise ArticleError("cannot be parsed (its parser gave up)") from error
    return checked


def main() -> None:
    """Do the one piece of work on standard input."""
    # What a parser prints is not to be taken for its answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    parser, arguments, limits = pickle.load(sys.stdin.buffer)
    _bound(limits)
    try:
        answer = parser(*arguments)
    except Exception as error:  # whatever a parser raises on a damaged file costs that file alone
        answer = _Refused(_reason(error, limits))
    with answers:
        answers.write(json.dumps(dataclasses.asdict(answer), ensure_ascii=False).encode())


def _bound(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the time-out of the caller is what is left
        return
    seconds = math.ceil(time.process_time() + limits.seconds)
    bounds = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # macOS knows the limit for memory and refuses to set it
        bounds[resource.RLIMIT_AS] = limits.memory_bytes
    for kind, bound in bounds.items():
        _, hard = resource.getrlimit(kind)
        most = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (most, hard))


def _reason(error: Exception, limits: Limits) -> str:
    if isinstance(error, ArticleError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"needs more than {limits.memory_bytes // 1_000_000:,} MB to parse"
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    return f"is damaged ({one_line(str(error), 100) or type(error).__name__})"


def _too_slow(limits: Limits) -> str:
    return f"takes longer than {limits.seconds:g} s to parse"


if __name__ == "__main__":
    main()
