"""Watching a corpus folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from index.intake.watch import changes


class Watching:
    """What a watch of a folder has yielded."""

    def __init__(self, corpus: Path, index_dir: Path) -> None:
        self._stop = threading.Event()
        self._found: SimpleQueue[int] = SimpleQueue()
        self._thread = threading.Thread(target=self._watch, args=(corpus, index_dir))
        self._thread.start()

    def _watch(self, corpus: Path, index_dir: Path) -> None:
        for number in changes(corpus, index_dir, self._stop):
            self._found.put(number)

    def next(self, seconds: float = 20.0) -> int:
        return self._found.get(timeout=seconds)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


@pytest.fixture
def watching(corpus: Path) -> Iterator[Watching]:
    found = Watching(corpus, corpus / "var" / "index")
    yield found
    found.end()


def test_a_burst_is_one_change_and_what_is_hidden_or_the_index_is_none(
    corpus: Path, watching: Watching
) -> None:
    assert watching.next() == 0  # from now on nothing is missed
    for number in range(100):
        (corpus / f"{number}.txt").write_text("A title\nAnd its text.", encoding="utf-8")
    assert watching.next() == 100
    (corpus / ".hidden.txt").write_text("x", encoding="utf-8")
    (corpus / "var" / "index").mkdir(parents=True)
    watching.next()  # the folder var
    (corpus / "var" / "index" / "terms.txt").write_text("x", encoding="utf-8")
    with pytest.raises(Empty):
        watching.next(2.5)


def test_a_folder_that_is_removed_is_watched_again_when_it_is_back(
    corpus: Path, watching: Watching
) -> None:
    assert watching.next() == 0
    (corpus / "one.txt").write_text("A title\nAnd its text.", encoding="utf-8")
    assert watching.next() == 1
    shutil.rmtree(corpus)
    assert watching.next() >= 1
    corpus.mkdir()
    assert watching.next() == 0
    (corpus / "two.txt").write_text("A title\nAnd its text.", encoding="utf-8")
    assert watching.next() == 1
