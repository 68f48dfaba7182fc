"""Hundreds of requests that no client of ours sends, to every address that is open."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from raw import Got, connect, get, send
from serving import serving

from assistant import Assistant
from assistant.service import Policy
from ui import create_app

_REQUESTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "hostile_requests.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
_SECONDS = 5.0
# What the page's own scripts and the tools read is in forms of their own.
_OTHER_FORMS = ("/gradio_api/", "/mcp")


def test_there_are_hundreds() -> None:
    assert len(_REQUESTS) > 200


@pytest.mark.parametrize("start", range(0, len(_REQUESTS), 25))
def test_each_is_answered_in_a_line_and_in_time(
    page: str, start: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for request in _REQUESTS[start : start + 25]:
        begun = time.monotonic()
        got = _ask(page, request)
        assert time.monotonic() - begun < _SECONDS, (request, got.raw[:300])
        assert 200 <= got.status < 500, (request, got.raw[:500])
        if got.status >= 400 and _is_ours(request, got):
            assert got.error, request
    logged = caplog.text + "".join(capfd.readouterr())
    assert "Traceback" not in logged and "Exception" not in logged
    assert not [record for record in caplog.records if record.exc_info]


def test_an_event_that_is_not_there_is_a_line(page: str, caplog: pytest.LogCaptureFixture) -> None:
    for event in ("zzz", "%00", "a" * 500):
        got = get(page, f"/gradio_api/call/ask/{event}")
        assert (got.status, got.error) == (404, "not_found")
    assert "Traceback" not in caplog.text


def test_an_event_that_is_there_is_still_told(page: str) -> None:
    body = b'{"data":["What did Healey say?", []]}'
    posted = send(
        page,
        b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body),
    )
    event = json.loads(posted.body)["event_id"]
    told = get(page, f"/gradio_api/call/ask/{event}").body
    assert b"event: complete" in told and b"Healey" in told


def test_events_that_are_made_up_are_counted(assistant: Assistant) -> None:
    policy = Policy(per_minute=3)
    with serving(create_app(assistant, policy), policy) as url:
        told = [get(url, f"/gradio_api/call/ask/{n}").status for n in range(5)]
    assert told == [404, 404, 404, 429, 429]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO", "get"])
@pytest.mark.parametrize("path", ["/", "/v1/answer", "/healthz", "/config", "/nothing", "/docs"])
def test_a_method_that_nobody_asked_for_is_refused_in_form(
    page: str, method: str, path: str
) -> None:
    got = get(page, path, method=method)
    assert got.status in (404, 405)
    assert got.error in ("not_found", "method_not_allowed")


@pytest.mark.parametrize("day", ["0", "1700000000", "1e9", "2024-01-01T00:00:00", "20240101", ""])
def test_only_a_day_is_a_day(page: str, day: str) -> None:
    for field in ("since", "until"):
        got = get(page, f"/v1/articles?{field}={day}")
        assert (got.status, got.error) == (422, "invalid_request_error")
    assert get(page, "/v1/articles?since=2024-02-29&until=2024-03-01").status == 200


def _ask(url: str, request: dict[str, Any]) -> Got:
    headers = {"host": "localhost", "connection": "close"} | request.get("headers", {})
    body = request.get("body", "").encode("utf-8", "surrogatepass")
    if "body" in request:
        headers.setdefault("content-length", str(len(body)))
    lines = [f"{request['method']} {request['path']} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
    with connect(url, timeout=_SECONDS) as connection:
        connection.sendall(head + body)
        answer = bytearray()
        # A stream of events goes on for as long as it is listened to.
        while piece := connection.recv(65_536):
            answer += piece
            if b"text/event-stream" in answer and b"\r\n\r\n" in answer:
                break
    return Got(bytes(answer), closed=True)


def _is_ours(request: dict[str, Any], got: Got) -> bool:
    if request["path"].startswith(_OTHER_FORMS) or request["method"] == "HEAD":
        return False
    return b"text/html" not in got.raw.partition(b"\r\n\r\n")[0]
