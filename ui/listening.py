"""Taking hold of the port, and telling when something answers there."""

from __future__ import annotations

import errno
import http.client
import socket
import time

from assistant import AssistantError


class ListenError(AssistantError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ListenError, naming the setting to change, if there is none."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError, OverflowError) as error:
        raise ListenError(
            f"There is no address {host!r} to listen on: set ASSISTANT_HOST to another."
        ) from error
    listener = socket.socket(family, kind, protocol)
    try:
        # A port that a stopped server has just left is free at once.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # At once, and not when the server is ready: only a listening socket keeps others away.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ListenError(_refused(host, port, error)) from error
    return listener


def _refused(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use: stop the program that uses it, or choose another "
            "port with ASSISTANT_PORT."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not allowed here: choose one above 1023 with ASSISTANT_PORT."
    reason = (error.strerror or str(error)).lower()
    return f"Cannot listen on {host}, port {port} ({reason}): set ASSISTANT_HOST or ASSISTANT_PORT."


def address_of(listener: socket.socket) -> tuple[str, int]:
    """The host and port at which this machine reaches `listener`."""
    host, port = listener.getsockname()[:2]
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port


def url_of(host: str, port: int) -> str:
    """The address as one types it into a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def wait_until_answering(host: str, port: int, seconds: float = 60) -> bool:
    """Whether the service there says that it is ready, asked for up to `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return True
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    return False
