"""One line of log for each request and each answer; what was asked only when that is wanted."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import uuid
from contextvars import ContextVar
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import Answer
from assistant.service.metrics import Metrics
from assistant.service.refusals import GoneError, as_refusal

_log = logging.getLogger("assistant.service")
_request: ContextVar[str | None] = ContextVar("request", default=None)
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_QUIET = frozenset(("/healthz", "/readyz", "/metrics"))
# The page's own files and connections are nothing to tell of, unless they fail.
_TOLD = ("/v1/", "/mcp", "/sign-in")
_HUNG_UP = 499


class RequestLog:
    """ASGI middleware: gives each request an id, logs it, and counts it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        given = Headers(scope=scope).get("x-request-id", "")
        id_ = given if _ID.fullmatch(given) else uuid.uuid4().hex
        _request.set(id_)
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = id_
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except GoneError:
            status = _HUNG_UP
            self._metrics.hung_up.inc()
        except Exception as error:
            if status:
                raise
            await as_refusal(error)(scope, receive, noting)
        finally:
            self._tell(scope, status or 500, time.perf_counter() - started, id_)

    def _tell(self, scope: Scope, status: int, seconds: float, id_: str) -> None:
        path = scope["path"]
        route = getattr(scope.get("route"), "path", None) or _family(path)
        self._metrics.requests.labels(route, _method(scope["method"]), str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if status >= 500 and status != 503:
            self._metrics.errors.labels(route).inc()
        if path in _QUIET or (status < 400 and not path.startswith(_TOLD)):
            return
        _log.info(
            "request",
            extra={
                "told": {
                    "request": id_,
                    "method": _method(scope["method"]),
                    "path": path[:200],
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                }
            },
        )


class AnswerLog:
    """Hears answers and logs them; `questions` says whether with the question's text."""

    def __init__(self, questions: bool) -> None:
        self._questions = questions

    def __call__(self, answer: Answer) -> None:
        """Log `answer`."""
        told: dict[str, Any] = {
            "request": _request.get(),
            "answered": answer.answered,
            "confidence": answer.confidence,
            "citations": len(answer.citations),
            "engine": answer.engine,
            "ms": answer.timings_ms.get("total"),
        }
        if self._questions:
            told["question"] = answer.question
        _log.info("answer", extra={"told": told})


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _Readable(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = getattr(record, "told", {})
        # As JSON writes them: no character of a stranger's can begin another line.
        parts = [f"{name}={json.dumps(value)}" for name, value in told.items() if value is not None]
        head = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname.lower()}"
        line = " ".join((head, record.getMessage(), *parts))
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def log_to_stderr(form: str) -> None:
    """Log what the service does on standard error, in the form `readable` or `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Readable())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _log.setLevel(logging.INFO)


def _family(path: str) -> str:
    """The part of a path that is worth a counter of its own; strangers make up the rest."""
    for known in ("/v1", "/mcp", "/gradio_api", "/sign-in"):
        if path.startswith(known):
            return known
    return "/" if path == "/" else "other"


def _method(method: str) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return method if method in known else "other"
