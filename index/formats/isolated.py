"""Parsing of PDF and .docx files in a process of its own, with bounds on its time and memory.

Their parsers are large and their files are programs of a kind: one may keep a parser busy for
hours or make it take all memory. The process that runs this module reads one file from standard
input and writes one article to standard output.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from index.article import Article
from index.cleaning import one_line
from index.errors import ArticleError
from index.read_options import Limits

_ROOT = Path(__file__).resolve().parents[2]
# On top of the limit for processor time, for a machine that is busy with other things.
_WAIT_FACTOR = 4


def parse_apart(content: bytes, name: str, form: str, limits: Limits) -> Article:
    """The article in `content`, a file known as `name` whose format is `form`: `pdf` or `docx`.

    Raises ArticleError with the reason when there is none, or when parsing took more than
    `limits` allow.
    """
    task = json.dumps({"name": name, "form": form, "limits": dataclasses.asdict(limits)})
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        ran = subprocess.run(
            # -P: a folder that the command happens to be called in holds no modules for it.
            [sys.executable, "-P", "-m", "index.formats.isolated"],
            input=task.encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds * _WAIT_FACTOR,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ArticleError(_too_slow(limits)) from error
    except OSError as error:
        raise ArticleError(f"cannot be parsed ({error.strerror})") from error
    try:
        answer = json.loads(ran.stdout)
    except ValueError as error:
        if ran.returncode < 0 and _was_slow(ran.returncode):
            raise ArticleError(_too_slow(limits)) from error
        raise ArticleError("cannot be parsed (its parser gave up)") from error
    if "reason" in answer:
        raise ArticleError(answer["reason"])
    return Article(**{**answer, "authors": tuple(answer["authors"])})


def main() -> None:
    """Answer the one task on standard input."""
    task = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**task["limits"])
    _bound(limits)
    try:
        article = _parse(sys.stdin.buffer.read(), task["name"], task["form"], limits)
        answer: dict[str, Any] = dataclasses.asdict(article)
    except ArticleError as error:
        answer = {"reason": one_line(str(error))}
    except MemoryError:
        answer = {"reason": f"needs more than {limits.memory_bytes // 1_000_000:,} MB to parse"}
    except RecursionError:
        answer = {"reason": "is nested too deeply"}
    except Exception as error:  # whatever a parser raises on a damaged file costs that file alone
        answer = {"reason": f"is damaged ({one_line(str(error), 100) or type(error).__name__})"}
    sys.stdout.write(json.dumps(answer))


def _parse(content: bytes, name: str, form: str, limits: Limits) -> Article:
    if form == "pdf":
        from index.formats.pdf import parse_pdf

        return parse_pdf(content, name, limits)
    from index.formats.docx import parse_docx

    return parse_docx(content, name, limits)


def _bound(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # not a Unix: the time-out of the caller is what is left
        return
    bounds = {resource.RLIMIT_CPU: limits.seconds, resource.RLIMIT_CORE: 0}
    if sys.platform == "linux":  # macOS knows the limit for memory and refuses to set it
        bounds[resource.RLIMIT_AS] = limits.memory_bytes
    for kind, bound in bounds.items():
        _, hard = resource.getrlimit(kind)
        most = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (most, hard))


def _was_slow(returncode: int) -> bool:
    import signal

    return -returncode in (signal.SIGXCPU, signal.SIGKILL)


def _too_slow(limits: Limits) -> str:
    return f"takes longer than {limits.seconds} s to parse"


if __name__ == "__main__":
    main()
