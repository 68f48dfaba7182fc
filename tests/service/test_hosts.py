"""The names that the service answers to: DNS decides nothing of it."""

from __future__ import annotations

import socket
import threading
from typing import Any

import httpx
import pytest
from raw import get, send
from served import TOKEN, Serve
from shell import run

from assistant.service import Policy
from assistant.service.hosts import Hosts, is_local_name, peer

LOCAL = (
    "localhost",
    "LOCALHOST:7860",
    "a.localhost",
    "a.b.localhost:1",
    "127.0.0.1",
    "127.9.9.9:1",
)
FOREIGN = (
    "evil.example",
    "evil.example:7860",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "notlocalhost",
    "localhost.",
    "localhost@evil.example",
    "evil.example@localhost",
    "localhost, evil.example",
    "localhost:x",
    "127.1",
    "0x7f000001",
    "2130706433",
    "0.0.0.0",
    "192.168.1.1",
    "[::2]",
    "[::1",
    "localhost/x",
    "",
)
# The page, its data and its events, the API, the tools, and what anybody may ask.
PATHS = (
    "/",
    "/config",
    "/v1/articles",
    "/mcp",
    "/docs",
    "/sign-in",
    "/metrics",
    "/healthz",
    "/gradio_api/info",
    "/gradio_api/queue/data?session_hash=x",
    "/gradio_api/nothing",
)


def test_loopback_is_told_from_the_rest() -> None:
    assert all(map(is_local_name, ("127.0.0.1", "127.9.9.9", "::1", "localhost", "a.localhost")))
    assert not any(map(is_local_name, ("0.0.0.0", "::", "192.168.1.1", "", "no such host")))


@pytest.mark.parametrize("host", [*LOCAL, "[::1]", "[::1]:7860"])
def test_this_machine_is_answered(host: str) -> None:
    assert Hosts().allow(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_others_are_not(host: str) -> None:
    assert not Hosts().allow(host)


def test_names_are_added_by_the_setting_and_addresses_by_listening_to_others() -> None:
    named = Hosts(frozenset(("news.example",)))
    assert named.allow("News.Example:7860")
    assert not named.allow("www.news.example") and not named.allow("192.168.1.1")
    known_as = Policy(local=False).known_as
    assert known_as is not None
    assert known_as.allow("192.168.1.1:7860") and known_as.allow("[2001:db8::1]")
    assert not known_as.allow("evil.example")
    assert Policy(token=TOKEN).known_as is None


@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_leads_here_by_dns_is_refused(page: str, host: str) -> None:
    for path in PATHS if host in FOREIGN[:2] else PATHS[2:3]:
        got = get(page, path, host=host)
        assert (got.status, got.error) == (421, "wrong_host"), (host, path)


@pytest.mark.parametrize("path", ["/", "/mcp", "/gradio_api/queue/join", "/v1/answer"])
def test_a_web_socket_and_a_post_are_held_to_the_same(page: str, path: str) -> None:
    upgrade = (
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    assert get(page, path, *upgrade, host="evil.example").status == 421
    assert get(page, path, "Content-Length: 0", host="evil.example", method="POST").status == 421


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("GET /v1/articles HTTP/1.0", 421),
        # As HTTP itself has it.
        ("GET /v1/articles HTTP/1.1", 400),
        ("GET /v1/articles HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
        ("GET /v1/articles HTTP/1.0\r\nHost: localhost\r\nHost: evil.example", 400),
        ("GET http://evil.example/v1/articles HTTP/1.1\r\nHost: localhost", 400),
    ],
)
def test_no_host_or_several_are_refused(page: str, lines: str, status: int) -> None:
    got = send(page, f"{lines}\r\n\r\n".encode())
    assert (got.status, got.closed) == (status, True)
    assert got.error in ("wrong_host", "invalid_request_error")


def test_nothing_is_resolved_for_a_request(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    own = threading.get_ident()
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        real = getattr(socket, name)

        def noting(*args: Any, real: Any = real, **kwargs: Any) -> Any:
            if threading.get_ident() != own:  # the test's own client looks its server up
                asked.append(args)
            return real(*args, **kwargs)

        monkeypatch.setattr(socket, name, noting)
    for host in (*LOCAL, *FOREIGN):
        get(page, "/v1/articles", f"Origin: http://{host}", host=host)
    assert asked == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost.evil.example", "http://localhost:1"]
)
def test_origins_are_held_to_the_same(page: str, method: str, origin: str) -> None:
    for path in ("/v1/articles", "/gradio_api/queue/join", "/mcp"):
        got = get(page, path, f"Origin: {origin}", "Content-Length: 0", method=method)
        assert (got.status, got.error) == (403, "wrong_origin"), path


def test_a_name_of_the_setting_is_answered(serve: Serve) -> None:
    client = serve(Policy(per_minute=0, hosts=("news.example",)))
    url = str(client.base_url)
    assert get(url, "/v1/articles", host="news.example").status == 200
    origin = "Origin: http://news.example"
    assert get(url, "/v1/articles", origin, host="news.example").status == 200
    assert get(url, "/v1/articles", origin, host="localhost").status == 403


def test_with_a_token_any_name_is_answered(serve: Serve) -> None:
    client = serve(Policy(token=TOKEN, per_minute=0))
    headers = {"host": "news.example", "authorization": f"Bearer {TOKEN}"}
    assert client.get("/v1/articles", headers=headers).status_code == 200


@pytest.mark.parametrize("hosts", ["*", "http://a.example", "a.example:80", "a..b", "10.0.0.0/8"])
def test_what_is_no_name_is_refused(hosts: str) -> None:
    done = run("serve", ASSISTANT_HOSTS=hosts)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "ASSISTANT_HOSTS" in done.stderr


def test_an_ipv6_address_stands_for_its_network() -> None:
    assert peer("2001:db8::1") == peer("2001:db8::ffff:1") != peer("2001:db8:0:1::1")
    assert peer("::ffff:192.0.2.1") == peer("192.0.2.1") == "192.0.2.1"
    assert peer("testclient") == "testclient"


def test_the_client_of_the_tests_goes_by_a_local_name(client: httpx.Client) -> None:
    assert client.get("/v1/articles", headers={"host": "localhost:1"}).status_code == 200


def test_every_answer_tells_the_browser_what_to_refuse(page: str) -> None:
    for path in (*PATHS[:-2], "/nothing", "/gradio_api/nothing"):
        for host in ("localhost", "evil.example"):
            head = get(page, path, host=host).raw.partition(b"\r\n\r\n")[0].decode().lower()
            headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["x-frame-options"] == "sameorigin"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert "default-src 'self'" in headers["content-security-policy"]
            assert "server" not in headers
            if path.startswith(("/v1/", "/mcp", "/sign-in", "/gradio_api/")):
                assert headers["cache-control"] == "no-store", path
