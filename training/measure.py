"""What a reader is worth, on questions that it did not learn from.

    python -m training.measure FOLDER READER [--every 1] [--passages 8]

FOLDER is what `training.gather` wrote, READER a file of `training.export`. A sentence's score is
its logit and `PASSAGE_WEIGHT` of its passage's, as in the product.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.evaluation.measures import area, first_words, holds
from assistant.evidence.rank import PASSAGE_WEIGHT
from assistant.evidence.reader import Text, TrainedReader
from index.vectors import packed
from training import groups
from training.groups import RIGHT, Group


@dataclass(frozen=True)
class Read:
    """A group's sentences, best first: (score, passage, sentence); and its passages, best first."""

    group: Group
    sentences: tuple[tuple[float, int, int], ...]
    passages: tuple[int, ...]

    @property
    def best(self) -> float:
        """The best sentence's score."""
        return self.sentences[0][0]

    @property
    def best_is_right(self) -> bool:
        """Whether the best sentence answers."""
        _, passage, sentence = self.sentences[0]
        return self.group.candidates[passage].labels[sentence] == RIGHT

    def text(self, words: int) -> str:
        """The best sentences that fit into so many words, as plainly as can be."""
        taken: list[str] = []
        count = 0
        for _, passage, sentence in self.sentences:
            text = self.group.candidates[passage].sentences[sentence]
            length = len(text.split())
            if not taken or count + length <= words:
                taken.append(text)
                count += length
        return first_words(" ".join(taken), words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("reader", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--passages", type=int, help="read so many for a question, not all")
    parser.add_argument("--sets", nargs="*", default=["written", "fresh", "quiz"])
    given = parser.parse_args()
    reader = TrainedReader(packed.load(given.reader))
    print("| questions | of | sentence | passage | in five | 25 words | 60 words | AUC; own |")
    print("|---|---|---|---|---|---|---|---|")
    for name in given.sets:
        found = list(groups.read(given.folder / f"{name}.jsonl.gz"))[:: given.every]
        if given.passages:
            found = [_some(group, given.passages) for group in found]
        for source in sorted({g.source for g in found}):
            show(source, [read(reader, g) for g in found if g.source == source])


def _some(group: Group, count: int) -> Group:
    """The group with so many passages: its own and right ones, and the likeliest wrong ones."""
    near = [c for c in group.candidates if c.own or c.answers][: count // 2]
    far = [c for c in group.candidates if not (c.own or c.answers)][: count // 2]
    return replace(group, candidates=(*near, *far))


def read(reader: TrainedReader, group: Group) -> Read:
    """What `reader` makes of the passages of `group`."""
    texts = [Text(c.title, c.sentences) for c in group.candidates]
    readings = reader(group.question, texts)
    scored = [
        (logit + PASSAGE_WEIGHT * reading.passage, passage, sentence)
        for passage, reading in enumerate(readings)
        for sentence, logit in enumerate(reading.sentences)
    ]
    scored.sort(key=lambda s: -s[0])
    return Read(group, tuple(scored), tuple(dict.fromkeys(passage for _, passage, _ in scored)))


def show(name: str, reads: Sequence[Read]) -> None:
    """Print a row of the table."""
    answered = [r for r in reads if r.group.answerable or r.group.gold]
    lures = [r for r in reads if not r.group.answerable and not r.group.gold]
    cells = [
        np.mean([r.best_is_right for r in answered]),
        np.mean([r.group.candidates[r.passages[0]].answers for r in answered]),
        np.mean([any(r.group.candidates[p].answers for p in r.passages[:5]) for r in answered]),
    ]
    golden = [r for r in answered if r.group.gold]
    cells += [np.mean([holds(r.text(w), r.group.gold) for r in golden]) for w in (25, 60) if golden]
    shown = [f"{float(c):.3f}" for c in cells] + ["-"] * (5 - len(cells))
    if lures and answered:
        own = [[_own(r) for r in rs] for rs in (answered, lures)]
        areas = area([r.best for r in answered], [r.best for r in lures])
        shown.append(f"{areas:.3f}; {area(own[0], own[1]):.3f} ({len(lures)})")
    else:
        shown.append("-")
    print(f"| {name} | {len(answered)} | {' | '.join(shown)} |", flush=True)


def _own(read: Read) -> float:
    """The best score among the passages of the question's own article."""
    own = [score for score, p, _ in read.sentences if read.group.candidates[p].own]
    return own[0] if own else -20.0


if __name__ == "__main__":
    main()
