"""The vectors on a real Chroma server, with the same promises."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings
from crashing import Crashing
from newsroom import Newsroom, bridge

from assistant import Assistant
from index import Embedder
from index.errors import IndexUnavailableError, VectorsUnreachableError
from index.generations import publish


class ChromaServer:
    """`chroma run`, started and stopped."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        options = ("--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port))
        self._process = subprocess.Popen(
            [str(program), "run", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "FALSE"},
        )
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("the Chroma server did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def collections(self) -> set[str]:
        client = chromadb.HttpClient(
            "127.0.0.1", self._port, settings=Settings(anonymized_telemetry=False)
        )
        return {collection.name for collection in client.list_collections()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    found = ChromaServer(tmp_path_factory.mktemp("chroma"))
    found.start()
    yield found
    found.stop()


@pytest.fixture
def newsroom(tmp_path: Path, embedder: Embedder, server: ChromaServer) -> Newsroom:
    room = Newsroom(tmp_path, embedder, server.url)
    room.write_bridges()
    room.builder.build()
    return room


def own(server: ChromaServer, newsroom: Newsroom) -> set[str]:
    """The server's collections that are of this index."""
    index_id = publish.index_id(newsroom.index_dir)
    return {name for name in server.collections() if index_id in name}


def test_vectors_are_on_the_server_and_found_there(
    newsroom: Newsroom, server: ChromaServer
) -> None:
    assert len(own(server, newsroom)) == 1
    assert not (newsroom.index_dir / "vectors").exists()
    assert "Amber Bridge" in newsroom.found_by_vectors("When did the Amber Bridge open?")[0]


def test_collections_of_dropped_generations_go_and_those_of_others_stay(
    newsroom: Newsroom, server: ChromaServer, tmp_path: Path
) -> None:
    other = Newsroom(tmp_path / "other", newsroom.embedder, server.url)
    other.write_bridges()
    other.builder.build()
    for day in ("Tuesday", "Wednesday", "Thursday"):
        newsroom.write("Amber.txt", bridge("Amber", day))
        newsroom.builder.update()
    assert len(own(server, newsroom)) == 2  # the published one's and the one's before
    assert len(own(server, other)) == 1
    assert "Thursday" in newsroom.found_by_vectors("When did the Amber Bridge open?")[0]


def test_a_killed_build_leaves_the_published_generation_and_its_leftovers_are_cleaned(
    newsroom: Newsroom, server: ChromaServer
) -> None:
    newsroom.write("Amber.txt", bridge("Amber", "Friday"))
    crashing = Crashing(newsroom.corpus, newsroom.index_dir)
    steps = int(crashing.run(chroma_url=server.url).split()[1])
    for number, step in enumerate(range(steps, steps // 2, -4)):
        newsroom.write("Amber.txt", bridge("Amber", f"the {number}th"))
        crashing.run(step=step, how="exit", chroma_url=server.url)
        found = newsroom.found_by_vectors("Amber Bridge")
        assert len(found) in (0, 3)  # none while only the words of a generation are published
    crashing.close()
    newsroom.builder.update()
    assert "the " in newsroom.found_by_vectors("When did the Amber Bridge open?")[0]
    assert len(own(server, newsroom)) <= 2


def test_without_its_address_the_index_says_where_its_vectors_are(newsroom: Newsroom) -> None:
    newsroom.chroma_url = None
    with pytest.raises(IndexUnavailableError, match="name it in ASSISTANT_CHROMA_URL"):
        newsroom.open()
    newsroom.builder.update()  # takes the vectors home
    assert len(newsroom.found_by_vectors("bridge")) == 3


def test_a_server_that_is_not_there_ends_a_build_before_it_begins(
    tmp_path: Path, embedder: Embedder
) -> None:
    room = Newsroom(tmp_path, embedder, "http://127.0.0.1:9")
    room.write_bridges()
    with pytest.raises(VectorsUnreachableError, match="start it with `chroma run`"):
        room.builder.build()
    assert publish.current(room.index_dir) is None


def test_a_server_that_goes_away_leaves_answers_by_words(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ChromaServer(tmp_path / "chroma")
    server.start()
    try:
        room = Newsroom(tmp_path, embedder, server.url)
        room.write_bridges()
        room.builder.build()
        monkeypatch.setenv("ASSISTANT_CHROMA_URL", server.url)
        assistant = Assistant.open(corpus=room.corpus, index_dir=room.index_dir)
        question = "When was the Amber Bridge opened?"
        assert assistant.ask(question).note is None
        server.stop()
        answer = assistant.ask(question)
        assert answer.answered and "Monday" in answer.text
        assert "did not answer" in (answer.note or "")
        server.start()
        assert assistant.ask(question).note is None
    finally:
        server.stop()
