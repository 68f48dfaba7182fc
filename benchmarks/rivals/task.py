"""What each system is asked to do, and what it says of it. Of the standard library alone.

A folder holds `passages.jsonl` (`id`, `text`), `questions.jsonl` (`question`) and `corpus/`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TOP = 10
Search = Callable[[str], Sequence[str]]
"""From a question to the ids of the TOP passages that a system finds for it, best first."""


@dataclass(frozen=True)
class Task:
    """The folder of the task, the model's weights, and an empty folder for the index."""

    folder: Path
    weights: Path
    index: Path

    def passages(self) -> list[tuple[str, str]]:
        """Each passage's id and text."""
        return [(str(r["id"]), str(r["text"])) for r in _records(self.folder / "passages.jsonl")]

    def questions(self) -> list[str]:
        """The questions."""
        return [str(r["question"]) for r in _records(self.folder / "questions.jsonl")]


def perform(load: Callable[[Task], Callable[[], Search]]) -> None:
    """Do the task of the command line's arguments and print what came of it as JSON.

    `load` gets everything ready that has to be loaded once; what it gives back does the indexing,
    which is what is timed.
    """
    task = Task(*map(Path, sys.argv[1:4]))
    index = load(task)
    began, busy = time.perf_counter(), time.process_time()
    search = index()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    found = [list(search(question)) for question in task.questions()]
    print(json.dumps({"seconds": seconds, "busy": busy, "found": found}))


def _records(file: Path) -> list[dict[str, object]]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
