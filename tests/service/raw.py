"""Requests as no proper client sends them."""

from __future__ import annotations

import contextlib
import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Got:
    """What a connection answered until it was closed, or until it was waited for no longer."""

    raw: bytes
    closed: bool

    @property
    def status(self) -> int:
        """Of the first response; 0 if there was none."""
        return int(self.raw.split(b" ", 2)[1]) if self.raw.startswith(b"HTTP/1.1 ") else 0

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def error(self) -> str:
        """The type of a refusal in the common form; raises if the body is not in that form."""
        found: Any = json.loads(self.body)
        assert set(found["error"]) == {"type", "message", "param", "code"}
        assert "\n" not in found["error"]["message"]
        return str(found["error"]["type"])


def connect(url: str, timeout: float = 10, source: str = "127.0.0.1") -> socket.socket:
    """A connection to the server at `url`, from the address `source` of this machine."""
    parts = urlsplit(url)
    assert parts.hostname and parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout, (source, 0))


def read(connection: socket.socket) -> Got:
    """All that comes, until the other side hangs up or says nothing for the socket's timeout."""
    pieces = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except TimeoutError:
        return Got(b"".join(pieces), closed=False)
    except ConnectionError:
        pass
    return Got(b"".join(pieces), closed=True)


def send(url: str, request: bytes, timeout: float = 10) -> Got:
    """What comes back for the bytes of `request`."""
    with connect(url, timeout) as connection:
        with contextlib.suppress(ConnectionError):  # hung up on, before all of it was sent
            connection.sendall(request)
        return read(connection)


def get(url: str, path: str, *headers: str, host: str = "localhost", method: str = "GET") -> Got:
    """The answer to a request that ends the connection."""
    lines = (f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers)
    return send(url, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
