"""What a reader is worth on paragraphs that are no news: SelQA (Jurczyk, Zhai and Choi, 2016).

    python -m training.public SELQA_FILE READER [--every 5]

SELQA_FILE is a part of SelQA's answer sentence selection (`selqa-ass-test.json.gz`): questions on
sections of Wikipedia, with the sentences that answer them. Nothing was trained on it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from assistant.evidence.reader import TrainedReader
from index.vectors import packed
from training.groups import RIGHT, WRONG, Candidate, Group
from training.measure import read

# As many sentences as fit into what the reader reads at once.
_WORDS = 230


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    reader = TrainedReader(packed.load(given.reader))
    reads = [read(reader, group) for group in list(sections(given.file))[:: given.every]]
    right = sum(r.best_is_right for r in reads)
    print(f"best sentence right: {right} of {len(reads)}, {right / len(reads):.3f}")


def sections(file: Path) -> Iterator[Group]:
    """The questions of `file` that their section answers; a long section comes in passages."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = json.load(lines)
    for number, record in enumerate(records):
        if record["answers"]:
            title = f"{record['article']}: {record['section']}"
            passages = tuple(_passages(title, record["candidates"], set(record["answers"])))
            yield Group(record["question"], "selqa", str(number), passages)


def _passages(title: str, sentences: list[str], right: set[int]) -> Iterator[Candidate]:
    run: list[str] = []
    labels: list[int] = []
    for place, sentence in enumerate(sentences):
        if run and len(" ".join([*run, sentence]).split()) > _WORDS:
            yield Candidate(title, tuple(run), tuple(labels), (), own=True)
            run, labels = [], []
        run.append(sentence)
        labels.append(RIGHT if place in right else WRONG)
    yield Candidate(title, tuple(run), tuple(labels), (), own=True)


if __name__ == "__main__":
    main()
