"""Train the verifier.

    python -m training.verifier.train WRITTEN OUT --minutes 60 [--start WEIGHTS]

WRITTEN holds the articles that the claims of `training/data/claims.jsonl` are about. The encoder
begins as the reader's. The learning rate ends by the clock.
"""

from __future__ import annotations

import argparse
import os
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
from training.verifier.entailment import nearest
from training.verifier.model import VerifierModel, loss_of, start

_DECAY = 0.01
_HEAD_RATE = 10  # times the encoder's, which begins trained


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("written", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--size", type=int, default=16, help="claims in a step")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = VerifierModel(packed.load(given.start) if given.start else start()).to(device)
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    learned, held = claims.read(given.written)
    print(len(learned), "claims,", len(held), "kept apart", flush=True)
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    heads = [p for n, p in named if n.startswith(("verdict", "unborne"))]
    encoder = [p for n, p in named if not n.startswith(("verdict", "unborne"))]
    optimizer = torch.optim.AdamW(
        [{"params": heads, "lr": given.rate * _HEAD_RATE}, {"params": encoder}],
        lr=given.rate,
        weight_decay=_DECAY,
    )
    drawn = claims.stream(learned, random.Random(given.seed))

    def loss(_step: int) -> Tensor:
        batch = list(islice(drawn, given.size))
        pairs = [pairing.pair(c.sentence, c.title, nearest(c.sentence, c.lines)) for c in batch]
        with torch.autocast(device, dtype=torch.bfloat16):
            judged = model(pairs)
        return loss_of(
            judged, pairs, [c.verdict for c in batch], [c.unborne for c in batch],
            [c.sentence for c in batch],
        )  # fmt: skip

    loop.run(model, optimizer, loss, given.minutes, given.out)


if __name__ == "__main__":
    main()
