"""Fetching one address from the web: bounded in time and size, and never from a private network."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus

import httpcore
import httpx

from index.errors import FetchError
from index.intake.addresses import CheckedNetwork

USER_AGENT = "news-assistant/0.1 (+a personal reader: fetches what its user names)"
MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
MAX_URL_CHARACTERS = 4_000
CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
TOTAL_SECONDS = 60.0

_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Fetched:
    """What an address gave.

    `url` is where the last redirect led; `content` is uncompressed; `content_type` is in lower
    case without parameters, and like `charset` empty when the server named none.
    """

    url: str
    content: bytes
    content_type: str
    charset: str


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    read_seconds: float = READ_SECONDS,
    total_seconds: float = TOTAL_SECONDS,
) -> Fetched:
    """What a GET of `url` gives, after at most 5 redirects to http or https addresses.

    `max_bytes` bounds the content both as sent and uncompressed; CONNECT_SECONDS bounds each
    connecting, `read_seconds` each wait for more, and `total_seconds` all of it with the
    redirects. No cookies are kept, no credentials sent, and no proxy of the environment is
    used: a proxy resolves names itself, where the check of addresses cannot see it. Any port may
    be named. Raises FetchError, one line.
    """
    deadline = time.monotonic() + total_seconds
    timeouts = {"connect": CONNECT_SECONDS, "read": read_seconds, "write": read_seconds}
    target = _parsed(url)
    with httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        http2=False,
        network_backend=CheckedNetwork(allow_private=allow_private, deadline=deadline),
    ) as pool:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _get(pool, target, timeouts, max_bytes)
            if isinstance(answer, Fetched):
                return answer
            target = answer
    raise FetchError(f"{url} leads through more than {MAX_REDIRECTS} redirects.")


def _get(
    pool: httpcore.ConnectionPool, url: httpx.URL, timeouts: dict[str, float], max_bytes: int
) -> Fetched | httpx.URL:
    """The content at `url`, or where it redirects to."""
    headers: dict[bytes | str, bytes | str] = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": USER_AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    try:
        with pool.stream(
            "GET", str(url), headers=headers, extensions={"timeout": timeouts}
        ) as response:
            sent = httpx.Headers(response.headers)
            if response.status in _REDIRECTS and "location" in sent:
                return _redirected(url, sent["location"])
            if response.status not in (200, 203):
                raise FetchError(f"{url} answered {response.status}{_phrase(response.status)}.")
            content = _content(response.iter_stream(), sent, url, max_bytes)
    except httpcore.TimeoutException as error:
        raise FetchError(f"{url} took too long to answer.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise FetchError(f"{url} cannot be reached: {why}.") from error
    declared = Message()
    declared["content-type"] = sent.get("content-type", "")[:1000]
    charset = declared.get_content_charset("") if "content-type" in sent else ""
    content_type = declared.get_content_type() if "content-type" in sent else ""
    return Fetched(str(url.copy_with(fragment=None)), content, content_type, charset)


def _content(
    pieces: Iterator[bytes], headers: httpx.Headers, url: httpx.URL, max_bytes: int
) -> bytes:
    too_large = FetchError(f"{url} is larger than {max_bytes / 1e6:g} MB.")
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"{url} is sent in a compression that was not asked for ({encoding!r}).")
    length = headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > max_bytes:
        raise too_large
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding.endswith("gzip") else None
    content = bytearray()
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > max_bytes:
            raise too_large
        if unpack is None:
            content += piece
            continue
        try:
            while piece:
                # Never more at a time than is still allowed: a bomb fills no memory.
                content += unpack.decompress(piece, max_bytes + 1 - len(content))
                if len(content) > max_bytes:
                    raise too_large
                piece = unpack.unconsumed_tail
        except zlib.error as error:
            raise FetchError(f"{url} is damaged: it is not the gzip that it says.") from error
    if unpack is not None and received and not unpack.eof:
        raise FetchError(f"{url} broke off before its end.")
    return bytes(content)


def _parsed(url: str) -> httpx.URL:
    if len(url) > MAX_URL_CHARACTERS:
        raise FetchError(f"An address of more than {MAX_URL_CHARACTERS:,} characters is refused.")
    try:
        parsed = httpx.URL(url.strip())
        httpcore.URL(str(parsed))  # checks the port too
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{url!r} is not a web address.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError(f"{url} is not an http or https address: only those are fetched.")
    if parsed.userinfo:
        raise FetchError(f"{parsed.host}: an address with a user name or password is refused.")
    return parsed


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return _parsed(str(url.join(location[: MAX_URL_CHARACTERS + 1])))
    except (FetchError, httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{url} redirects to what is refused: {error}") from error


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
