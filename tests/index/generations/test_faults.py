"""Whatever happens to a build, the published generation answers, and the next run completes."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from crashing import Crashing
from newsroom import Newsroom, bridge

from index import Embedder

# A run has some ninety steps: all of them are tried with ASSISTANT_TEST_ALL_STEPS=1, else a part.
_STRIDE = 1 if os.environ.get("ASSISTANT_TEST_ALL_STEPS") else 7
_KILLS = 30


@pytest.fixture
def newsroom(tmp_path: Path, embedder: Embedder) -> Newsroom:
    room = Newsroom(tmp_path, embedder)
    room.write_bridges()
    room.builder.build()
    return room


@pytest.fixture
def crashing(newsroom: Newsroom) -> Iterator[Crashing]:
    found = Crashing(newsroom.corpus, newsroom.index_dir)
    yield found
    found.close()


def day(number: int) -> str:
    return f"the {number}th of May"


def check(newsroom: Newsroom, days: set[str]) -> None:
    """The published generation answers, by words and vectors, with one of those days."""
    generation = newsroom.open()
    question = newsroom.embedder.question("When was the Amber Bridge opened?")
    assert generation.manifest.articles == 3
    words = [p.text for p, _ in generation.search_terms("Amber", 5)]
    assert sum("Amber Bridge" in text for text in words) == 1
    assert any(d in words[0] for d in days)
    if generation.manifest.dense == 1:
        vectors = [p.text for p, _ in generation.search_vectors(question, 5)]
        assert len(vectors) == 3 and words[0] in vectors
    generation.close()


def complete(newsroom: Newsroom, last: str) -> None:
    """The next run completes, and leaves nothing behind."""
    assert newsroom.builder.update().manifest.dense == 1
    check(newsroom, {last})
    for folder in ("generations", "segments", "vectors"):
        names = {path.name for path in (newsroom.index_dir / folder).iterdir()}
        assert len(names) <= 2 and not any(name.startswith(".") for name in names)


def test_an_update_that_is_killed_at_any_moment(newsroom: Newsroom, crashing: Crashing) -> None:
    newsroom.write("Amber.txt", bridge("Amber", day(0)))
    began = time.perf_counter()
    assert crashing.run().startswith("0 ")
    takes = time.perf_counter() - began
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")
    killed = 0
    for number in range(1, _KILLS + 1):
        newsroom.write("Amber.txt", bridge("Amber", day(number)))
        pid = crashing.start()
        moment = chance.uniform(0, takes)
        time.sleep(moment)
        with_luck = crashing_kill(pid)
        ended = crashing.end()
        if with_luck and ended.startswith("died"):
            killed += 1
        else:
            takes = moment  # it was done by then, so the first run was a slow one
        check(newsroom, {day(n) for n in range(number + 1)})
    assert killed > _KILLS / 3
    complete(newsroom, day(_KILLS))


def crashing_kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", ["raise", "exit"])
def test_any_file_operation_that_fails(newsroom: Newsroom, crashing: Crashing, how: str) -> None:
    """Each open, rename and removal in turn: by an error, or by a loss of power just before it."""
    newsroom.write("Amber.txt", bridge("Amber", day(0)))
    steps = int(crashing.run(step=0, how=how).split()[1])
    assert steps > 30
    for step in range(1, steps + 1, _STRIDE):
        newsroom.write("Amber.txt", bridge("Amber", day(step)))
        said = crashing.run(step=step, how=how)
        # What is only for information, or tidies up, may fail unseen.
        assert said.startswith(("0 ", "died 77") if how == "exit" else ("0 ", "1 Index"))
        check(newsroom, {day(n) for n in range(step + 1)})
    complete(newsroom, day(step))


def test_a_disk_that_fills_up(newsroom: Newsroom, crashing: Crashing) -> None:
    newsroom.write("Amber.txt", bridge("Amber", day(1)))
    for most in (0, 500, 5_000, 20_000, 50_000, 150_000):
        said = crashing.run(file_size=most)
        assert said.startswith("1 Index"), said
        assert "run `assistant index" in said
        check(newsroom, {"Monday", day(1)})
    complete(newsroom, day(1))


def test_a_writer_that_died_holds_no_lock(newsroom: Newsroom, crashing: Crashing) -> None:
    newsroom.write("Amber.txt", bridge("Amber", day(1)))
    assert crashing.run(step=20, how="exit").startswith("died")
    assert (newsroom.index_dir / "writer").exists()
    complete(newsroom, day(1))
