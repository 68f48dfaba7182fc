"""Make the file that the assistant reads with out of trained weights, and hold the two together.

    python -m training.export TRAINED [TRAINED ...] GROUPS OUT

Of several trained weights the mean is taken. The activations of the float32 model on some pairs of
GROUPS give the calibration of the 8-bit graph (`index/vectors/quantized.py`). 500 other pairs are
then read by the torch model and by the file as it is served; what differs is printed, and too much
of it fails.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from assistant.evidence.pairs import Pair, Pairing
from assistant.evidence.reader import Text, TrainedReader
from index import weights
from index.digest import sha256
from index.vectors import packed
from training import groups
from training.bert import mean_of
from training.calibration import calibrate
from training.model import ReaderModel

_CALIBRATED = 60
_MOST_APART = 0.35  # logits, in the mean
_LEAST_AGREEMENT = 0.95  # the same best sentence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("groups", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=int, default=500, help="how many are compared")
    given = parser.parse_args()
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    model = ReaderModel(mean_of(given.trained)).eval()
    drawn = _pairs(given.groups, pairing)
    seen = [(pair.ids, pair.types) for pair, _ in itertools.islice(drawn, _CALIBRATED)]
    calibration = calibrate(model, seen)
    packed.save({**model.weights(), **calibration}, given.out)
    print(given.out, given.out.stat().st_size, "bytes, sha256", sha256(given.out))
    apart, agreed = compare(model, given.out, itertools.islice(drawn, given.pairs))
    print(
        f"{given.pairs} pairs: mean difference of a logit {apart:.3f}, same sentence {agreed:.3f}"
    )
    sys.exit(apart > _MOST_APART or agreed < _LEAST_AGREEMENT)


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


def _pairs(file: Path, pairing: Pairing) -> Iterator[tuple[Pair, Text]]:
    for group in groups.read(file):
        candidate = group.candidates[0]
        text = Text(candidate.title, candidate.sentences)
        yield pairing.pair(group.question, text.title, text.sentences), text


if __name__ == "__main__":
    main()
