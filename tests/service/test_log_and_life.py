"""The service as a process: its log, its readiness, how it stops, and that it is alone."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import TOKEN, Serve

from assistant import Assistant
from assistant.calling_off import CalledOffError
from assistant.clock import Clock
from assistant.service import Policy, create_service
from assistant.service.request_log import _Json, _Readable
from assistant.service.stopping import PatientServer

QUESTION = "What did Healey say?"
_ALONE = """
import socket, sys
real = socket.socket.connect
def connect(self, address):
    host = address[0] if isinstance(address, tuple) else "unix"
    if host not in ("127.0.0.1", "::1", "unix"):
        print(f"CALLED {address}", file=sys.stderr, flush=True)
        raise OSError("the network is blocked")
    return real(self, address)
def lookup(host, *args, **kwargs):
    if host not in (None, "localhost", "127.0.0.1", "::1", "0.0.0.0"):
        print(f"LOOKED UP {host}", file=sys.stderr, flush=True)
        raise socket.gaierror("the network is blocked")
    return known(host, *args, **kwargs)
known = socket.getaddrinfo
socket.socket.connect = connect
socket.getaddrinfo = lookup
from assistant.shell.cli import main
main()
"""


@contextmanager
def process(root: Path, index: Path, **settings: str) -> Iterator[tuple[Any, str]]:
    """`assistant serve`, with no way out but loopback, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ASSISTANT_")}
    running = subprocess.Popen(
        [sys.executable, "-c", _ALONE, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**environment, "ASSISTANT_INDEX_DIR": str(index), **settings},
    )
    try:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert "ready at" in line, line
        yield running, f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.communicate()


def test_it_runs_alone_and_logs_without_questions(root: Path, seed_index: Path) -> None:
    settings = {"ASSISTANT_LOG_FORMAT": "json", "ASSISTANT_API_TOKEN": TOKEN}
    headers = {"authorization": f"Bearer {TOKEN}"}
    with process(root, seed_index, **settings) as (running, url):
        assert httpx.get(f"{url}/readyz", timeout=60).json() == {"status": "ok", "reason": None}
        with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
            assert "News Assistant" in client.get("/").text
            named = client.post(
                "/v1/answer", json={"question": QUESTION}, headers={"x-request-id": "mine-1"}
            )
            assert named.headers["x-request-id"] == "mine-1"
            client.get("/v1/articles", params={"query": "Healey"})
            unsafe = client.get("/v1/models", headers={"x-request-id": 'a" {evil}'})
            assert unsafe.headers["x-request-id"] != 'a" {evil}'
            assert unsafe.headers["content-security-policy"].startswith("default-src 'self'")
            assert unsafe.headers["x-content-type-options"] == "nosniff"
            assert unsafe.headers["x-frame-options"] == "SAMEORIGIN"
        running.send_signal(signal.SIGTERM)
        _, errors = running.communicate(timeout=120)
    assert running.returncode == 143
    assert "CALLED" not in errors
    assert "LOOKED UP" not in errors
    assert TOKEN not in errors
    assert "Healey" not in errors
    assert "Traceback" not in errors
    told = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    mine = [line for line in told if line.get("request") == "mine-1"]
    assert [line["event"] for line in mine] == ["answer", "request"]
    assert (mine[0]["answered"], mine[1]["status"]) == (True, 200)
    assert mine[1]["ms"] > 0


def test_the_log_holds_questions_only_when_that_is_asked_for(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "assistant.service")
    for wanted in (False, True):
        caplog.clear()
        client = serve(Policy(per_minute=0, log_questions=wanted))
        client.post("/v1/answer", json={"question": QUESTION})
        told = [record.told for record in caplog.records if hasattr(record, "told")]
        assert [t.get("question") for t in told if "answered" in t][-1:] == [
            QUESTION if wanted else None
        ]


