"""A body that is too large is refused in the common form, whoever noticed it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service.refusals import refused

_MESSAGE = "The request is too large: see ASSISTANT_MAX_BODY_KB."


class TooLargeInForm:
    """ASGI middleware: the limiters of Starlette and of the MCP package say 413 in plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put a refusal of its size into the common form."""
        replaced = False

        async def in_form(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] == 413:
                replaced = (
                    not Headers(raw=message["headers"]).get("content-type", "").endswith("/json")
                )
                if replaced:
                    await refused(413, "too_large", _MESSAGE)(scope, receive, send)
            if not replaced:
                await send(message)

        await self._app(scope, receive, in_form)
