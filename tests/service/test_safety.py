"""Who may ask, and how much."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx
import pytest
from served import TOKEN, Serve
from shell import run

from assistant import Assistant
from assistant.service import Policy
from assistant.service.signing_in import Keys

ASKED = {"question": "What did Healey say?"}
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "203.0.113.7"])
def test_listening_to_others_without_a_token_is_refused(host: str) -> None:
    done = run("serve", "--host", host, ASSISTANT_CORPUS="nowhere")
    assert done.returncode == 2
    assert "ASSISTANT_API_TOKEN" in done.stderr
    assert "--insecure" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_weak_token_is_refused() -> None:
    done = run("serve", ASSISTANT_API_TOKEN="hunter2")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "ASSISTANT_API_TOKEN is not usable" in done.stderr
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("origins", ["*", "example.com", "https://a.com/path", "ftp://a.com"])
def test_what_is_no_origin_is_refused(origins: str) -> None:
    done = run("serve", ASSISTANT_CORS_ORIGINS=origins)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "ASSISTANT_CORS_ORIGINS" in done.stderr


@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_nothing_is_told(serve: Serve, shown: str | None) -> None:
    client = serve(Policy(token=TOKEN, per_minute=0))
    headers = {} if shown is None else {"authorization": shown}
    for method, path in (
        ("POST", "/v1/answer"),
        ("GET", "/v1/articles"),
        ("GET", "/v1/nothing"),
        ("POST", "/mcp"),
        ("GET", "/metrics"),
        ("GET", "/openapi.json"),
        ("GET", "/docs"),
        ("GET", "/"),
    ):
        got = client.request(method, path, headers=headers)
        assert got.status_code == 401, path
        assert got.headers["www-authenticate"] == "Bearer"
        assert got.json()["error"]["type"] == "authentication_error"
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_with_the_token_all_is_answered(serve: Serve) -> None:
    client = serve(Policy(token=TOKEN, per_minute=0))
    assert client.post("/v1/answer", json=ASKED, headers=BEARER).json()["answered"]


def test_people_are_asked_for_the_token_once(serve: Serve) -> None:
    client = serve(Policy(token=TOKEN, per_minute=0))
    page = client.get("/docs", headers={"accept": "text/html"})
    assert (page.status_code, "asks for its token" in page.text) == (401, True)
    assert client.post("/sign-in", data={"token": "wrong"}).status_code == 401
    done = client.post("/sign-in", data={"token": TOKEN})
    cookie = done.headers["set-cookie"].lower()
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert all(flag in cookie for flag in ("httponly", "samesite=strict"))
    assert TOKEN not in cookie
    assert client.get("/v1/articles").status_code == 200


@pytest.mark.parametrize("proxies", [(), ("127.0.0.1",)])
def test_the_cookie_is_secure_when_a_proxy_says_so_that_is_believed(
    serve: Serve, proxies: tuple[str, ...]
) -> None:
    client = serve(Policy(token=TOKEN, per_minute=0, proxies=proxies))
    headers = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"}
    done = client.post("/sign-in", data={"token": TOKEN}, headers=headers)
    assert ("secure" in done.headers["set-cookie"].lower()) == bool(proxies)


def test_a_key_cannot_be_made_up_or_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, others = Keys(TOKEN), Keys(TOKEN + "2")
    key = keys.new_key()
    assert keys._is_key(key)
    assert not others._is_key(key)
    until, _, signature = key.partition(".")
    for forged in ("", ".", "9" * 5000, f"{int(until) + 1}.{signature}", f"{until}.", "a.é"):
        assert not keys._is_key(forged)
    monkeypatch.setattr(time, "time", lambda: int(until) + 1)
    assert not keys._is_key(key)


def test_a_page_of_another_site_may_not_ask(serve: Serve) -> None:
    client = serve(Policy(per_minute=0, origins=("https://reader.example",)))
    got = client.post("/v1/answer", json=ASKED, headers={"origin": "https://evil.example"})
    assert (got.status_code, got.json()["error"]["type"]) == (403, "wrong_origin")
    assert "access-control-allow-origin" not in got.headers
    got = client.post("/v1/answer", json=ASKED, headers={"origin": "https://reader.example"})
    assert got.headers["access-control-allow-origin"] == "https://reader.example"
    own = {"origin": str(client.base_url).rstrip("/")}
    assert client.post("/v1/answer", json=ASKED, headers=own).status_code == 200


def test_cors_is_off_unless_origins_are_named(client: httpx.Client) -> None:
    preflight = {"origin": "https://a.example", "access-control-request-method": "POST"}
    for got in (
        client.options("/v1/answer", headers=preflight),
        client.get("/v1/articles", headers={"origin": "https://a.example"}),
    ):
        assert not [name for name in got.headers if name.startswith("access-control")]


def test_too_many_requests_are_told_when_to_come_back(serve: Serve) -> None:
    client = serve(Policy(per_minute=3))
    answers = [client.get("/v1/models") for _ in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
    assert answers[-1].json()["error"]["type"] == "rate_limit"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/docs", "/"])
def test_guessing_at_the_token_is_slowed_down(serve: Serve, path: str) -> None:
    client = serve(Policy(token=TOKEN, per_minute=3))
    codes = [client.get(path, headers={"authorization": f"Bearer {n}"}) for n in range(5)]
    assert [c.status_code for c in codes] == [401, 401, 401, 429, 429]


@pytest.mark.parametrize("path", ["/v1/answer", "/v1/search", "/v1/chat/completions", "/mcp"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_refused(serve: Serve, path: str, chunked: bool) -> None:
    client = serve(Policy(per_minute=0, body_bytes=1000))
    body = b'{"question": "' + b"x" * 2000 + b'"}'
    content: Any = iter([body[:1000], body[1000:]]) if chunked else body
    headers = {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
    }
    got = client.post(path, content=content, headers=headers)
    assert (got.status_code, got.json()["error"]["type"]) == (413, "too_large")


def test_when_too_many_wait_the_next_is_told_to_come_back(
    serve: Serve, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve(Policy(per_minute=0, at_once=1, waiting=1))
    go = threading.Event()
    ask = Assistant._ask

    def slowly(self: Assistant, *args: Any, **kwargs: Any) -> Any:
        go.wait(30)
        return ask(self, *args, **kwargs)

    monkeypatch.setattr(Assistant, "_ask", slowly)
    codes: list[int] = []

    def post() -> None:
        codes.append(client.post("/v1/answer", json=ASKED).status_code)

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while "assistant_waiting 1.0" not in client.get("/metrics").text:
        assert time.monotonic() < deadline
    refused = client.post("/v1/answer", json=ASKED)
    assert (refused.status_code, refused.json()["error"]["type"]) == (503, "overloaded")
    assert int(refused.headers["retry-after"]) >= 1
    go.set()
    for thread in threads:
        thread.join()
    assert codes == [200, 200]


def test_a_fault_of_ours_is_logged_and_not_told(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = serve(Policy(per_minute=0))

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(Assistant, "search", fails)
    got = client.post("/v1/search", json=ASKED)
    assert (got.status_code, got.json()["error"]["type"]) == (500, "internal_error")
    assert "secret" not in got.text
    assert got.headers["x-request-id"]
    assert "a secret of ours" in caplog.text
