"""Train the pointer to the short answer, export it, and say how often it is right.

    python -m training.pointer FOLDER TRAINED OUT --minutes 20 [--threads 1] [--start WEIGHTS]

FOLDER is what `training.gather` wrote. The pointer learns from the questions whose short answer was
marked by hand: where it begins and ends in the sentence that answers; that a sentence which answers
without one has none; and that one of the same article which does not answer has none either. The
reader's lower layers stay as they are, and their states are worked out once. TRAINED is what the
weights are written to, OUT what the assistant points with. Measured are sentences of articles that
are kept apart.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from assistant.evidence.pairs import Pair, Pairing
from assistant.evidence.pointer import LONGEST, Marked, Pointer
from index import weights
from index.digest import sha256
from index.vectors import packed
from training import groups, loop
from training.bert import WIDTH, Bert
from training.calibration import calibrate
from training.groups import RIGHT

LOWER = 8
"""So many layers are the reader's."""
_TOGETHER = 64
_HEADS_ON_TOP = {
    "pointer.ends": (2, WIDTH),
    "pointer.first": (_TOGETHER, WIDTH),
    "pointer.last": (_TOGETHER, WIDTH),
}
_RATE = 1e-4
_HEAD_RATE = 10
_BATCH = 32
_CALIBRATED = 60
# So many wrong sentences are read for a right one.
_WRONG = 0.2
# Sets whose short answers nobody marked.
_UNMARKED = ("conversation",)
_AGE = re.compile(r"^(?:new|recent|months old|years old): ")


@dataclass(frozen=True)
class Example:
    """A sentence read for a question, and the first and last token of each short answer in it,
    none where there is none. `answers` is whether it answers at all.
    """

    question: str
    title: str
    sentence: str
    pair: Pair
    right: tuple[tuple[int, int], ...]
    answers: bool


