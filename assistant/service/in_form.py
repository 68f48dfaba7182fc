"""Refusals of the parts that are not ours, in the common form."""

from __future__ import annotations

import json

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.refusals import by_status

# Gradio's page and clients know their own forms.
_THEIRS = "/gradio_api/"


class InForm:
    """ASGI middleware: Starlette, the MCP package and Gradio say no in forms of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put a refusal into the common form unless it is for people."""
        if scope["type"] != "http" or scope["path"].startswith(_THEIRS):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def in_form(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _may_need_it(message):
                start = message
                return
            if start is None:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            if _has_form(bytes(body)):
                await send(start)
                await send({"type": "http.response.body", "body": bytes(body)})
                return
            allowed = Headers(raw=start["headers"]).get("allow")
            headers = {} if allowed is None else {"allow": allowed}
            await by_status(start["status"], headers)(scope, receive, send)

        await self._app(scope, receive, in_form)


def _may_need_it(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] >= 400 and not kind.startswith(("text/html", "text/event-stream"))


def _has_form(body: bytes) -> bool:
    """Whether it is an object of ours, or of JSON-RPC, that says what is wrong."""
    try:
        found = json.loads(body)
    except ValueError:
        return False
    return isinstance(found, dict) and not found.keys().isdisjoint(("error", "status"))
