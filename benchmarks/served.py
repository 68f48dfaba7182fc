"""The service in a process of its own, for benchmarks that load it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.questions import ROOT

_TOKEN = "the-token-of-the-benchmark"
HEADERS = {"authorization": f"Bearer {_TOKEN}"}


@contextmanager
def serving(
    corpus: Path, index_dir: Path, at_once: int | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`assistant serve` as a process of its own, and its address."""

    settings = {
        "ASSISTANT_CORPUS": str(corpus),
        "ASSISTANT_INDEX_DIR": str(index_dir),
        "ASSISTANT_RATE_PER_MINUTE": "0",
        "ASSISTANT_API_TOKEN": _TOKEN,
        **({"ASSISTANT_ANSWERS_AT_ONCE": str(at_once)} if at_once else {}),
    }
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _ready(url):
            if process.poll() is not None:
                raise SystemExit("The service did not start.")
            time.sleep(0.5)
        yield process, url
    finally:
        process.terminate()
        process.wait()


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=30).status_code == 200
    except httpx.HTTPError:
        return False


def megabytes(process: subprocess.Popen[bytes]) -> float:
    """The memory of the process that is resident now."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(resident.split()[1]) / 1000
