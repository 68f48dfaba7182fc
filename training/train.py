"""Train the reader.

    python -m training.train GROUPS START OUT --minutes 60 [--each 4] [--rate 3e-5]

GROUPS is a file of `training.gather`, START the weights to begin from (as
`index.vectors.packed` keeps them, or the experiment's `reader.npz`), OUT the file that the
weights are written to. The learning rate ends by the clock: the same command gives a finished
model on a GPU in minutes and on two cores in an hour, of as many steps as there was time for.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from assistant.evidence.pairs import Pairing
from index.vectors import packed
from index.vectors.packed import Array
from training import groups, loop
from training.groups import Candidate, Group
from training.loss import Batch, loss_of
from training.model import ReaderModel

_RATE = 3e-5
# So often a candidate's age is left out, as it is where no date is known.
_AGELESS = 0.15
# So often a question of an archive is shown wrong passages alone, to be refused.
_NOTHING = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    loop.add_arguments(parser, _RATE)
    parser.add_argument("--each", type=int, default=4, help="passages read for a question")
    parser.add_argument("--questions", type=int, default=8, help="questions in a step")
    parser.add_argument("--less", nargs="*", default=[], help="SET=SHARE of a set that is used")
    given = parser.parse_args()
    device = loop.begin(given)
    shares = {name: float(share) for name, share in (s.split("=") for s in given.less)}
    model = ReaderModel(start_weights(given.start)).to(device)
    pairing = Pairing(given.tokenizer)
    optimizer = loop.optimizer(model, given.rate)
    steps = _steps(given.groups, shares, given.questions, given.seed)

    def loss(step: int) -> Tensor:
        batch = _batch(next(steps), pairing, given.each, random.Random(step * given.seed))
        with torch.autocast(device, dtype=torch.bfloat16):
            scores = model(batch.pairs)
        return loss_of(scores, batch)

    loop.run(model, optimizer, loss, given.minutes, given.out)


def start_weights(file: Path) -> dict[str, Array]:
    """The weights of `file`, under the names that `ReaderModel` uses."""
    if file.suffix == ".safetensors":
        return packed.load(file)
    found = {}
    with np.load(file) as arrays:
        for key in arrays.files:
            kind, name = key.split(":", 1)
            if kind == "q":
                found[name] = arrays[key].astype(np.float32) * arrays[f"s:{name}"]
            elif kind == "f":
                found[name] = arrays[key]
    heads = {"s.0": "sentence.0", "s.2": "sentence.2", "p": "passage", "t": "token"}
    renamed = {}
    for name, array in found.items():
        head = name.rsplit(".", 1)[0]
        kept = name.replace(head, heads[head], 1) if head in heads else name.removeprefix("enc.")
        renamed[kept] = array
    return renamed


def _steps(file: Path, shares: dict[str, float], size: int, seed: int) -> Iterator[list[Group]]:
    """The questions of one step after another, all before any comes again."""
    rng = random.Random(seed)
    every = [g for g in groups.read(file) if rng.random() < shares.get(g.source, 1.0)]
    print(len(every), "questions", flush=True)
    while True:
        rng.shuffle(every)
        for start in range(0, len(every) - size + 1, size):
            yield every[start : start + size]


def _batch(chosen: Sequence[Group], pairing: Pairing, each: int, rng: random.Random) -> Batch:
    pairs, numbers, candidates = [], [], []
    for number, group in enumerate(chosen):
        for candidate in _pick(group, each, rng):
            title = candidate.title
            if rng.random() < _AGELESS:
                title = title.split(": ", 1)[-1]
            pairs.append(pairing.pair(group.question, title, candidate.sentences))
            numbers.append(number)
            candidates.append(candidate)
    return Batch(pairs, numbers, candidates)


def _pick(group: Group, count: int, rng: random.Random) -> list[Candidate]:
    """Up to `count` candidates: right ones, the rest of their article, and others."""
    right = [c for c in group.candidates if c.answers]
    own = [c for c in group.candidates if c.own and not c.answers]
    others = [c for c in group.candidates if not c.own and not c.answers]
    if right and not any(c.own for c in right) and len(others) >= count and rng.random() < _NOTHING:
        return rng.sample(others[:12], count)
    taken = rng.sample(right, min(len(right), rng.choice((1, 1, 1, 2))))
    if own:
        # A question that its article does not answer is learned from that article most of all.
        taken += rng.sample(own, min(len(own), 1 if right else 2))
    likely = others[:8]
    rng.shuffle(likely)
    return (taken + likely + own)[:count]


if __name__ == "__main__":
    main()
