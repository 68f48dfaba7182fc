"""Chroma servers that are not what they should be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings as ChromaSettings
from newsroom import Newsroom
from test_chroma_server import ChromaServer, own

from assistant import Assistant
from assistant.settings import SettingsError, load_settings
from index import Embedder
from index.errors import VectorsUnreachableError
from index.generations import publish


class Odd(BaseHTTPRequestHandler):
    """Answers as its server is told to."""

    status, content = 200, b"<html>It works!</html>"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(
    params=[(200, b"<html>It works!</html>"), (500, b"oh no"), (200, b"{}"), (404, b"")]
)
def odd_server(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("Handler", (Odd,), {"status": request.param[0], "content": request.param[1]})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_server_that_is_no_chroma_ends_a_build_in_one_line(
    tmp_path: Path, embedder: Embedder, odd_server: str
) -> None:
    room = Newsroom(tmp_path, embedder, odd_server)
    room.write_bridges()
    with pytest.raises(VectorsUnreachableError, match="cannot be used") as caught:
        room.builder.build()
    assert "\n" not in str(caught.value)
    assert publish.current(room.index_dir) is None


@pytest.mark.parametrize(
    "url",
    ["localhost:8000", "ftp://localhost", "http://", "http://host:99999", "http://u:p@host", "x"],
)
def test_an_address_that_is_none_is_wrong_usage(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", url)
    with pytest.raises(SettingsError, match="ASSISTANT_CHROMA_URL is not usable: ") as caught:
        load_settings()
    assert caught.value.exit_code == 2


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    found = ChromaServer(tmp_path / "chroma")
    found.start()
    yield found
    found.stop()


def test_collections_that_somebody_deleted_leave_the_words_and_come_back_with_an_update(
    tmp_path: Path, embedder: Embedder, server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(tmp_path, embedder, server.url)
    room.write_bridges()
    room.builder.build()
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", server.url)
    assistant = Assistant.open(corpus=room.corpus, index_dir=room.index_dir)
    question = "When was the Amber Bridge opened?"
    assert assistant.ask(question).note is None
    client = chromadb.HttpClient(server.url, settings=ChromaSettings(anonymized_telemetry=False))
    for name in own(server, room):
        client.delete_collection(name)
    for number in range(120):  # more than the server lists at once, if it has a limit
        client.create_collection(f"other-{number}", embedding_function=None)
    answer = assistant.ask(question)
    assert answer.answered and "by words alone" in (answer.note or "")
    update = room.builder.update()
    assert update.plan.is_empty and update.published and update.manifest.dense == 1
    assert assistant.ask(question).note is None
    room.builder.build()
    room.builder.build()
    assert len(own(server, room)) <= 3  # with that of the generation which the assistant has open
