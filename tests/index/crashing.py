"""Updates in processes that are made to fail: run as a program, it forks one for each line of JSON
that it reads, so that thirty of them need not import everything thirty times.

A line holds `corpus`, `index_dir` and what goes wrong: `step` and `how` ("raise" an error of a full
disk, or "exit" as if the power had failed) at that file operation, counted from 1; or `file_size`,
the most bytes that a file can have. It answers with the process's id, and with "done CODE" when
that has ended; an update that succeeds writes the number of its steps to its standard error.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

# What changes files; each is a step that can fail.
_EVENTS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}


class Crashing:
    """The program, as a test sees it."""

    def __init__(self, corpus: Path, index_dir: Path) -> None:
        self._places = {"corpus": str(corpus), "index_dir": str(index_dir)}
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def start(self, **wrong: Any) -> int:
        """Start an update; gives its process's id."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({**self._places, **wrong}) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def end(self) -> str:
        """How the update that was started has ended: its exit code, and what it said."""
        return self._line()

    def run(self, **wrong: Any) -> str:
        self.start(**wrong)
        return self.end()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _update(order: dict[str, Any]) -> str:
    from index import Builder

    place = order["index_dir"]
    steps = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        writes = event in _EVENTS or (
            event == "open"
            and isinstance(arguments[2], int)
            and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if not writes or not str(arguments[0]).startswith(("file:" + place, place)):
            return
        steps += 1
        if steps == order.get("step"):
            if order["how"] == "exit":
                os._exit(77)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if "file_size" in order:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], order["file_size"]))
    sys.addaudithook(watch)
    try:
        Builder(Path(order["corpus"]), Path(place), chroma_url=order.get("chroma_url")).update()
    except Exception as error:
        return f"1 {type(error).__name__}: {error}"
    return f"0 {steps}"


def _serve() -> None:
    import chromadb  # noqa: F401
    import onnxruntime  # noqa: F401

    from index import Builder  # noqa: F401

    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            said = _update(json.loads(line))
            with contextlib.suppress(OSError):
                os.write(writing, said.replace("\n", " ").encode())
            os._exit(0)
        os.close(writing)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        with os.fdopen(reading) as said_by_it:
            said = said_by_it.read()
        print(said or f"died {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    _serve()
