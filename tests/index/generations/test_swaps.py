"""Readers who ask while generation after generation is published."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from newsroom import Newsroom, bridge

from assistant import Assistant
from index import Embedder
from index.generations import publish

_GENERATIONS = 6
_READERS = 4


def open_below(folder: Path) -> list[str]:
    """The files below `folder` that this process has open."""
    links = Path("/proc/self/fd")
    if not links.exists():
        return []
    found = []
    for link in links.iterdir():
        with contextlib.suppress(OSError):
            found.append(str(link.readlink()))
    return [name for name in found if name.startswith(f"{folder}/")]


def test_many_readers_never_fail_while_generations_come_and_go(
    tmp_path: Path, embedder: Embedder
) -> None:
    room = Newsroom(tmp_path, embedder)
    room.write_bridges()
    room.builder.build()
    assistant = Assistant.open(corpus=room.corpus, index_dir=room.index_dir)
    done = threading.Event()
    wrong: list[str] = []
    asked = [0] * _READERS

    def read(reader: int) -> None:
        while not done.is_set():
            try:
                found = assistant.search("When was the Amber Bridge opened?", 3)
                opened = {c.quote for c in found if c.quote.startswith("The Amber Bridge was")}
                if len(opened) != 1:  # of two generations, or of none
                    wrong.append(f"{[c.quote for c in found]}")
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")
            asked[reader] += 1

    def come_and_go() -> None:
        """A reader who opens the published generation anew each time."""
        while not done.is_set():
            try:
                generation = room.open()
                generation.search_terms("Amber", 3)
                generation.close()
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")

    held = room.open()
    threads = [threading.Thread(target=read, args=(n,)) for n in range(_READERS)]
    threads.append(threading.Thread(target=come_and_go))
    for thread in threads:
        thread.start()
    for number in range(_GENERATIONS):
        room.write("Amber.txt", bridge("Amber", f"day {number}"))
        room.write(f"extra{number % 4}.txt", bridge(f"Extra{number}"))
        room.builder.update()
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == [] and min(asked) > 0
    assert f"day {_GENERATIONS - 1}" in str(
        assistant.search("When was the Amber Bridge opened?", 3)
    )
    files = open_below(room.index_dir)
    assert not any("(deleted)" in name for name in files)
    held_open = [name for name in files if Path(name).parent.name == publish.GENERATIONS]
    assert len(held_open) in (0, 2)  # this reader's and the newest
    assert "Monday" in held.search_terms("Amber", 1)[0][0].text  # a reader who takes his time
    held.close()
    room.write("Amber.txt", bridge("Amber", "the last day"))
    room.builder.update()
    generations = {path.name for path in (room.index_dir / publish.GENERATIONS).iterdir()}
    assert len(generations) <= 3  # the published one, the one before, and the assistant's
