"""Make the file that the assistant resolves follow-ups with, and hold it against the model.

    python -m training.resolver.export DATA WRITTEN TRAINED [TRAINED ...] OUT

Of several trained weights the mean is taken (Wortsman et al., 2022). As `training.export` does for
the reader: the activations on some follow-ups calibrate the 8-bit graph; on 500 others the states
of the torch model and of the file as it is served are compared, and too large a difference fails.
Word embeddings are left out: they are all-MiniLM-L6-v2's.
"""

from __future__ import annotations

import random
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from assistant.understand.resolver.resolver import Resolver
from assistant.understand.resolver.source import Source, Sources
from index import weights
from index.digest import sha256
from index.vectors import packed
from training.bert import mean_of
from training.calibration import calibrate
from training.resolver import conversations, examples
from training.resolver.model import ResolverModel, start

_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_CALIBRATED = 60
_LEAST_ALIKE = 0.98  # the mean cosine of a token's two states


def main() -> None:
    parser = conversations.arguments(__doc__)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--compared", type=int, default=500)
    given = parser.parse_args()
    folder = weights.locate(weights.MINILM)
    model = ResolverModel({**start(), **mean_of(given.trained)}).eval()
    make = Sources(folder / "tokenizer.json")
    every = conversations.everything(given)
    drawn = examples.stream([c for c in every if not c.held], (), random.Random(7))
    sources = [make.source(e.asked, e.turns) for e in islice(drawn, _CALIBRATED + given.compared)]
    calibration = calibrate(model, [(s.ids, s.types) for s in sources[:_CALIBRATED]])
    kept = {
        name: array
        for name, array in {**model.weights(), **calibration}.items()
        if name != _WORD_EMBEDDINGS
    }
    packed.save(kept, given.out)
    print(given.out, given.out.stat().st_size, "bytes, sha256", sha256(given.out))
    alike = compare(model, Resolver(packed.load(given.out)), sources[_CALIBRATED:])
    print(f"{given.compared} follow-ups: mean cosine of a token's states {alike:.4f}")
    sys.exit(alike < _LEAST_ALIKE)


def compare(model: ResolverModel, served: Resolver, sources: list[Source]) -> float:
    """The mean cosine of the states that both give to a token."""
    found = []
    with torch.no_grad():
        for source in sources:
            exact = model.states([source.ids], [source.types]).numpy()
            rounded = served.states(source)
            lengths = np.linalg.norm(exact, axis=1) * np.linalg.norm(rounded, axis=1)
            found.append(float(((exact * rounded).sum(axis=1) / lengths).mean()))
    return float(np.mean(found))


if __name__ == "__main__":
    main()
