"""A question with the passages that it is read against: what the reader learns from."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

RIGHT, WRONG, UNKNOWN = 1, 0, -1


@dataclass(frozen=True)
class Candidate:
    """A passage: its `title` with its age, its `sentences`, and of each whether it answers.

    `spans` are the characters of the short answer, (sentence, start, end) each; `own` says that
    the passage is of the article that the question was written on.
    """

    title: str
    sentences: tuple[str, ...]
    labels: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...] = ()
    own: bool = False

    @property
    def answers(self) -> bool:
        """Whether one of its sentences does."""
        return RIGHT in self.labels


@dataclass(frozen=True)
class Group:
    """A `question` and its `candidates`, the likeliest first; `source` is the set that it is of,
    `key` the article, and `gold` the words of a right answer where only they are known.
    """

    question: str
    source: str
    key: str
    candidates: tuple[Candidate, ...]
    gold: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether one of the candidates answers."""
        return any(c.answers for c in self.candidates)


def write(groups: Iterable[Group], file: Path) -> int:
    """Write `groups`, one a line; gives how many."""
    count = 0
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=5) as lines:
        for group in groups:
            lines.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")
            count += 1
    return count


def read(file: Path) -> Iterator[Group]:
    """The groups of a file that `write` wrote."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            candidates = tuple(
                Candidate(
                    c["title"],
                    tuple(c["sentences"]),
                    tuple(c["labels"]),
                    tuple((int(s), int(b), int(e)) for s, b, e in c["spans"]),
                    c["own"],
                )
                for c in record["candidates"]
            )
            yield Group(
                record["question"],
                record["source"],
                record["key"],
                candidates,
                tuple(record["gold"]),
            )
