from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served import TOKEN, Serve

from assistant import Assistant, Scope
from assistant.service import Policy

STORIES = (
    ("Harbour bridge opens", "2024-05-20", "The Daily Example", "Mayor Rosa Delgado opened it."),
    ("Harbour bridge is planned", "2022-03-01", "CNN", "The mayor announced a harbour bridge."),
    ("Storm over the bay", "2023-11-05", "CNN", "A storm tore two pillars from the bridge."),
)


def write(folder: Path, name: str, story: tuple[str, str, str, str]) -> None:
    title, date, source, text = story
    (folder / name).write_text(
        f"---\ntitle: {title}\ndate: {date}\nsource: {source}\n---\n{text}", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for number, story in enumerate(STORIES):
        write(folder, f"{number}.txt", story)
    (folder / "undated.txt").write_text("Gardening\nRoses want sun.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def newsroom(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield Assistant.open(corpus=corpus, index_dir=tmp_path_factory.mktemp("news") / "index")


@pytest.fixture
def client(serve: Serve, newsroom: Assistant) -> httpx.Client:
    client = serve(Policy(token=TOKEN, per_minute=0), newsroom)
    client.headers["authorization"] = f"Bearer {TOKEN}"
    return client


def titles(client: httpx.Client, **params: object) -> list[str]:
    found = client.get("/v1/articles", params=params)  # type: ignore[arg-type]
    assert found.status_code == 200
    return [article["title"] for article in found.json()["articles"]]


def test_articles_come_newest_first_and_undated_last(client: httpx.Client) -> None:
    assert titles(client) == [STORIES[0][0], STORIES[2][0], STORIES[1][0], "Gardening"]


def test_articles_are_filtered_and_paged(client: httpx.Client) -> None:
    assert titles(client, since="2023-01-01") == [STORIES[0][0], STORIES[2][0]]
    assert titles(client, until="2023-01-01") == [STORIES[1][0]]
    assert titles(client, source="cnn") == [STORIES[2][0], STORIES[1][0]]
    assert titles(client, source=["cnn", "daily example"], until="2024-06-01", limit=1) == [
        STORIES[0][0]
    ]
    assert titles(client, query="harbour bridge") == [STORIES[0][0], STORIES[1][0]]
    assert titles(client, offset=3) == ["Gardening"]
    assert titles(client, offset=999_999_999) == []
    page = client.get("/v1/articles", params={"limit": 1}).json()
    assert (page["total"], page["offset"]) == (4, 0)


def test_a_query_of_no_words_finds_nothing(client: httpx.Client) -> None:
    assert titles(client, query="the") == []


@pytest.mark.parametrize("params", [{"since": "x"}, {"limit": 0}, {"offset": -1}, {"limit": 101}])
def test_unusable_filters_are_refused(client: httpx.Client, params: dict[str, str]) -> None:
    assert client.get("/v1/articles", params=params).status_code == 422


@pytest.mark.parametrize("id_", ["..%2F..%2Fetc%2Fpasswd", "0.txt", "%00", "d9ec7686301af55'--"])
def test_an_id_finds_an_article_or_nothing(client: httpx.Client, id_: str) -> None:
    got = client.get(f"/v1/articles/{id_}")
    assert (got.status_code, got.json()["error"]["type"]) == (404, "not_found")


def test_questions_are_limited_to_dates_and_outlets(newsroom: Assistant) -> None:
    question = "What did the storm tear from the bridge?"
    assert newsroom.ask(question, within=Scope(sources=("CNN",))).answered
    assert not newsroom.ask(question, within=Scope(sources=("Daily Example",))).answered
    assert not newsroom.ask(question, within=Scope(since="2024-01-01")).answered
    counted = newsroom.ask("How many articles mention the bridge?", within=Scope(sources=("CNN",)))
    assert counted.searched.articles == 2
    named = newsroom.ask(
        "According to CNN, what tore the pillars?", within=Scope(until="2023-01-01")
    )
    assert not named.answered


def test_a_summary_is_of_the_newest_article_within(newsroom: Assistant) -> None:
    answer = newsroom.ask("Summarize the article", within=Scope(until="2023-01-01"))
    assert {c.title for c in answer.citations} == {STORIES[1][0]}
    assert not newsroom.ask("Summarize the article", within=Scope(since="2030-01-01")).answered


def test_the_status_tells_what_there_is(client: httpx.Client) -> None:
    status = client.get("/v1/index").json()
    assert (status["articles"], status["newest"]) == (4, "2024-05-20")
    assert status["update"]["state"] == "none"


def test_an_update_takes_in_new_articles_and_tells_how_it_comes_on(
    tmp_path: Path, serve: Serve
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write(corpus, "first.txt", STORIES[0])
    assistant = Assistant.open(corpus=corpus, index_dir=tmp_path / "index")
    client = serve(Policy(token=TOKEN, per_minute=0), assistant)
    client.headers["authorization"] = f"Bearer {TOKEN}"
    write(corpus, "second.txt", STORIES[2])
    started = client.post("/v1/index/update")
    assert (started.status_code, started.json()["state"]) == (202, "running")
    deadline = time.monotonic() + 60
    while (now := client.get("/v1/index/update").json())["state"] == "running":
        assert time.monotonic() < deadline
        assert client.post("/v1/answer", json={"question": "Who opened it?"}).status_code == 200
    assert (now["state"], now["added"], now["unchanged"]) == ("done", 1, 1)
    assert client.get("/v1/articles").json()["total"] == 2
    told = client.post("/v1/index/update", headers={"accept": "text/event-stream"})
    assert told.status_code == 202
    assert "event: done" in told.text
    (corpus / "first.txt").unlink()
    (corpus / "second.txt").unlink()
    told = client.post("/v1/index/update", headers={"accept": "text/event-stream"})
    assert "event: failed" in told.text
    assert "holds no usable article" in told.text
    assert client.get("/readyz").status_code == 200


def test_an_update_needs_a_token_to_be_set(serve: Serve, newsroom: Assistant) -> None:
    got = serve(Policy(), newsroom).post("/v1/index/update")
    assert got.status_code == 403
    assert "ASSISTANT_API_TOKEN" in got.json()["error"]["message"]


def test_what_prometheus_reads(client: httpx.Client) -> None:
    day = dt.date(2024, 6, 1).isoformat()
    for question in ("What did the storm tear from the bridge?", "Who won the Grand Prix?"):
        client.post("/v1/answer", json={"question": question, "now": day})
    lines = client.get("/metrics").text.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values['assistant_questions_total{outcome="answered"}'] == "1.0"
    assert values['assistant_questions_total{outcome="refused"}'] == "1.0"
    assert values['assistant_answer_seconds_count{stage="total"}'] == "2.0"
    key = 'assistant_requests_total{method="POST",route="/v1/answer",status="200"}'
    assert values[key] == "2.0"
    assert values["assistant_index_articles"] == "4.0"
    assert float(values["assistant_index_age_seconds"]) >= 0