def test_a_client_that_hangs_up_frees_its_work(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve(Policy(per_minute=0, at_once=1))
    given_up = threading.Event()
    began = threading.Event()

    def endless(self: Assistant, *args: Any, **kwargs: Any) -> Any:
        clock = Clock()
        began.set()
        try:
            while True:
                time.sleep(0.01)
                clock.lap("read")
        except CalledOffError:
            given_up.set()
            raise

    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "_ask", endless)
        with pytest.raises(httpx.ReadTimeout):
            client.post("/v1/answer", json={"question": QUESTION}, timeout=0.5)
        assert began.is_set()
        assert given_up.wait(10)
    assert client.post("/v1/answer", json={"question": QUESTION}).status_code == 200
    assert "assistant_hung_up_total 1.0" in client.get("/metrics").text


def test_a_stream_that_is_left_frees_its_work(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve(Policy(per_minute=0, at_once=1))
    given_up = threading.Event()
    real = Assistant._stream

    def endless(self: Assistant, *args: Any, **kwargs: Any) -> Any:
        events = list(real(self, *args, **kwargs))
        clock = Clock()
        try:
            while True:
                yield events[1]
                time.sleep(0.01)
                clock.lap("read")
        except (CalledOffError, GeneratorExit):
            given_up.set()
            raise

    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "_stream", endless)
        asked = {"question": QUESTION, "stream": True}
        with client.stream("POST", "/v1/answer", json=asked) as got:
            next(got.iter_lines())
        assert given_up.wait(10)
    assert client.post("/v1/answer", json={"question": QUESTION}).status_code == 200


def test_it_is_not_ready_without_an_index_that_can_be_read(serve: Serve, index_copy: Path) -> None:
    assistant = Assistant.open(corpus="seeds", index_dir=index_copy)
    client = serve(Policy(per_minute=0), assistant)
    assert client.get("/readyz").status_code == 200
    broken = Assistant(assistant.settings.model_copy(update={"index_dir": index_copy / "none"}))
    client = serve(Policy(per_minute=0), broken)
    got = client.get("/readyz")
    assert (got.status_code, got.json()["status"]) == (503, "unavailable")
    assert client.get("/healthz").status_code == 200
    got = client.post("/v1/answer", json={"question": QUESTION})
    assert (got.status_code, got.json()["error"]["type"]) == (503, "unavailable")
    assert got.headers["retry-after"]


def test_told_to_stop_it_finishes_what_it_answers(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, office = create_service(assistant, Policy(per_minute=0))
    server = PatientServer(app, office)
    began, go = threading.Event(), threading.Event()
    ask = Assistant._ask

    def slowly(self: Assistant, *args: Any, **kwargs: Any) -> Any:
        began.set()
        go.wait(60)
        return ask(self, *args, **kwargs)

    monkeypatch.setattr(Assistant, "_ask", slowly)
    asked = {"question": QUESTION}
    codes: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        serving = threading.Thread(target=server.run, args=([listener],))
        serving.start()

        def post() -> None:
            codes.append(httpx.post(f"{url}/v1/answer", json=asked, timeout=60).status_code)

        asking = threading.Thread(target=post)
        asking.start()
        assert began.wait(60)
        server.handle_exit(signal.SIGTERM, None)
        assert "stopping" in httpx.get(f"{url}/readyz", timeout=60).json()["reason"]
        later = httpx.post(f"{url}/v1/answer", json=asked, timeout=60)
        assert (later.status_code, later.headers["retry-after"]) == (503, "5")
        go.set()
        asking.join(60)
        serving.join(60)
    assert codes == [200]
    assert not serving.is_alive()


@pytest.mark.parametrize("form", ["readable", "json"])
def test_a_stranger_s_words_begin_no_line_of_the_log(
    serve: Serve, caplog: pytest.LogCaptureFixture, form: str
) -> None:
    client = serve(Policy(per_minute=0))
    caplog.set_level("INFO", "assistant.service")
    forged = {"x-request-id": "a\tforged"}
    assert client.get("/v1/%0Aforged%1B%5B2J?secret=1", headers=forged).status_code == 404
    (record,) = [r for r in caplog.records if "forged" in str(getattr(r, "told", ""))]
    line = (_Json() if form == "json" else _Readable()).format(record)
    assert len(line.splitlines()) == 1 and line.isprintable()
    assert "secret" not in line and "a\tforged" not in line
