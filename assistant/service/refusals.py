"""The one form in which the service says no: an HTTP status and a line that says why."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from assistant import AssistantError
from index.errors import (
    IndexBusyError,
    IndexUnavailableError,
    VectorsUnreachableError,
    WeightsError,
)

_log = logging.getLogger("assistant.service")
_UNEXPECTED = "Something went wrong while answering. Please ask again."
_MESSAGES = {
    404: "There is nothing at this address.",
    405: "This address knows other methods.",
    413: "The request is too large: see ASSISTANT_MAX_BODY_KB.",
}
_TYPES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_UNAVAILABLE = (IndexUnavailableError, VectorsUnreachableError, WeightsError)
_SECONDS_UNTIL_LATER = 5
# After such a request nothing that follows is wanted, or can be told from it.
_HANGING_UP = frozenset((400, 414, 431))


class Fault(BaseModel):
    """What went wrong: a stable `type` for programs, and one line for people."""

    type: str
    message: str
    param: str | None = Field(default=None, description="the field that is meant")
    code: str | None = None


class Refused(BaseModel):
    """What every answer that is not a success holds."""

    error: Fault


class RefusalError(Exception):
    """Ends a request with `status` and `message`; `retry_after` are seconds."""

    def __init__(
        self, status: int, type_: str, message: str, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.type = type_
        self.retry_after = retry_after

    def response(self) -> JSONResponse:
        """The same as a response."""
        response = refused(self.status, self.type, str(self))
        if self.retry_after is not None:
            response.headers["retry-after"] = str(max(1, round(self.retry_after)))
        if self.status == 401:
            response.headers["www-authenticate"] = "Bearer"
        if self.status in _HANGING_UP:
            response.headers["connection"] = "close"
        return response

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an ASGI request with it."""
        await self.response()(scope, receive, send)


class GoneError(Exception):
    """The client has hung up: there is nobody left to answer."""


def refused(status: int, type_: str, message: str, param: str | None = None) -> JSONResponse:
    """A response in the common form."""
    fault = Fault(type=type_, message=message, param=param)
    return JSONResponse(Refused(error=fault).model_dump(), status)


def by_status(
    status: int, headers: Mapping[str, str] | None = None, message: str = "It cannot be answered."
) -> JSONResponse:
    """The refusal that `status` stands for; `message` says why where the status does not."""
    response = refused(
        status, _TYPES.get(status, "invalid_request_error"), _MESSAGES.get(status, message)
    )
    response.headers.update(headers or {})
    return response


def as_refusal(error: Exception) -> RefusalError:
    """How the service answers to `error`; what nobody foresaw is logged, and not told."""
    if isinstance(error, RefusalError):
        return error
    line = " ".join(str(error).split())
    if isinstance(error, ValueError) and isinstance(error, AssistantError):
        return RefusalError(422, "invalid_request_error", line)
    if isinstance(error, IndexBusyError):
        return RefusalError(409, "index_busy", line)
    if isinstance(error, _UNAVAILABLE):
        return RefusalError(503, "unavailable", line, _SECONDS_UNTIL_LATER)
    _log.error("a request failed", exc_info=error)
    return RefusalError(500, "internal_error", _UNEXPECTED)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route for its OpenAPI description; some are every route's."""
    told = {
        400: "The request cannot be read.",
        401: "The token is missing or wrong.",
        403: "The request comes from a web page that may not ask, or needs a token to be set.",
        404: "There is no such thing.",
        408: "The request did not arrive in time.",
        409: "Another process is writing the index.",
        413: "The request is too large.",
        421: "The request was meant for another host.",
        422: "The request has a field that cannot be used; the message names it.",
        429: "Too many requests from this client; Retry-After tells the seconds to wait.",
        500: "Something went wrong.",
        503: "Too many are waiting, or the index cannot be read; try again after Retry-After.",
    }
    every = (401, 403, 421, 422, 429, 500, 503)
    return {
        status: {"model": Refused, "description": told[status]}
        for status in sorted({*every, *statuses})
    }


def answer_with_refusals(app: FastAPI) -> None:
    """Make `app` answer to every error in the common form."""

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        # The input itself is not repeated: it may be large, private, or no text at all.
        where = ".".join(str(part) for part in first["loc"][1:]) or "body"
        where = where.encode("ascii", "backslashreplace").decode()
        message = str(first["msg"]).encode("utf-8", "backslashreplace").decode()
        return refused(422, "invalid_request_error", f"{where}: {message}", where)

    async def raised(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return by_status(error.status_code, error.headers, str(error.detail))

    async def ours(request: Request, error: Exception) -> JSONResponse:
        return as_refusal(error).response()

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, raised)
    app.add_exception_handler(RefusalError, ours)
    app.add_exception_handler(AssistantError, ours)
    app.add_exception_handler(Exception, ours)
