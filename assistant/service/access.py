"""The door: which hosts, web pages and clients may come in, and how often."""

from __future__ import annotations

import time
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.service.hosts import peer
from assistant.service.office import Office
from assistant.service.refusals import RefusalError
from assistant.service.signing_in import Keys, sign_in_page

# Whoever looks after the service asks these, and learns nothing from them.
_OPEN = frozenset(("/healthz", "/readyz"))
_SIGN_IN = "/sign-in"
# Where gradio_client asks, and then waits for the answer.
_CALLS = "/gradio_api/call/"
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"))
# Whoever stops what they asked for makes less work.
_LETTING_GO = frozenset(("/gradio_api/cancel", "/gradio_api/reset"))
_CLIENTS_KNOWN = 10_000
# The extension of ASGI by which a WebSocket is refused with a status, before it is one.
_DENIAL = "websocket.http.response"


class Door:
    """ASGI middleware that lets in what the policy allows, and says why not to the rest."""

    def __init__(self, app: ASGIApp, office: Office, keys: Keys) -> None:
        self._app = app
        self._office = office
        self._policy = policy = office.policy
        self._known_as = policy.known_as
        self._keys = keys
        self._rates = Rates(policy.per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except RefusalError as refusal:
            if scope["type"] == "websocket" and _DENIAL not in scope.get("extensions", {}):
                await send({"type": "websocket.close", "code": 1008})
            elif refusal.status == 401 and _is_for_people(scope):
                await sign_in_page()(scope, receive, send)
            else:
                await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        self._check_form(scope, headers)
        self._check_host(headers)
        if scope["path"] in _OPEN:
            return
        self._check_origin(headers)
        client = peer(scope["client"][0]) if scope.get("client") else ""
        if self._office.closing and _counts(scope):
            raise RefusalError(503, "stopping", "The service is stopping: ask again later.", 5)
        path = scope["path"]
        known = self._keys.accept(headers)
        # Guessing at the token is counted like asking; who has none yet may see the form for it.
        if _counts(scope) or (not known and (path != "/" or "authorization" in headers)):
            self._rates.count(client)
        if not known and path != _SIGN_IN:
            raise RefusalError(
                401,
                "authentication_error",
                "The token is missing or wrong: send it as `Authorization: Bearer TOKEN`.",
            )

    def _check_form(self, scope: Scope, headers: Headers) -> None:
        if scope.get("method", "GET") not in _METHODS:
            raise RefusalError(405, "method_not_allowed", "There is no such method.")
        if not scope["path"].startswith("/"):
            raise RefusalError(400, "invalid_request_error", "The address has to be a path.")
        # Where its end is must not depend on who reads it, this service or a proxy before it.
        if "transfer-encoding" in headers and "content-length" in headers:
            raise RefusalError(400, "invalid_request_error", "The request has two lengths.")
        limits = self._policy.connections
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > limits.address_bytes:
            raise RefusalError(414, "too_long", "The address is too long.")
        sizes = (len(name) + len(value) + len(": \r\n") for name, value in scope["headers"])
        if sum(sizes) > limits.head_bytes:
            raise RefusalError(431, "too_large", "The headers are too large.")

    def _check_host(self, headers: Headers) -> None:
        named = headers.getlist("host")
        if self._known_as is None or (len(named) == 1 and self._known_as.allow(named[0])):
            return
        raise RefusalError(
            421,
            "wrong_host",
            "The service does not go by this name: call it localhost or 127.0.0.1, or add the "
            "name to ASSISTANT_HOSTS.",
        )

    def _check_origin(self, headers: Headers) -> None:
        # What is read only is held to it as well: a browser's rules are not the only guard.
        for origin in map(str.lower, headers.getlist("origin")):
            scheme, _, authority = origin.partition("://")
            own = scheme in ("http", "https") and authority == headers.get("host", "").lower()
            if not own and origin not in self._policy.origins:
                raise RefusalError(
                    403,
                    "wrong_origin",
                    "Pages of this origin may not ask: name it in ASSISTANT_CORS_ORIGINS.",
                )


class Rates:
    """How many requests each client has left: a bucket that fills up at `per_minute`."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def count(self, client: str) -> None:
        """Take one request of `client` into account. Raises RefusalError when it has none left."""
        if not self._per_minute:
            return
        now = time.monotonic()
        left, since = self._left.pop(client, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * self._per_minute / 60)
        enough = left >= 1
        self._left[client] = (left - 1 if enough else left, now)
        if len(self._left) > _CLIENTS_KNOWN:
            self._left.popitem(last=False)
        if not enough:
            raise RefusalError(
                429,
                "rate_limit",
                f"At most {self._per_minute} requests a minute are answered: ask again later.",
                (1 - left) * 60 / self._per_minute,
            )


def _counts(scope: Scope) -> bool:
    path: str = scope["path"]
    if path.startswith(("/v1/", "/mcp", _CALLS)) or path == "/v1":
        return True
    if scope.get("method") != "POST" or path in _LETTING_GO:
        return False
    return path == _SIGN_IN or path.startswith("/gradio_api/")


def _is_for_people(scope: Scope) -> bool:
    accepts = Headers(scope=scope).get("accept", "")
    return scope["method"] == "GET" and "text/html" in accepts
