"""Train the resolver.

    python -m training.resolver.train DATA WRITTEN OUT --minutes 60 [--cast FOLDER]

DATA is a folder of RealTime QA's form, WRITTEN holds conversations that were written by hand on
its articles, FOLDER the topics of TREC CAsT 2019 and 2020. The encoder begins as all-MiniLM-L6-v2,
whose word embeddings are kept. The learning rate ends by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from assistant.understand.resolver.source import Sources
from index import weights
from index.vectors import packed
from training.resolver import conversations, examples
from training.resolver.align import align
from training.resolver.model import ResolverModel, start

OWN = Path(__file__).parent.parent / "data"
_WARM_UP = 0.05
_LEAST_RATE = 0.03
_DECAY = 0.01
_LARGEST_GRADIENT = 1.0
_DECODER_RATE = 8  # times the encoder's, which begins trained
_MOST_MISSING = 1
_MINUTES_BETWEEN_SAVES = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("written", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cast", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--size", type=int, default=16, help="questions in a step")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--more", nargs="*", default=[], help="SOURCE=TIMES that it is shown")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    rng = random.Random(given.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    folder = weights.locate(weights.MINILM)
    further = packed.load(given.start) if given.start else {}
    model = ResolverModel({**start(), **further}).to(device)
    sources = Sources(folder / "tokenizer.json")
    every = conversations.everything(
        given.data, given.written, OWN / "conversations.jsonl", given.cast
    )
    times = {name: int(count) for name, count in (m.split("=") for m in given.more)}
    learned = [c for c in every if not c.held for _ in range(times.get(c.source, 1))]
    with (OWN / "questions.jsonl").open(encoding="utf-8") as lines:
        complete = [json.loads(line)["q"] for line in lines]
    print(len(learned), "conversations", sum(len(c.turns) - 1 for c in learned), "follow-ups")
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if n.startswith("decoder")], "times": _DECODER_RATE},
            {"params": [p for n, p in named if not n.startswith("decoder")], "times": 1},
        ],
        lr=given.rate,
        weight_decay=_DECAY,
    )
    drawn = examples.stream(learned, complete, rng)
    began = saved = time.monotonic()
    losses: list[float] = []
    step = 0
    while (spent := (time.monotonic() - began) / (60 * given.minutes)) < 1:
        step += 1
        slope = min(spent / _WARM_UP + 0.02, 1.0) * max(_LEAST_RATE, 1 - spent)
        for part in optimizer.param_groups:
            part["lr"] = given.rate * part["times"] * slope
        batch = []
        for one in islice(drawn, given.size):
            source = sources.source(one.asked, one.turns)
            target = align(source, one.standalone)
            if target.missing <= _MOST_MISSING:
                batch.append((source, target))
        model.train()
        with torch.autocast(device, dtype=torch.bfloat16):
            loss = model([s for s, _ in batch], [t for _, t in batch]).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in named], _LARGEST_GRADIENT)
        optimizer.step()
        losses.append(loss.item())
        if step % 10 == 0:
            speed = step * given.size / (time.monotonic() - began)
            print(f"{step} loss {np.mean(losses[-50:]):.3f} at {spent:.1%}, {speed:.1f}/s", flush=True)  # fmt: skip  # noqa: E501
        if time.monotonic() - saved > 60 * _MINUTES_BETWEEN_SAVES:
            packed.save(model.weights(), given.out)
            saved = time.monotonic()
    packed.save(model.weights(), given.out)


if __name__ == "__main__":
    main()
