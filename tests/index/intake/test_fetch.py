from __future__ import annotations

import contextlib
import gzip
import socket
import time
from http.server import BaseHTTPRequestHandler

import pytest
from web_server import Answer, Site, serve

from index.errors import FetchError
from index.intake.addresses import is_public
from index.intake.fetch import MAX_REDIRECTS, USER_AGENT, Fetched, fetch


def get(url: str, **limits: float) -> Fetched:
    return fetch(url, allow_private=True, **limits)  # type: ignore[arg-type]


def test_a_page_comes_with_its_type_and_charset(site: Site) -> None:
    url = site.page("/a", b"<p>x", "Text/HTML; charset=ISO-8859-1")
    assert get(url + "#part") == Fetched(url, b"<p>x", "text/html", "iso-8859-1")
    method, _, headers = site.requests[0]
    assert method == "GET"
    assert headers["User-Agent"] == USER_AGENT
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2002:a00:1::", "::7f00:1", "64:ff9b:1::1", "2001:0:a00:1::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "127.1", "localhost", "0.0.0.0"],
)
def test_a_private_address_is_refused_however_it_is_spelt(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    with pytest.raises(FetchError, match="--allow-private`"):
        fetch(f"http://{host}:{port}/")
    assert site.requests == []


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]"])
def test_a_private_ipv6_address_is_refused(host: str) -> None:
    with pytest.raises(FetchError, match="--allow-private`"):
        fetch(f"http://{host}/")


def test_ipv6_is_fetched_from() -> None:
    try:
        with serve("::1") as site:
            assert get(site.page("/a", b"six")).content == b"six"
    except OSError:
        pytest.skip("no IPv6 here")


def test_a_name_that_changes_its_address_gains_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, *rest: object, **named: object) -> list[object]:
        asked.append(host)
        address = "192.0.9.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected: list[str] = []

    def connect(address: tuple[str, int], *rest: object, **named: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("not tried here")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError):
        fetch("http://rebinding.example/")
    assert (asked, connected) == (["rebinding.example"], ["192.0.9.1"])


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int, *rest: object, **named: object) -> list[object]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("192.0.9.1", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchError, match=r"two\.example \(10\.0\.0\.1\) is not on the public"):
        fetch("http://two.example/")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.com/a", "not an http or https"),
        ("file:///etc/passwd", "not an http or https"),
        ("http:///nothing", "not an http or https"),
        ("http://user:secret@example.com/", "user name or password is refused"),
        ("http://0177.0.0.1/", "not a web address"),
        ("http://example.com:99999/", "not a web address"),
        ("http://example.com/" + "a" * 5000, "more than 4,000 characters"),
        ("http://nowhere.invalid/", "cannot be reached: there is no such host"),
    ],
)
def test_what_is_no_fetchable_address_says_so(url: str, message: str) -> None:
    with pytest.raises(FetchError, match=message) as caught:
        get(url)
    assert "\n" not in str(caught.value) and "secret" not in str(caught.value)


def redirect(site: Site, path: str, to: str) -> str:
    site.answers[path] = Answer(status=302, headers={"Location": to})
    return site.url + path


def test_redirects_are_followed_and_the_last_address_told(site: Site) -> None:
    site.page("/end", b"here")
    redirect(site, "/b", "end")
    assert get(redirect(site, "/a", "/b")).url == site.url + "/end"


def test_redirects_end(site: Site) -> None:
    with pytest.raises(FetchError, match=f"more than {MAX_REDIRECTS} redirects"):
        get(redirect(site, "/a", "/a"))
    assert len(site.requests) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://example.com/", "http://a:b@example.com/", "gopher://x"]
)
def test_redirects_lead_to_web_addresses_only(site: Site, to: str) -> None:
    with pytest.raises(FetchError, match="redirects to what is refused"):
        get(redirect(site, "/a", to))


def test_a_redirect_from_public_to_private_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.page("/secret", b"inside")
    url = redirect(site, "/a", site.url + "/secret")
    port = int(site.url.rpartition(":")[2])
    genuine = socket.create_connection

    def resolve(host: str, port: int, *rest: object, **named: object) -> list[object]:
        address = "192.0.9.1" if host == "public.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], *rest: object, **named: object) -> socket.socket:
        return genuine(("127.0.0.1", port), *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 is not on the public internet"):
        fetch(url.replace("127.0.0.1", "public.example"))
    assert [path for _, path, _ in site.requests] == ["/a"]


@pytest.mark.parametrize(("status", "said"), [(404, "404 Not Found"), (500, "500 Internal")])
def test_a_bad_status_is_told(site: Site, status: int, said: str) -> None:
    site.answers["/a"] = Answer(b"x", status=status)
    with pytest.raises(FetchError, match=said):
        get(site.url + "/a")


def drip(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"x" * 65_536)


def test_a_slow_drip_ends_with_the_total_time(site: Site) -> None:
    site.answers["/a"] = Answer(write=drip)
    started = time.monotonic()
    with pytest.raises(FetchError, match="took too long"):
        get(site.url + "/a", total_seconds=0.5)
    assert time.monotonic() - started < 10


def test_silence_ends_with_the_read_time(site: Site) -> None:
    site.delay = 1.0
    with pytest.raises(FetchError, match="took too long"):
        get(site.page("/a", b"x"), read_seconds=0.2)


def test_an_endless_body_is_cut(site: Site) -> None:
    site.answers["/a"] = Answer(write=endless)
    with pytest.raises(FetchError, match="larger than 1 MB"):
        get(site.url + "/a", max_bytes=1_000_000)


def test_a_declared_size_is_enough_to_refuse(site: Site) -> None:
    site.answers["/a"] = Answer(headers={"Content-Length": "999999999"}, write=str)
    with pytest.raises(FetchError, match="larger than 20 MB"):
        get(site.url + "/a")


def test_gzip_is_unpacked(site: Site) -> None:
    site.answers["/a"] = Answer(gzip.compress(b"word " * 9), headers={"Content-Encoding": "gzip"})
    assert get(site.url + "/a").content == b"word " * 9


def test_a_gzip_bomb_is_refused_before_it_fills_memory(site: Site) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    site.answers["/a"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="larger than 1 MB"):
        get(site.url + "/a", max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("body", "encoding", "message"),
    [
        (b"no gzip", "gzip", "damaged"),
        (gzip.compress(b"word " * 99)[:-20], "gzip", "broke off"),
        (b"x", "br", "not asked for"),
    ],
    ids=["no gzip", "cut off", "unknown"],
)
def test_a_broken_compression_is_told(site: Site, body: bytes, encoding: str, message: str) -> None:
    site.answers["/a"] = Answer(body, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError, match=message):
        get(site.url + "/a")


def test_a_connection_that_breaks_off_is_an_error(site: Site) -> None:
    site.answers["/a"] = Answer(b"half", headers={"Content-Length": "8"}, write=str)
    with pytest.raises(FetchError, match="cannot be reached"):
        get(site.url + "/a")


def test_a_closed_port_is_unreachable() -> None:
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(FetchError, match="cannot be reached"):
            get(f"http://127.0.0.1:{port}/")


def test_a_proxy_of_the_environment_is_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert get(site.page("/a", b"direct")).content == b"direct"
