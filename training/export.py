"""Make the file that the assistant reads with out of trained weights, and hold the two together.

    python -m training.export TRAINED GROUPS OUT

The activations of the float32 model on some pairs of GROUPS give the calibration of the 8-bit
graph (`index/vectors/quantized.py`). 500 other pairs are then read by the torch model and by the
file as it is served; what differs is printed, and too much of it fails.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from assistant.evidence import packed
from assistant.evidence.packed import Array
from assistant.evidence.pairs import Pair, Pairing
from assistant.evidence.reader import Text, TrainedReader
from index import weights
from training import groups
from training.model import LAYERS, ReaderModel

_CALIBRATED = 60
# Of each layer's channels so many at most are divided, to what the next largest reaches.
_DIVIDED = 6
_WORTH_IT = 1.3
_ROOM = 1.05  # above the largest key that was seen
_MOST_APART = 0.35  # logits, in the mean
_LEAST_AGREEMENT = 0.95  # the same best sentence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("groups", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=int, default=500, help="how many are compared")
    given = parser.parse_args()
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    model = ReaderModel(packed.load(given.trained)).eval()
    drawn = _pairs(given.groups, pairing)
    calibration = calibrate(model, [pair for pair, _ in itertools.islice(drawn, _CALIBRATED)])
    packed.save({**model.weights(), **calibration}, given.out)
    print(given.out, given.out.stat().st_size, "bytes, sha256", _sha256(given.out))
    apart, agreed = compare(model, given.out, itertools.islice(drawn, given.pairs))
    print(
        f"{given.pairs} pairs: mean difference of a logit {apart:.3f}, same sentence {agreed:.3f}"
    )
    sys.exit(apart > _MOST_APART or agreed < _LEAST_AGREEMENT)


def calibrate(model: ReaderModel, pairs: list[Pair]) -> dict[str, Array]:
    """The arrays that `assistant.evidence.reader` makes a `Calibration` of."""
    before = np.zeros((LAYERS, 384), np.float32)
    after = np.zeros((LAYERS, 1536), np.float32)
    keys = np.zeros(LAYERS, np.float32)

    def look(name: str, inputs: Tensor, outputs: Tensor) -> None:
        if not name.startswith("encoder.layer."):
            return
        layer = int(name.split(".")[2])
        largest = inputs.abs().amax(dim=0).numpy()
        if name.endswith("intermediate.dense"):
            before[layer] = np.maximum(before[layer], largest)
        elif name.endswith(f"{layer}.output.dense"):
            after[layer] = np.maximum(after[layer], largest)
        elif name.endswith("self.key"):
            keys[layer] = max(keys[layer], float(outputs.abs().max()))

    with torch.no_grad(), _watched(model, look):
        for pair in pairs:
            model([pair])
    return {
        "calibration.before_inner": np.stack([divisors(row) for row in before]),
        "calibration.after_gelu": np.stack([divisors(row) for row in after]),
        "calibration.largest_key": keys * _ROOM,
    }


def divisors(largest: Array) -> Array:
    """What each channel is divided by: 1, but for the few that reach far above all others."""
    found = np.ones_like(largest)
    order = np.argsort(-largest)
    floor = float(largest[order[_DIVIDED]])
    for channel in order[:_DIVIDED]:
        if largest[channel] > _WORTH_IT * floor:
            found[channel] = largest[channel] / floor
    return found


def compare(
    model: ReaderModel, file: Path, drawn: Iterator[tuple[Pair, Text]]
) -> tuple[float, float]:
    """How far a sentence's logit of the file lies from the model's in the mean, and how often both
    rank the same sentence first.
    """
    served = TrainedReader(packed.load(file))
    apart, agreed = [], []
    with torch.no_grad():
        for pair, text in drawn:
            exact = model([pair]).sentences.numpy()
            rounded = np.array(served.judge(pair, text).sentences[: len(exact)])
            if len(exact):
                apart.append(float(np.abs(exact - rounded).mean()))
                agreed.append(int(exact.argmax()) == int(rounded.argmax()))
    return float(np.mean(apart)), float(np.mean(agreed))


class _watched:  # noqa: N801
    """Calls `look` with what goes into and comes out of each linear part of `model`."""

    def __init__(self, model: ReaderModel, look: Callable[[str, Tensor, Tensor], None]) -> None:
        self._model = model
        self._look = look
        self._linear = model._linear

    def __enter__(self) -> None:
        def watched(hidden: Tensor, name: str) -> Tensor:
            outputs = self._linear(hidden, name)
            self._look(name, hidden, outputs)
            return outputs

        self._model._linear = watched  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        self._model._linear = self._linear  # type: ignore[method-assign]


def _pairs(file: Path, pairing: Pairing) -> Iterator[tuple[Pair, Text]]:
    for group in groups.read(file):
        candidate = group.candidates[0]
        text = Text(candidate.title, candidate.sentences)
        yield pairing.pair(group.question, text.title, text.sentences), text


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    main()
