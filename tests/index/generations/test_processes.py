"""Processes that are ended from outside: the workers, and the commands themselves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.article import Article
from index.text.workers import WorkerError, analyse_all

_ROOT = Path(__file__).parents[3]
_TEXT = "The bridge across the river was opened on Monday by the mayor of the town. " * 100


def articles() -> Iterator[Article]:
    for number in range(20_000):
        yield Article(f"{number:016x}", f"Bridge {number}", _TEXT, f"{number}.txt")


def workers_of(process: int) -> list[int]:
    """The worker processes that this one has started."""
    found = subprocess.run(
        ("ps", "-eo", "pid=,ppid=,args="), capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    return [
        int(row[0]) for row in rows if int(row[1]) == process and "index.text.workers" in row[2]
    ]


def wait_for_workers(process: int) -> list[int]:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        if found := workers_of(process):
            return found
        time.sleep(0.05)
    raise TimeoutError("no worker process was started")


def gone(processes: list[int]) -> bool:
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.timeout(60)
@pytest.mark.parametrize("killed", [1, 2])
def test_a_worker_that_is_killed_ends_the_work_in_one_line(killed: int) -> None:
    if len(os.sched_getaffinity(0)) == 1:
        pytest.skip("one core starts no processes")

    def kill() -> None:
        for process in wait_for_workers(os.getpid())[:killed]:
            os.kill(process, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    with pytest.raises(WorkerError, match="published index is as it was") as caught:
        for _ in analyse_all(articles()):
            pass
    assert "exit -9" in str(caught.value) and "\n" not in str(caught.value)
    assert workers_of(os.getpid()) == []


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with (corpus / "dump.jsonl").open("w", encoding="utf-8") as dump:
        for article in articles():
            record = {"id": article.id, "title": article.title, "text": article.text}
            dump.write(json.dumps(record) + "\n")
    settings = {"ASSISTANT_CORPUS": str(corpus), "ASSISTANT_INDEX_DIR": str(tmp_path / "index")}
    return {**os.environ, **settings}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_no_process_and_no_half_of_an_index(
    settings: dict[str, str], number: signal.Signals
) -> None:
    if len(os.sched_getaffinity(0)) == 1:
        pytest.skip("one core starts no processes")
    build = subprocess.Popen(
        (sys.executable, "-m", "assistant", "index", "build"),
        cwd=_ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    workers = wait_for_workers(build.pid)
    time.sleep(0.5)
    build.send_signal(number)
    _, said = build.communicate(timeout=90)
    assert gone(workers)
    assert "Traceback" not in said
    index_dir = Path(settings["ASSISTANT_INDEX_DIR"])
    assert not (index_dir / "current").exists()
    if number != signal.SIGKILL:
        assert build.returncode == 128 + number
        assert said == "assistant: stopped; nothing that was published is lost\n"
        assert list((index_dir / "segments").iterdir()) == []
