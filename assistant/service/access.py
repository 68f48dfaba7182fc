"""The door: which hosts, web pages and clients may come in, and how often."""

from __future__ import annotations

import time
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.service.office import Office
from assistant.service.policy import is_loopback
from assistant.service.refusals import RefusalError
from assistant.service.signing_in import Keys, sign_in_page

# Whoever looks after the service asks these, and learns nothing from them.
_OPEN = frozenset(("/healthz", "/readyz"))
_SIGN_IN = "/sign-in"
# Whoever stops what they asked for makes less work.
_LETTING_GO = frozenset(("/gradio_api/cancel", "/gradio_api/reset"))
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_CLIENTS_KNOWN = 10_000


class Door:
    """ASGI middleware that lets in what the policy allows, and says why not to the rest."""

    def __init__(self, app: ASGIApp, office: Office, keys: Keys) -> None:
        self._app = app
        self._office = office
        self._policy = policy = office.policy
        self._keys = keys
        self._rates = Rates(policy.per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
        except RefusalError as refusal:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            elif refusal.status == 401 and _is_for_people(scope):
                await sign_in_page()(scope, receive, send)
            else:
                await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        client = scope["client"][0] if scope.get("client") else ""
        self._check_host(headers)
        self._check_origin(scope, headers)
        if self._office.closing and _counts(scope):
            raise RefusalError(503, "stopping", "The service is stopping: ask again later.", 5)
        path = scope["path"]
        known = self._keys.accept(headers)
        # Guessing at the token is counted like asking.
        if _counts(scope) or (not known and path != "/"):
            self._rates.count(client)
        if not known and path != _SIGN_IN:
            raise RefusalError(
                401,
                "authentication_error",
                "The token is missing or wrong: send it as `Authorization: Bearer TOKEN`.",
            )

    def _check_host(self, headers: Headers) -> None:
        # A page of another site may have its name lead to this machine (DNS rebinding).
        if not self._policy.local or self._policy.token is not None:
            return
        if not is_loopback(_host(f"//{headers.get('host', '')}")):
            raise RefusalError(
                421,
                "wrong_host",
                "Only this machine is served here: call it localhost or 127.0.0.1, or set "
                "ASSISTANT_API_TOKEN to serve others.",
            )

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        origin = headers.get("origin")
        if origin is None or scope.get("method") in _SAFE:
            return
        own = urlsplit(origin.lower()).netloc == headers.get("host", "").lower()
        if not own and origin.lower() not in self._policy.origins:
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
    if path.startswith(("/v1/", "/mcp")) or path == "/v1":
        return True
    if scope.get("method") != "POST" or path in _LETTING_GO:
        return False
    return path == _SIGN_IN or path.startswith("/gradio_api/")


def _is_for_people(scope: Scope) -> bool:
    accepts = Headers(scope=scope).get("accept", "")
    return scope["method"] == "GET" and "text/html" in accepts


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
