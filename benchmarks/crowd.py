"""Whether slow connections keep others waiting: a thousand of them, and how long an answer takes.

python -m benchmarks.crowd [--connections 1000] [--index FOLDER]
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from assistant import Assistant
from benchmarks.questions import ROOT
from benchmarks.served import HEADERS, megabytes, serving

_TOKEN = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items()).encode()
_HEAD = (
    b"POST /v1/answer HTTP/1.1\r\nHost: localhost\r\n"
    + _TOKEN
    + b"Content-Type: application/json\r\n"
)
KINDS = {
    "none": None,
    "idle": b"",
    "half a head": b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 60_000,
    "half a body": _HEAD
    + b"Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n"
    + b" " * 100_000,
}
_ROUNDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=1000)
    parser.add_argument("--index", type=Path, help="where the index is kept from run to run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        index_dir = given.index or Path(scratch) / "index"
        Assistant.open(corpus=ROOT / "seeds", index_dir=index_dir)
        run(index_dir, given.connections)


def run(index_dir: Path, count: int, rounds: int = _ROUNDS) -> dict[str, float]:
    """Print a row for each kind of slow connection: how long a request takes that comes right
    behind them, and the slowest of those after it, which it gives in seconds.
    """
    slowest = {}
    print("| slow connections | still open | next, ms | slowest after it, ms | MB |")
    print("|---|---|---|---|---|")
    with serving(ROOT / "seeds", index_dir) as (process, url):
        for kind, sent in KINDS.items():
            with crowd(url, 0 if sent is None else count, sent or b"") as opened:
                first, *after = [_ask(url) * 1000 for _ in range(rounds)]
                slowest[kind] = max(after) / 1000
                left = sum(map(_is_open, opened))
                print(
                    f"| {kind} | {left} | {first:.0f} | {max(after):.0f} | "
                    f"{megabytes(process):.0f} |"
                )
    return slowest


@contextmanager
def crowd(url: str, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections on which `sent` was sent, and then no more."""
    parts = urlsplit(url)
    assert parts.hostname and parts.port
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            connection = stack.enter_context(
                socket.create_connection((parts.hostname, parts.port), 10)
            )
            try:
                connection.sendall(sent)
            except OSError:
                continue  # it gave way before all of it was sent
            opened.append(connection)
        yield opened


def _ask(url: str) -> float:
    """The seconds that a request on a new connection takes."""
    parts = urlsplit(url)
    start = time.perf_counter()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", "/v1/models", headers=HEADERS)
        response = connection.getresponse()
        assert response.status == 200, response.status
        response.read()
    return time.perf_counter() - start


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        while connection.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


if __name__ == "__main__":
    main()
