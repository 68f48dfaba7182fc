"""Train the verifier.

    python -m training.verifier.train WRITTEN OUT --minutes 60 [--start WEIGHTS]

WRITTEN holds the articles that the claims of `training/data/claims.jsonl` are about. The encoder
begins as the reader's. The learning rate ends by the clock.
"""

from __future__ import annotations

import argparse
import random
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from assistant.evidence.pairs import Pairing
from index import weights
from index.vectors import packed
from training import loop
from training.verifier import claims
from training.verifier.model import VerifierModel, loss_of, start

_RATE = 4e-5
_HEAD_RATE = 10  # times the encoder's, which begins trained


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("written", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--size", type=int, default=16, help="claims in a step")
    loop.add_arguments(parser, _RATE)
    given = parser.parse_args()
    device = loop.begin(given)
    model = VerifierModel(packed.load(given.start) if given.start else start()).to(device)
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    learned, held = claims.read(given.written)
    print(len(learned), "claims,", len(held), "kept apart", flush=True)
    optimizer = loop.optimizer(model, given.rate, ("verdict", "unborne"), _HEAD_RATE)
    drawn = claims.stream(learned, random.Random(given.seed))

    def loss(_step: int) -> Tensor:
        batch = list(islice(drawn, given.size))
        pairs = [pairing.pair(c.sentence, c.title, c.near) for c in batch]
        with torch.autocast(device, dtype=torch.bfloat16):
            judged = model(pairs)
        return loss_of(
            judged, pairs, [c.verdict for c in batch], [c.unborne for c in batch],
            [c.sentence for c in batch],
        )  # fmt: skip

    loop.run(model, optimizer, loss, given.minutes, given.out)


if __name__ == "__main__":
    main()