class PointerModel(Bert):
    """The pointer in torch, begun from the weights of the reader."""

    def __init__(self, start: dict[str, packed.Array]) -> None:
        super().__init__(start, _HEADS_ON_TOP)
        for name, parameter in self.named_parameters():
            layer = re.match(r"encoder/layer/(\d+)/", name)
            upper = name.startswith("pointer") or (layer and int(layer[1]) >= LOWER)
            parameter.requires_grad = bool(upper)

    def logits(self, states: Tensor) -> Tensor:
        """Logits of a sentence of such states: of nothing, and of each first and last token."""
        ends = self.linear(states, "pointer.ends").float()
        first = self.linear(states, "pointer.first").float()
        last = self.linear(states, "pointer.last").float()
        logits = ends[:, :1] + ends[:, 1] + first @ last.T
        places = torch.arange(len(states), device=states.device)
        length = places - places[:, None]
        logits = logits.masked_fill((length < 0) | (length >= LONGEST), -1e9)
        return torch.cat([torch.zeros(1, device=states.device), logits.flatten()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    loop.add_arguments(parser, _RATE)
    given = parser.parse_args()
    device = loop.begin(given)
    learned = list(examples(given.folder / "train.jsonl.gz", random.Random(given.seed)))
    held = list(examples(given.folder / "written.jsonl.gz", random.Random(0)))
    print(len(learned), "sentences to learn from,", len(held), "kept apart", flush=True)
    reader = packed.load(weights.file_of(weights.READER))
    start = packed.load(given.start) if given.start else reader
    model = PointerModel({n: a for n, a in start.items() if "calibration" not in n}).to(device)
    optimizer = loop.optimizer(model, given.rate, ("pointer",), _HEAD_RATE)
    lower = _Lower(model)
    rng = random.Random(given.seed)

    def loss(_step: int) -> Tensor:
        batch = rng.sample(learned, _BATCH)
        with torch.autocast(device, dtype=torch.bfloat16):
            return loss_of(model, batch, lower(batch), rng)

    loop.run(model, optimizer, loss, given.minutes, given.trained)
    export(model.cpu().eval(), held[:_CALIBRATED], given.out)
    print(given.out, given.out.stat().st_size, "bytes, sha256", sha256(given.out))
    measure(Pointer({**reader, **packed.load(given.out)}), held)


def examples(file: Path, rng: random.Random) -> Iterator[Example]:
    """The sentences of the marked questions of `file`, some wrong ones among them."""
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    for group in groups.read(file):
        passages = [c for c in group.candidates if c.own]
        own = next((c for c in passages if c.answers), passages[0] if passages else None)
        if own is None or group.source in _UNMARKED:
            continue
        title = _AGE.sub("", own.title, count=1)
        for number, sentence in enumerate(own.sentences):
            answers = own.labels[number] == RIGHT
            marked = [(b, e) for s, b, e in own.spans if s == number]
            if answers and own.spans and not marked:
                continue
            if not answers and rng.random() * len(own.sentences) > _WRONG:
                continue
            pair = pairing.pair(group.question, title, [sentence])
            if pair.sentences and pair.sentences[0][0] < pair.sentences[0][1]:
                right = tuple(r for b, e in marked if (r := _tokens(pair, b, e)) is not None)
                yield Example(group.question, title, sentence, pair, right, answers)


def _tokens(pair: Pair, begin: int, end: int) -> tuple[int, int] | None:
    """The first and last token of a sentence's characters."""
    found = [n for n, (b, e) in enumerate(pair.offsets[0]) if b < end and begin < e and b < e]
    short = found and found[-1] - found[0] < LONGEST
    return (found[0], found[-1]) if short else None


class _Lower:
    """The states after the lower layers, worked out once for each example."""

    def __init__(self, model: PointerModel) -> None:
        self._model = model
        self._known: dict[int, Tensor] = {}

    def __call__(self, batch: Sequence[Example]) -> Tensor:
        new = [e for e in batch if id(e) not in self._known]
        if new:
            with torch.no_grad():
                states = self._model.below(
                    [e.pair.ids for e in new], [e.pair.types for e in new], LOWER
                )
            rows = torch.split(states.bfloat16(), [len(e.pair.ids) for e in new])
            self._known.update((id(e), row.clone()) for e, row in zip(new, rows, strict=True))
        return torch.cat([self._known[id(e)] for e in batch]).float()


def loss_of(
    model: PointerModel, batch: Sequence[Example], below: Tensor, rng: random.Random
) -> Tensor:
    """The mean loss of the examples, whose states after the lower layers are `below`."""
    rows = [len(e.pair.ids) for e in batch]
    states = torch.split(model.above(below, rows, LOWER), rows)
    losses = []
    for example, own in zip(batch, states, strict=True):
        begin, end = example.pair.sentences[0]
        right = [1 + first * (end - begin) + last for first, last in example.right] or [0]
        target = torch.tensor(rng.choice(right), device=own.device)
        losses.append(cross_entropy(model.logits(own[begin:end]), target))
    return torch.stack(losses).mean()


def export(model: PointerModel, seen: Sequence[Example], out: Path) -> None:
    """Write what is the pointer's own, calibrated on the examples `seen`."""
    calibration = calibrate(model, [(e.pair.ids, e.pair.types) for e in seen])
    own = {
        name: array
        for name, array in model.weights().items()
        if name.startswith("pointer.")
        or any(name.startswith(f"encoder.layer.{n}.") for n in range(LOWER, model.layers))
    }
    packed.save({**own, **calibration}, out)


def measure(pointer: Pointer, held: Sequence[Example]) -> None:
    """Print how many short answers are given from some chances on, and how many are right."""
    found = [(e, pointer(e.question, e.title, e.sentence)) for e in held]
    some = [(e, w) for e, w in found if e.right]
    none = [w for e, w in found if e.answers and not e.right]
    wrong = [w for e, w in found if not e.answers]
    print(f"{len(some)} with a short answer, {len(none)} without, {len(wrong)} that do not answer")
    print("| chance | given | the same words | nearly (F1 0.5) | given without | given, wrong |")
    print("|---|---|---|---|---|---|")
    for least in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        given = [(e, w) for e, w in some if w is not None and w.chance >= least]
        shared = np.array([max(_shared(e, w, r) for r in e.right) for e, w in given])
        counts = [sum(w is not None and w.chance >= least for w in ws) for ws in (none, wrong)]
        cells = [len(given) / len(some), float((shared == 1).mean()), float((shared >= 0.5).mean())]
        row = " | ".join([f"{least}", *(f"{c:.3f}" for c in cells), *map(str, counts)])
        print(f"| {row} |")


def _shared(example: Example, marked: Marked, right: tuple[int, int]) -> float:
    """The F1 of the characters that are marked and those that are right."""
    begin, end = example.pair.offsets[0][right[0]][0], example.pair.offsets[0][right[1]][1]
    both = min(marked.end, end) - max(marked.start, begin)
    return max(0, 2 * both) / (marked.end - marked.start + end - begin)


if __name__ == "__main__":
    main()
