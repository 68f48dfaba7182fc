"""New articles while the page is open: answered without a restart, and nobody else is disturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from reader import Reader
from staged import Staged

from assistant import Assistant, OtherSource
from assistant.status import Status
from ui.masthead import searched_by

ROOT = Path(__file__).parents[3]

# Asks the same question until it is told to stop, and counts what went wrong.
_LOOP = """
import signal, sys
from assistant import Assistant
assistant = Assistant.open()
stop = []
signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
asked = failed = 0
generations = set()
print("ready", flush=True)
while not stop:
    answer = assistant.ask("What did Healey say?")
    asked += 1
    failed += not (answer.answered and "rightful place" in answer.text)
    generations.add(answer.index.generation)
print(asked, failed, len(generations), flush=True)
"""


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ASSISTANT_CORPUS": str(folder / "corpus"),
        "ASSISTANT_INDEX_DIR": str(folder / "index"),
    }


@contextmanager
def process(*command: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(folder),
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def line_of(started: subprocess.Popen[str]) -> str:
    assert started.stdout is not None
    return started.stdout.readline().strip()


def test_articles_that_are_added_are_answered_from_without_a_restart(
    new_reader: Callable[..., Reader], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for seed in (ROOT / "seeds").iterdir():
        (corpus / seed.name).write_bytes(seed.read_bytes())
    dump = tmp_path / "news.jsonl"
    dump.write_text(
        '{"title": "Harbour Bridge opens", "date": "2025-03-01", "source": "The Daily Example", '
        '"text": "The Harbour Bridge was opened on Monday by Mayor Ann Lee. It took four years '
        'to build."}\n',
        encoding="utf-8",
    )
    question = "Who opened the Harbour Bridge?"
    with (
        process("-m", "assistant", "serve", "--port", "0", folder=tmp_path) as server,
        process("-c", _LOOP, folder=tmp_path) as loop,
    ):
        url = line_of(server).rsplit(" ", 1)[1]
        assert line_of(loop) == "ready"
        page = new_reader(url)
        assert "I found no answer" in page.ask(question).inner_text()
        added = subprocess.run(
            [sys.executable, "-m", "assistant", "index", "add", str(dump)],
            cwd=ROOT,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Indexed 2 articles" in added.stdout
        assert "Ann Lee" in page.ask(question).inner_text()
        expect(page.sources).to_contain_text("The Daily Example")
        loop.send_signal(signal.SIGTERM)
        asked, failed, generations = map(int, line_of(loop).split())
        assert asked > 0 and failed == 0 and generations >= 1


def test_other_sources_of_the_story_are_listed(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    answer = assistant.ask("What did Healey say?")
    other = OtherSource(
        "0" * 16, "The <b>same</b> news", "2025-02-13", None, "https://example.com/a", "a.txt"
    )
    citations = tuple(replace(c, other_sources=(other,)) for c in answer.citations)
    stage.prepared = replace(answer, citations=citations)
    staged_reader.ask("What did Healey say?")
    expect(staged_reader.sources).to_contain_text("The same story")
    expect(staged_reader.sources).to_contain_text(
        "The <b>same</b> news · example.com · 13 February 2025"
    )


@pytest.mark.parametrize(
    ("dense", "work", "words"),
    [
        (0.0, None, "vectors are being made (0% done)"),
        (0.5, {"doing": "embed", "done": 50, "total": 100}, "(75% done)"),
        (0.5, {"doing": "read", "done": 50}, "(50% done)"),
    ],
)
def test_the_page_says_what_searches_while_vectors_are_made(
    assistant: Assistant, dense: float, work: dict[str, object] | None, words: str
) -> None:
    at_work = {"process": 1, "since": "2025-01-01", **work} if work else None
    status = Status.model_validate(
        {**assistant.status().model_dump(), "dense": dense, "at_work": at_work}
    )
    assert words in searched_by(status)
