"""How long and how large what a client sends may be, and how many connections there are."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from raw import Got, connect, get, read, send
from served import TOKEN, Serve
from serving import serving
from shell import run
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from assistant.service import Policy
from assistant.service.policy import ConnectionLimits

QUICK = ConnectionLimits(head_seconds=0.4, body_seconds=0.4, rest_seconds=0.4, unread_seconds=0.4)
HEAD = b"POST /v1/answer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
HALVES = {
    "nothing": b"",
    "half a line": b"GET /v1/mod",
    "half a head": b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-",
    "half a body": HEAD + b"Content-Length: 100\r\n\r\n{",
    "half a chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
}


@pytest.fixture
def served(serve: Serve) -> Callable[[ConnectionLimits], str]:
    """Serves with these limits."""

    def start(limits: ConnectionLimits) -> str:
        return str(serve(Policy(per_minute=0, connections=limits)).base_url)

    return start


@contextlib.contextmanager
def many(url: str, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections of one client, on each of which `sent` was sent and no more."""
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(count):
            opened.append(stack.enter_context(connect(url)))
            opened[-1].sendall(sent)
        yield opened


def was_closed(connection: socket.socket) -> bool:
    connection.settimeout(5)
    return read(connection).closed


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("size", [70_000, 2_000_000])
def test_large_headers_are_refused_before_any_token(
    serve: Serve, token: str | None, size: int
) -> None:
    url = str(serve(Policy(token=token, per_minute=0)).base_url)
    for headers in ((f"X: {'a' * size}",), ("X: a",) * (size // 4), (f"X{'a' * size}: b",)):
        got = get(url, "/v1/models", *headers)
        assert (got.status, got.error, got.closed) == (431, "too_large", True)


def test_headers_without_end_are_not_kept(served: Callable[[ConnectionLimits], str]) -> None:
    sent = 0
    with connect(served(ConnectionLimits())) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: ")
        for _ in range(1200):
            connection.sendall(b"a" * 100_000)
            sent += 100_000
    assert sent < 20_000_000  # of 120 MB, what the sockets themselves hold


@pytest.mark.parametrize("size", [8_300, 70_000, 2_000_000])
def test_a_long_address_is_refused(served: Callable[[ConnectionLimits], str], size: int) -> None:
    url = served(ConnectionLimits())
    for path in ("/v1/" + "a" * size, "/v1/articles?query=" + "a" * size):
        got = get(url, path)
        assert (got.status, got.error, got.closed) == (414, "too_long", True)


@pytest.mark.parametrize("what", HALVES)
def test_what_does_not_come_is_waited_for_so_long(
    served: Callable[[ConnectionLimits], str], what: str
) -> None:
    with connect(served(QUICK)) as connection:
        connection.sendall(HALVES[what])
        begun = time.monotonic()
        got = read(connection)
    assert got.closed and 0.3 < time.monotonic() - begun < 5
    assert got == Got(b"", closed=True) if what == "nothing" else got.error == "too_slow"
    assert got.status == (0 if what == "nothing" else 408)


@pytest.mark.parametrize("piece", [b"a", b"X: a\r\n"])
def test_a_drop_at_a_time_gains_no_time(
    served: Callable[[ConnectionLimits], str], piece: bytes
) -> None:
    url = served(QUICK)
    for begun in (
        b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\n",
        HEAD + b"Content-Length: 9999",
    ):
        with connect(url) as connection, contextlib.suppress(ConnectionError):
            connection.sendall(begun + b"\r\n\r\n" * (b"Length" in begun))
            until = time.monotonic() + 5
            connection.settimeout(0.05)
            while time.monotonic() < until:
                connection.sendall(piece)
                with contextlib.suppress(TimeoutError):
                    assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
                    break
        assert time.monotonic() < until


def test_a_body_that_keeps_coming_has_its_time(served: Callable[[ConnectionLimits], str]) -> None:
    body = b'{"question": "What did Healey say?"' + b" " * 10_000 + b"}"
    with connect(served(replace(QUICK, body_rate=5_000)), timeout=60) as connection:
        connection.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        for start in range(0, len(body), 1000):
            connection.sendall(body[start : start + 1000])
            time.sleep(0.08)
        assert read(connection).status == 200


def test_an_idle_connection_is_closed(served: Callable[[ConnectionLimits], str]) -> None:
    with connect(served(QUICK)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        got = read(connection)
    assert (got.status, got.closed, got.raw.count(b"HTTP/1.1")) == (200, True, 1)


@pytest.mark.parametrize("path", ["/v1/answer", "/v1/models", "/mcp", "/nothing", "/healthz"])
@pytest.mark.parametrize("framing", ["Content-Length: 400000000", "Transfer-Encoding: chunked"])
def test_a_body_that_is_not_wanted_is_not_read(
    served: Callable[[ConnectionLimits], str], path: str, framing: str
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{framing}"
    piece = b"a" * 100_000
    if "chunked" in framing:
        piece = b"%x\r\n%s\r\n" % (len(piece), piece)
    sent = 0
    begun = time.monotonic()
    with connect(served(ConnectionLimits())) as connection, contextlib.suppress(ConnectionError):
        connection.sendall(head.encode() + b"\r\n\r\n")
        for _ in range(4000):
            connection.sendall(piece)
            sent += len(piece)
    assert sent < 20_000_000  # of 400 MB, what the sockets themselves hold
    assert time.monotonic() - begun < 10


def test_a_small_rest_of_a_refused_body_does_no_harm(serve: Serve) -> None:
    url = str(serve(Policy(per_minute=0, token=TOKEN)).base_url)
    with connect(url) as connection:
        connection.sendall(HEAD + b"Content-Length: 10\r\n\r\n")
        assert b" 401 " in connection.recv(65_536)
        connection.sendall(b"0123456789GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 200 " in connection.recv(65_536)


@pytest.mark.parametrize("what", HALVES)
def test_slow_connections_keep_nobody_waiting(
    served: Callable[[ConnectionLimits], str], what: str
) -> None:
    url = served(ConnectionLimits(per_peer=20, in_all=40))
    with many(url, 100, HALVES[what]) as slow:
        for source in ("127.0.0.1", "127.0.0.2"):  # the same client, and another
            begun = time.monotonic()
            with connect(url, source=source) as connection:
                connection.sendall(
                    b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                )
                assert read(connection).status == 200
            assert time.monotonic() - begun < 1
        assert sum(map(was_closed, slow[:75])) == 75  # the oldest gave way


def test_connections_in_all_are_limited(served: Callable[[ConnectionLimits], str]) -> None:
    url = served(ConnectionLimits(per_peer=20, in_all=30))
    with contextlib.ExitStack() as stack:
        opened = [
            stack.enter_context(connect(url, source=f"127.0.0.{peer}"))
            for peer in range(1, 7)
            for _ in range(10)
        ]
        assert all(map(was_closed, opened[:30]))


def test_one_that_is_being_answered_does_not_give_way() -> None:
    app = FastAPI()

    @app.get("/slow")
    async def slow() -> PlainTextResponse:
        await asyncio.sleep(2)
        return PlainTextResponse("done")

    limits = ConnectionLimits(per_peer=3, in_all=10)
    with (
        serving(app, Policy(connections=limits)) as url,
        many(url, 3, b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n") as busy,
    ):
        time.sleep(0.2)
        with connect(url) as connection:
            got = read(connection)
        assert (got.status, got.error, got.closed) == (503, "overloaded", True)
        assert b"retry-after: 5\r\n" in got.raw
        assert all(b"done" in connection.recv(1000) for connection in busy)


def test_who_does_not_read_is_hung_up_on() -> None:
    sent: list[bool] = []

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(2000):
            await send({"type": "http.response.body", "body": bytes(100_000), "more_body": True})
        sent.append((await receive())["type"] == "http.disconnect")

    app = FastAPI()
    app.mount("/", endless)
    with (
        serving(app, Policy(connections=QUICK)) as url,
        connect(url) as connection,
    ):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        deadline = time.monotonic() + 5
        while not sent and time.monotonic() < deadline:
            time.sleep(0.05)
    assert sent == [True]


def test_what_is_no_http_is_a_line(
    served: Callable[[ConnectionLimits], str], caplog: pytest.LogCaptureFixture
) -> None:
    url = served(ConnectionLimits())
    for garbage in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    ):
        got = send(url, garbage)
        assert (got.status, got.error, got.closed) == (400, "invalid_request_error", True), garbage
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


def forwarded(client: httpx.Client, count: int) -> list[int]:
    """What requests are told that claim to come from ever new addresses."""
    return [
        client.get("/v1/models", headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
        for n in range(count)
    ]


def test_an_address_cannot_be_made_up(serve: Serve) -> None:
    assert forwarded(serve(Policy(per_minute=3)), 5) == [200, 200, 200, 429, 429]


@pytest.mark.parametrize("proxy", ["127.0.0.1", "127.0.0.0/8"])
def test_a_proxy_that_is_named_is_believed(serve: Serve, proxy: str) -> None:
    client = serve(Policy(per_minute=3, proxies=(proxy,)))
    assert forwarded(client, 5) == [200] * 5
    assert forwarded(serve(Policy(per_minute=3, proxies=("192.0.2.1",))), 5)[-1] == 429
    # What stands before its own entry is the client's word.
    chain = [{"x-forwarded-for": f"203.0.113.{n}, 198.51.100.1"} for n in range(5)]
    assert [client.get("/v1/models", headers=h).status_code for h in chain][-1] == 429


def test_many_clients_come_from_a_proxy(serve: Serve) -> None:
    limits = ConnectionLimits(per_peer=3, in_all=30)
    url = str(serve(Policy(proxies=("127.0.0.1",), connections=limits)).base_url)
    with many(url, 10, b"GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-") as slow:
        for connection in slow:
            connection.sendall(b"A: b\r\nConnection: close\r\n\r\n")
        assert [read(connection).status for connection in slow] == [200] * 10


@pytest.mark.parametrize("proxies", ["*", "example.com", "10.0.0.1/8", "1.2.3"])
def test_what_is_no_address_of_a_proxy_is_refused(proxies: str) -> None:
    done = run("serve", ASSISTANT_TRUSTED_PROXIES=proxies)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "ASSISTANT_TRUSTED_PROXIES" in done.stderr
