"""The connections of clients: how long and how large what they send may be, and how many there are.

uvicorn reads headers without end and waits for ever for what has not come.
"""

from __future__ import annotations

import asyncio
import enum
import http
import ipaddress
import sys
import time
from typing import Any

import h11
import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from assistant.service.crowd import Crowd
from assistant.service.hosts import peer
from assistant.service.policy import Policy
from assistant.service.refusals import RefusalError

_FAULTS = {
    400: ("invalid_request_error", "This is no HTTP request."),
    408: ("too_slow", "The request did not arrive in time: send it again, and faster."),
    414: ("too_long", "The address is too long."),
    431: ("too_large", "The headers are too large."),
    503: ("overloaded", "Too many connections are open: close some, or ask again later."),
}


class Owed(enum.Enum):
    """What a client has yet to send: nothing, a request's head or body, or the rest of a body that
    is no longer wanted because its request has been answered.
    """

    NOTHING = enum.auto()
    HEAD = enum.auto()
    BODY = enum.auto()
    REST = enum.auto()


class GuardedConfig(uvicorn.Config):
    """uvicorn's configuration for a service that strangers may reach, with the limits of `policy`.

    It speaks HTTP/1.1 only: nothing of ours uses a WebSocket.
    """

    def __init__(self, app: ASGIApp, policy: Policy, **more: Any) -> None:
        super().__init__(
            app,
            http=Connection,
            ws="none",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=policy.connections.head_bytes,
            # Whose word is not taken might tell any address, and be counted for none of its own.
            proxy_headers=bool(policy.proxies),
            forwarded_allow_ips=list(policy.proxies),
            **more,
        )
        self.limits = policy.connections
        self.crowd = Crowd(policy.connections)
        self._proxies = [ipaddress.ip_network(proxy) for proxy in policy.proxies]

    def is_proxy(self, address: str) -> bool:
        """Whether many clients come from `address`."""
        return any(ipaddress.ip_address(address) in network for network in self._proxies)


class Connection(H11Protocol):
    """A client's connection. Whoever keeps us waiting for too long, or sends too much, is told so
    and hung up on; where there are too many, the one that has kept us waiting longest gives way.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        assert isinstance(config, GuardedConfig)
        self._guard = config
        self._limits = config.limits
        self.peer = ""
        self.of_many = False
        self._owed = Owed.NOTHING
        self._since = 0.0
        self._received = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, if there is room for it."""
        super().connection_made(transport)
        if self.client is not None:
            self.peer = peer(self.client[0])
            self.of_many = self._guard.is_proxy(self.client[0])
        leaving = self._guard.crowd.enter(self)
        if leaving is self:
            self._refuse(503)
        elif isinstance(leaving, Connection):
            leaving.transport.abort()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._guard.crowd.leave(self)
        self._unset_keepalive_if_required()
        for timer in (self._alarm, self._unread):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self.transport.is_closing():
            return
        self._received += len(data)
        if self._owed is Owed.REST and self._received > self._limits.rest_bytes:
            self.transport.close()
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Wait for a client that does not read what it asked for."""
        super().pause_writing()
        self._unread = self.loop.call_later(self._limits.unread_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Write on."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be parsed; called while h11's exception is handled."""
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        if status == 431 and b"\n" not in self.conn.trailing_data[0]:
            status = 414
        self._refuse(status if status in _FAULTS else 400)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing of it: the request is answered as any other."""

    def _watch(self) -> None:
        """Set the clock anew when the client owes something else than before."""
        owed = self._owed_now()
        if owed is self._owed:
            return
        self._owed = owed
        self._since = time.monotonic()
        self._received = 0
        if self._alarm is not None:
            self._alarm.cancel()
        if owed is Owed.NOTHING:
            self._guard.crowd.stop_waiting(self)
        else:
            self._guard.crowd.begin_to_wait(self)
            self._alarm = self.loop.call_later(self._patience, self._ring)

    def _owed_now(self) -> Owed:
        theirs, ours = self.conn.their_state, self.conn.our_state
        if self.transport.is_closing():
            return Owed.NOTHING
        if theirs is h11.IDLE:
            return Owed.HEAD
        if theirs is h11.SEND_BODY:
            return Owed.BODY if ours in (h11.SEND_RESPONSE, h11.SEND_BODY) else Owed.REST
        return Owed.NOTHING

    @property
    def _patience(self) -> float:
        """The seconds that what is owed may take in all, as far as it has come."""
        if self._owed is Owed.HEAD:
            return self._limits.head_seconds
        if self._owed is Owed.REST:
            return self._limits.rest_seconds
        return self._limits.body_seconds + self._received / self._limits.body_rate

    def _ring(self) -> None:
        now = time.monotonic()
        if self._owed is Owed.BODY and self.flow.read_paused:
            self._since = now  # it is the service that keeps the client waiting
        left = self._since + self._patience - now
        if left > 0:
            self._alarm = self.loop.call_later(left, self._ring)
        elif self._owed is Owed.REST or not (self._owed is Owed.BODY or self.conn.trailing_data[0]):
            self.transport.close()
        else:
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        """Answer in the service's place, and hang up."""
        if self.cycle is not None and not self.cycle.response_complete:
            begun = self.cycle.response_started
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if begun:
                self.transport.close()
                return
        refusal = RefusalError(status, *_FAULTS[status], 5 if status == 503 else None)
        self.transport.write(_raw(refusal.response()))
        self.transport.close()


def _raw(response: Response) -> bytes:
    phrase = http.HTTPStatus(response.status_code).phrase.encode()
    lines = [b"HTTP/1.1 %d %s" % (response.status_code, phrase)]
    lines += [name + b": " + value for name, value in response.raw_headers]
    if not any(name == b"connection" for name, _ in response.raw_headers):
        lines.append(b"connection: close")
    return b"\r\n".join((*lines, b"", bytes(response.body)))
