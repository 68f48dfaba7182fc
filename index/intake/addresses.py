"""Which network addresses may be fetched from, and connecting to no other."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from index.errors import FetchError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether `address` (an IPv4 or IPv6 address) belongs to the public internet.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is judged by that one.
    """
    try:
        ip: IPAddress = ipaddress.ip_address(address)
    except ValueError:  # a zone after it, as in fe80::1%eth0, which only local addresses have
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None:
            return ip.is_global and ip in _GLOBAL_UNICAST and ip.teredo is None
        ip = inner
    return ip.is_global and not ip.is_multicast


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to the very addresses that were checked, and reads until a deadline at most.

    A name is resolved once; the connection is made to the result, so that a name which means a
    public address when it is checked and a private one afterwards gains nothing. When any of a
    name's addresses is not public the name is refused.
    """

    def __init__(self, *, allow_private: bool, deadline: float) -> None:
        """`deadline` is a moment of `time.monotonic()`."""
        self._allow_private = allow_private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to `host`; raises FetchError when it may not be made."""
        addresses = _resolve(host, port, self._left(timeout))
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    where = host if host == address else f"{host} ({address})"
                    raise FetchError(
                        f"{where} is not on the public internet: only `assistant index add "
                        "--allow-private` fetches from it."
                    )
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, self._left(timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _left(self, timeout: float | None) -> float:
        return _left(self._deadline, timeout)


class _Stream(httpcore.NetworkStream):
    """A connection on which a server that sends a byte at a time gains no time by it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the total time is over")
    return left if timeout is None else min(left, timeout)


def _resolve(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of `host`, in the resolver's order of preference."""
    answers: queue.SimpleQueue[list[Any] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The system's resolver cannot be told how long to try; a thread can be left to itself.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise httpcore.ConnectTimeout("the name server is silent") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError("there is no such host") from answer
    return list(dict.fromkeys(str(entry[4][0]) for entry in answer))
