"""What is sent to Gradio's own addresses by those who are no page of ours."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from newsroom_page import newsroom_in
from serving import serving

from assistant import Assistant
from assistant.service import Policy
from ui import create_app
from ui.editors.uploads import upload_folder


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # A newsroom of its own: its editors' events are called, too.
    newsroom = newsroom_in(tmp_path_factory.mktemp("events"))
    with serving(create_app(newsroom.assistant, Policy(per_minute=0))) as address:
        yield address


def functions(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/config").json()["dependencies"]
    return found


def answer(client: httpx.Client, number: int, data: list[Any], sent: Any = None) -> dict[str, Any]:
    """What the page's event of that number comes to in the end."""
    session = secrets.token_hex(8)
    body = {"data": data, "fn_index": number, "session_hash": session, "event_data": sent}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    stream = client.get("/gradio_api/queue/data", params={"session_hash": session}).text
    messages = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: ")]
    (done,) = [m for m in messages if m["msg"] == "process_completed"]
    return dict(done)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (None, None),
        (7, {"value": 7}),
        ({"a": [1]}, {"value": {"text": [1]}}),
        ([["x"]], {"id": 7, "verdict": []}),
        ("\u202e<b>", "x"),
    ],
)
def test_what_no_page_sends_is_refused_without_a_traceback(
    client: httpx.Client, capfd: pytest.CaptureFixture[str], value: Any, sent: Any
) -> None:
    for function in functions(client):
        answer(client, function["id"], [value] * len(function["inputs"]), sent)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_too_little_is_refused_without_a_traceback(
    client: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    for function in functions(client):
        done = answer(client, function["id"], [])
        assert done["success"] or done["output"]["error"], function
    assert "Traceback" not in "".join(capfd.readouterr())


def test_an_open_page_cannot_be_written_to_the_disk(client: httpx.Client) -> None:
    before = set(upload_folder().rglob("*"))
    (number,) = [f["id"] for f in functions(client) if f["api_name"] == "lift"]
    body = {"data": [None], "fn_index": number, "session_hash": "known", "event_data": None}
    client.post("/gradio_api/queue/join", json=body)
    client.get("/gradio_api/queue/data", params={"session_hash": "known"})
    got = client.get("/gradio_api/deep_link", params={"session_hash": "known"})
    assert got.status_code == 404
    assert set(upload_folder().rglob("*")) <= before


@pytest.mark.parametrize(
    "path",
    ["runs", "openapi.json", "queue/status", "monitoring", "token", "run/ask", "call/answer"],
)
def test_what_the_page_does_not_use_is_not_there(client: httpx.Client, path: str) -> None:
    assert client.get(f"/gradio_api/{path}").status_code == 404
    assert client.post(f"/gradio_api/{path}", json={"data": ["x"]}).status_code == 404


@pytest.mark.parametrize("component", [99_999, -1, 1])
def test_a_function_of_no_component_is_a_refusal(
    client: httpx.Client, capfd: pytest.CaptureFixture[str], component: int
) -> None:
    body = {"data": ["x"], "component_id": component, "fn_name": "exported", "session_hash": "s"}
    got = client.post("/gradio_api/component_server", json=body)
    assert got.status_code in (400, 404)
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("path", ["queue/join", "component_server", "call/ask"])
def test_a_request_too_large_is_not_read(client: httpx.Client, path: str) -> None:
    content = b'{"data":["' + b"a" * 6_000_000 + b'"]}'
    headers = {"content-type": "application/json"}
    got = client.post(f"/gradio_api/{path}", content=content, headers=headers)
    assert (got.status_code, got.text) == (413, "The request is too large.")

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(content), 100_000):
            yield content[start : start + 100_000]

    try:
        got = client.post(f"/gradio_api/{path}", content=pieces(), headers=headers)
    except httpx.WriteError:
        return  # hung up on, before all of it was sent
    assert got.status_code == 413


def test_programs_are_counted_whichever_way_they_ask(assistant: Assistant) -> None:
    with (
        serving(create_app(assistant, Policy(per_minute=3))) as url,
        httpx.Client(base_url=f"{url}/gradio_api/") as client,
    ):
        wrong = {"data": ["x"], "component_id": 1, "fn_name": "none", "session_hash": "s"}
        told = [client.post("component_server", json=wrong).status_code for _ in range(2)]
        told += [client.post("call/ask", json={"data": [7, 7]}).status_code for _ in range(2)]
        assert told[-1] == 429 and 429 not in told[:-1]
        # Stopping is never too much.
        stop = {"session_hash": "s", "fn_index": 0, "event_id": "x"}
        assert client.post("cancel", json=stop).status_code == 200
