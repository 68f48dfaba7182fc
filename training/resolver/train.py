"""Train the resolver.

    python -m training.resolver.train DATA WRITTEN OUT --minutes 60 [--cast FOLDER]

DATA is a folder of RealTime QA's form, WRITTEN holds conversations that were written by hand on
its articles, FOLDER the topics of TREC CAsT 2019 and 2020. The encoder begins as all-MiniLM-L6-v2,
whose word embeddings are kept. The learning rate ends by the clock.
"""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from assistant.understand.resolver.source import Sources
from index import weights
from index.vectors import packed
from training import loop
from training.resolver import conversations, examples
from training.resolver.align import align
from training.resolver.model import ResolverModel, start

_RATE = 6e-5
_DECODER_RATE = 8  # times the encoder's, which begins trained
_MOST_MISSING = 1


def main() -> None:
    parser = conversations.arguments(__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--size", type=int, default=16, help="questions in a step")
    loop.add_arguments(parser, _RATE)
    parser.add_argument("--more", nargs="*", default=[], help="KIND=TIMES that it is shown")
    given = parser.parse_args()
    device = loop.begin(given)
    further = packed.load(given.start) if given.start else {}
    model = ResolverModel({**start(), **further}).to(device)
    sources = Sources(weights.locate(weights.MINILM) / "tokenizer.json")
    every = conversations.everything(given)
    times = {name: int(count) for name, count in (m.split("=") for m in given.more)}
    learned = [c for c in every if not c.held for _ in range(times.get(c.kind, 1))]
    print(len(learned), "conversations", sum(len(c.turns) - 1 for c in learned), "follow-ups")
    optimizer = loop.optimizer(model, given.rate, ("decoder",), _DECODER_RATE)
    complete = conversations.complete_questions()
    drawn = examples.stream(learned, complete, random.Random(given.seed))

    def loss(_step: int) -> Tensor:
        batch = []
        for one in islice(drawn, given.size):
            source = sources.source(one.asked, one.turns)
            target = align(source, one.standalone)
            if target.missing <= _MOST_MISSING:
                batch.append((source, target))
        with torch.autocast(device, dtype=torch.bfloat16):
            losses: Tensor = model([s for s, _ in batch], [t for _, t in batch])
        return losses.mean()

    loop.run(model, optimizer, loss, given.minutes, given.out)


if __name__ == "__main__":
    main()
