from __future__ import annotations

import json

import httpx
import pytest

from assistant import Assistant

HEALEY = "What did Healey say?"


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_the_answer_is_the_one_of_python(client: httpx.Client, assistant: Assistant) -> None:
    got = client.post("/v1/answer", json={"question": HEALEY})
    expected = json.loads(json.dumps(assistant.ask(HEALEY).to_dict()))
    answer = got.json()
    assert got.status_code == 200
    assert answer.pop("timings_ms").keys() == expected.pop("timings_ms").keys()
    assert answer == expected


def test_quotes_are_the_article_s_text_at_their_offsets(client: httpx.Client) -> None:
    answer = client.post("/v1/answer", json={"question": HEALEY}).json()
    cited = answer["citations"][0]
    article = client.get(f"/v1/articles/{cited['article_id']}").json()
    assert article["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_a_refusal_is_a_success_with_the_nearest_evidence(client: httpx.Client) -> None:
    got = client.post("/v1/answer", json={"question": "When did Ukraine join the EU?"})
    answer = got.json()
    assert (got.status_code, answer["answered"], answer["citations"]) == (200, False, [])
    assert answer["nearest"]


def test_the_history_says_what_a_follow_up_means(client: httpx.Client) -> None:
    first = client.post("/v1/answer", json={"question": HEALEY}).json()
    history = [{"question": HEALEY, "answer": first["text"]}]
    got = client.post("/v1/answer", json={"question": "And Barrot?", "history": history}).json()
    assert got["standalone_question"] == "What did Barrot say?"
    assert "Barrot" in got["citations"][0]["quote"]


def test_a_stream_adds_up_to_the_answer(client: httpx.Client) -> None:
    whole = client.post("/v1/answer", json={"question": HEALEY}).json()
    got = client.post("/v1/answer", json={"question": HEALEY, "stream": True})
    assert got.headers["content-type"].startswith("text/event-stream")
    told = events(got.text)
    assert told[0] == ("understood", {"standalone_question": HEALEY})
    assert "".join(str(data["text"]) for name, data in told if name == "text") == whole["text"]
    name, last = told[-1]
    assert name == "completed"
    last["timings_ms"] = whole["timings_ms"]
    assert last == whole


def test_a_limit_shortens_an_answer(client: httpx.Client) -> None:
    question = "Summarize the article"
    whole = client.post("/v1/answer", json={"question": question}).json()
    assert len(whole["citations"]) > 1
    got = client.post("/v1/answer", json={"question": question, "limit": 1}).json()
    assert got["citations"] == whole["citations"][:1]
    assert whole["text"].startswith(got["text"])
    assert got["text"].endswith("[1]")
    assert "first 1 of" in got["note"]


def test_articles_outside_the_range_or_of_others_do_not_answer(client: httpx.Client) -> None:
    for limits in ({"since": "2020-01-01"}, {"sources": ["CNN"]}):
        got = client.post("/v1/answer", json={"question": HEALEY, **limits}).json()
        assert not got["answered"], limits
        found = client.post("/v1/search", json={"question": HEALEY, **limits}).json()
        assert found["citations"] == []


def test_search_gives_evidence_best_first(client: httpx.Client) -> None:
    found = client.post("/v1/search", json={"question": HEALEY, "limit": 3}).json()["citations"]
    assert [c["number"] for c in found] == [1, 2, 3]
    assert "Healey" in found[0]["quote"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": " \n"}, "question"),
        ({"question": "x" * 2001}, "question"),
        ({"question": "\ud800"}, "question"),
        ({"question": HEALEY, "limit": 0}, "limit"),
        ({"question": HEALEY, "since": "yesterday"}, "since"),
        ({"question": HEALEY, "sources": ["CNN"] * 21}, "sources"),
        ({"question": HEALEY, "histori": []}, "histori"),
        ({"question": HEALEY, "history": [{"question": "a", "answer": "b"}] * 51}, "history"),
        ({"question": HEALEY, "history": [{"question": "a", "answer": "b" * 20_001}]}, "history"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(
    client: httpx.Client, body: dict[str, object], named: str
) -> None:
    # json.dumps writes a lone surrogate as an escape, which is what a hostile client would send.
    got = client.post(
        "/v1/answer", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    error = got.json()["error"]
    assert (got.status_code, error["type"]) == (422, "invalid_request_error")
    assert named in error["message"]
    assert "\n" not in error["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"' + b"[" * 5000])
def test_a_body_that_is_no_object_is_refused(client: httpx.Client, body: bytes) -> None:
    got = client.post("/v1/answer", content=body, headers={"content-type": "application/json"})
    assert got.status_code in (400, 422)
    assert got.json()["error"]["message"]


def test_other_addresses_and_methods_are_refused_in_the_same_form(client: httpx.Client) -> None:
    assert client.get("/v1/nothing").json()["error"]["type"] == "not_found"
    got = client.get("/v1/answer")
    assert (got.status_code, got.headers["allow"]) == (405, "POST")
    assert got.json()["error"]["type"] == "method_not_allowed"
