"""Make the file that the assistant would verify with, and hold it against the model.

    python -m training.verifier.export WRITTEN TRAINED [TRAINED ...] OUT

Of several trained weights the mean is taken. As `training.export` does for the reader: the
activations on some claims calibrate the 8-bit graph; the verdicts of the torch model and of the
file as it is served are compared on the claims kept apart, and too large a difference fails. Word
embeddings are left out: they are the reader's.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from assistant.evidence.pairs import Pairing
from assistant.written.verification.entailment import Entailment
from index import weights
from index.digest import sha256
from index.vectors import packed
from training.bert import mean_of
from training.calibration import calibrate
from training.verifier import claims
from training.verifier.claims import SUPPORTED, Claim
from training.verifier.model import VerifierModel

_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_CALIBRATED = 60
_MOST_APART = 0.05  # of a chance, in the mean


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("written", type=Path)
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    model = VerifierModel(mean_of(given.trained)).eval()
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    learned, held = claims.read(given.written)
    drawn = islice(claims.stream(learned, random.Random(7)), _CALIBRATED)
    pairs = [pairing.pair(c.sentence, c.title, c.near) for c in drawn]
    export(model, [(p.ids, p.types) for p in pairs], given.out)
    print(given.out, given.out.stat().st_size, "bytes, sha256", sha256(given.out))
    apart = compare(model, Entailment(packed.load(given.out)), pairing, held)
    print(f"{len(held)} claims: mean difference of the chance of support {apart:.3f}")
    sys.exit(apart > _MOST_APART)


def export(
    model: VerifierModel, seen: Sequence[tuple[Sequence[int], Sequence[int]]], out: Path
) -> None:
    """Write `model` to `out` as it is served, calibrated on the rows `seen` of (tokens, types)."""
    kept = {**model.weights(), **calibrate(model, seen)}
    packed.save({n: a for n, a in kept.items() if n != _WORD_EMBEDDINGS}, out)


def compare(model: VerifierModel, served: Entailment, pairing: Pairing, held: list[Claim]) -> float:
    """The mean difference of the chance that a claim is supported."""
    found = []
    with torch.no_grad():
        for claim in held:
            pair = pairing.pair(claim.sentence, claim.title, claim.near)
            exact = torch.softmax(model([pair]).verdicts[0], dim=0)[SUPPORTED]
            rounded = served.judge(claim.sentence, claim.title, claim.near).supported
            found.append(abs(float(exact) - rounded))
    return float(np.mean(found))


if __name__ == "__main__":
    main()
