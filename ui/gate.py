"""What of Gradio's own addresses is open: what the page and gradio_client use, and no more."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service import Policy
from assistant.service.refusals import by_status

_PREFIX = "/gradio_api/"
UPLOAD = f"{_PREFIX}upload"
_EVENT = f"{_PREFIX}call/ask/"
# Others would fetch from other hosts, or write a reader's conversation to the disk.
_READ = frozenset(("app_id", "info", "queue/data", "startup-events", "theme.css"))
_READ_BELOW = ("call/ask/", "file=", "heartbeat/", "upload_progress")
_SENT = frozenset(("call/ask", "cancel", "component_server", "queue/join", "reset", "upload"))
# The largest of them: a pasted article, or a conversation that comes back with a question.
_MOST_BYTES = 5_000_000
# The envelope of a file in a multipart body: its boundary, name and type.
_ENVELOPE_BYTES = 2_000

_log = logging.getLogger(__name__)


class Gate:
    """ASGI middleware: which of Gradio's addresses are open, for how much at a time, and that what
    its routes fail on is refused in a line.
    """

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._most_uploaded = policy.upload_bytes + policy.upload_files * _ENVELOPE_BYTES
        self._upload_bytes = policy.upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        path = scope.get("path", "")
        if not path.startswith(_PREFIX):
            await self._app(scope, receive, send)
        elif not _is_open(scope.get("method", ""), path.removeprefix(_PREFIX)):
            await by_status(404)(scope, receive, send)
        else:
            await self._watched(scope, receive, send)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = self._most_uploaded if scope["path"] == UPLOAD else _MOST_BYTES
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > most:
            await self._too_large(scope, receive, send)
            return
        # Gradio begins to answer before it knows whether there is such an event.
        holds = 2 if scope["path"].startswith(_EVENT) else 0
        held: list[Message] = []
        received = 0
        started = failed = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise _TooMuchError
            return message

        async def unless_refused(message: Message) -> None:
            nonlocal started, failed
            failed = failed or message.get("status") == 500
            # What Gradio says of a body that was cut off is not what was wrong with it.
            if received > most or failed:
                return
            held.append(message)
            if len(held) > holds:
                started = True
                while held:
                    await send(held.pop(0))

        status = 400
        try:
            await self._app(scope, counted, unless_refused)
        except Exception as error:
            failed = True
            status = _status_of(error)
            if received <= most:
                _log.warning("%r cannot be answered: %s", scope["path"], type(error).__name__)
                _log.debug("It failed so:", exc_info=error)
        if started:
            if failed:
                await send({"type": "http.response.body", "body": b""})
        elif received > most:
            await self._too_large(scope, receive, send)
        elif failed:
            await by_status(status, message="This request cannot be answered.")(
                scope, receive, send
            )
        else:
            for message in held:
                await send(message)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        line = "The request is too large."
        if scope["path"] == UPLOAD:
            line = f"At most {self._upload_bytes / 1_000_000:g} MB are uploaded at a time."
        await refused(413, line)(scope, receive, send)


class _TooMuchError(Exception):
    """More was sent than is allowed."""


def refused(status: int, line: str) -> PlainTextResponse:
    """A refusal of an upload: the page shows its text to whoever wanted it."""
    return PlainTextResponse(line, status)


def _status_of(error: BaseException | None) -> int:
    """The status that Gradio meant; what it raises while it streams comes as another's cause."""
    while error is not None:
        if isinstance(error, HTTPException) and 400 <= error.status_code < 500:
            return error.status_code
        error = error.__cause__
    return 400


def _is_open(method: str, name: str) -> bool:
    if method == "POST":
        return name.rstrip("/") in _SENT
    if method not in ("GET", "HEAD") or name.startswith(("file=http:", "file=https:")):
        return False
    return name.rstrip("/") in _READ or name.startswith(_READ_BELOW)
