"""A real server process that dies under its readers, and comes back at the same address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from reader import Reader

from assistant import Assistant
from ui.keeping.kept import INTERRUPTED

_SERVE = """
import sys
from assistant import Assistant
from staged import Staged
from ui import serve
corpus, index, port, pause = sys.argv[1:]
stage = Staged(Assistant.open(corpus=corpus, index_dir=index))
stage.pause = float(pause)
serve(stage, "127.0.0.1", int(port), on_ready=lambda url: print(url, flush=True))
"""


class Server:
    """`assistant serve` in a process of its own, with a pause in seconds between two words."""

    def __init__(self, assistant: Assistant) -> None:
        self._folders = (str(assistant.settings.corpus), str(assistant.settings.index_dir))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self, pause: float = 0.0) -> None:
        paths = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, *self._folders, str(self._port), str(pause)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "ASSISTANT_FEEDBACK": "off"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == self.url

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


@pytest.fixture
def server(assistant: Assistant) -> Iterator[Server]:
    server = Server(assistant)
    yield server
    server.kill()


def _is_of_the_network(complaint: str) -> bool:
    return "script error" not in complaint and "dialog" not in complaint


@pytest.fixture
def open_reader(
    new_reader: Callable[..., Reader], server: Server
) -> Iterator[Callable[[], Reader]]:
    readers: list[Reader] = []

    def open_page() -> Reader:
        readers.append(new_reader(server.url))
        return readers[-1]

    yield open_page
    # A browser complains of every request that reaches nobody.
    for reader in readers:
        reader.complaints[:] = [c for c in reader.complaints if not _is_of_the_network(c)]


def test_answer_that_a_restart_cut_off_says_so_and_is_asked_again(
    open_reader: Callable[[], Reader], server: Server, tmp_path: Path
) -> None:
    server.start(pause=0.3)
    reader = open_reader()
    reader.ask("What did Hegseth say?")
    reader.type("what did healey say?")
    expect(reader.answers.nth(1).locator(".words")).to_be_visible(timeout=30_000)
    server.kill()
    expect(reader.page.locator("body.disconnected")).to_be_visible(timeout=30_000)
    reader.screenshot("restart-1-gone", tmp_path)
    server.start()
    fault = reader.answers.nth(1).locator(".fault")
    expect(fault).to_have_text(INTERRUPTED, timeout=30_000)
    expect(reader.answers.first.locator("a.cite").first).to_be_visible()
    expect(reader.page.locator("body.disconnected")).to_have_count(0)
    reader.screenshot("restart-2-back", tmp_path)
    reader.button("Retry").press("Enter")
    expect(reader.answers.nth(1).locator("a.cite")).to_have_count(1, timeout=30_000)
    expect(reader.questions).to_have_text(["What did Hegseth say?", "what did healey say?"])
    # Once, and not again with every reload.
    reader.reload()
    expect(reader.answers.nth(1).locator("a.cite")).not_to_have_count(0)
    expect(reader.questions).to_have_count(2)
    expect(reader.ask("and barrot?")).to_contain_text("dangerous precedent")


def test_question_that_reached_no_server_is_in_the_box_when_it_is_back(
    open_reader: Callable[[], Reader], server: Server, tmp_path: Path
) -> None:
    server.start()
    reader = open_reader()
    reader.ask("what did healey say?")
    server.kill()
    reader.page.wait_for_timeout(500)
    reader.type("and barrot?")
    expect(reader.page.get_by_text("Connection to the server was lost")).to_be_visible(
        timeout=30_000
    )
    reader.screenshot("restart-3-asked-nobody", tmp_path)
    server.start()
    expect(reader.page.get_by_text("Connection to the server was lost")).to_have_count(
        0, timeout=30_000
    )
    expect(reader.answers.first.locator("a.cite")).not_to_have_count(0)
    expect(reader.box).to_have_value("and barrot?")
    reader.box.press("Enter")
    expect(reader.answered(1)).to_contain_text("dangerous precedent")


def test_conversation_goes_on_after_a_restart_that_nobody_noticed(
    open_reader: Callable[[], Reader], server: Server
) -> None:
    server.start()
    reader = open_reader()
    reader.ask("what did healey say?")
    server.kill()
    server.start()
    reader.page.wait_for_timeout(3000)
    expect(reader.ask("and barrot?")).to_contain_text("dangerous precedent")
    expect(reader.questions).to_have_text(["what did healey say?", "and barrot?"])
