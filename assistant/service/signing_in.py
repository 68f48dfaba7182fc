"""Showing the token: in a header by programs, once in a form by people."""

from __future__ import annotations

import hashlib
import hmac
import html
import time
from http.cookies import CookieError, SimpleCookie

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import Headers

_COOKIE = "assistant_key"
_SECONDS = 30 * 24 * 3600
_LONGEST_FORM = 2000


class Keys:
    """Knows the token, and makes keys that show for some time that somebody knew it.

    A key is a time and its HMAC by the token, so that any copy of the service accepts it, and
    nothing has to be kept. Everything is accepted when there is no token.
    """

    def __init__(self, token: str | None) -> None:
        self._token = token

    def accept(self, headers: Headers) -> bool:
        """Whether a request with these headers may come in."""
        if self._token is None:
            return True
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(shown.strip()):
            return True
        return self._is_key(_cookie(headers.get("cookie", "")))

    def is_token(self, shown: str) -> bool:
        """Whether `shown` is the token, told in a time that does not depend on it."""
        return self._token is None or _same(_digest(shown), _digest(self._token))

    def new_key(self) -> str:
        """A key that is good for a month."""
        until = str(int(time.time()) + _SECONDS)
        return f"{until}.{self._signature(until)}"

    def _is_key(self, shown: str) -> bool:
        until, _, signature = shown.partition(".")
        if not _same(signature.encode(), self._signature(until).encode()):
            return False
        return int(until) > time.time()

    def _signature(self, until: str) -> str:
        token = (self._token or "").encode()
        return hmac.new(token, f"key {until}".encode(), hashlib.sha256).hexdigest()


def sign_in_routes(keys: Keys) -> APIRouter:
    """The form's address."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    async def show() -> HTMLResponse:
        return sign_in_page(200)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=4, max_part_size=_LONGEST_FORM)
        shown = form.get("token")
        if not isinstance(shown, str) or not keys.is_token(shown.strip()):
            return sign_in_page(401, "That is not the token.")
        response = RedirectResponse("/", 303)
        response.set_cookie(
            _COOKIE,
            keys.new_key(),
            max_age=_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    return router


def sign_in_page(status: int = 401, complaint: str = "") -> HTMLResponse:
    """The form that asks for the token."""
    said = f"<p role=alert>{html.escape(complaint)}</p>" if complaint else ""
    return HTMLResponse(_PAGE.replace("COMPLAINT", said), status)


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>News Assistant</title>
<meta name="viewport" content="width=device-width">
<style>
body { font: 18px/1.5 Georgia, serif; max-width: 24em; margin: 20vh auto 0; padding: 0 1em }
input, button { font: inherit; padding: .3em .6em; box-sizing: border-box; width: 100% }
button { margin-top: .6em } [role=alert] { color: #a00 }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd } }
</style></head><body>
<h1>News Assistant</h1>COMPLAINT
<form method="post" action="/sign-in">
<label for="token">This service asks for its token.</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Come in</button></form></body></html>
"""
