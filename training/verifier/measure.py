"""How well weights of the verifier tell the claims kept apart.

    python -m training.verifier.measure WRITTEN WEIGHTS

The weights are trained ones, read by the torch model, or an exported file. Printed are the
area under the curve of "supported", how many true claims are kept where 3% of the false ones are,
and by kind of change how many false ones are caught there.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from assistant.evaluation.measures import area
from assistant.evidence.pairs import Pairing
from assistant.written.verification.entailment import Entailment
from index import weights
from index.vectors import packed
from index.vectors.packed import Array
from training.verifier import claims
from training.verifier.claims import SUPPORTED, Claim
from training.verifier.model import VerifierModel

_FALSE_SHOWN = 0.03


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("written", type=Path)
    parser.add_argument("weights", type=Path)
    given = parser.parse_args()
    _, held = claims.read(given.written)
    loaded = packed.load(given.weights)
    served = any(name.startswith("calibration") for name in loaded)
    scores = _by_file(Entailment(loaded), held) if served else _by_model(loaded, held)
    report(held, scores)


def report(held: list[Claim], scores: Array) -> None:
    """Print what the chances `scores` of being supported come to for `held`."""
    true = np.array([c.verdict == SUPPORTED for c in held])
    n, m = int(true.sum()), int((~true).sum())
    found = area(scores[true].tolist(), scores[~true].tolist())
    least = float(np.quantile(scores[~true], 1 - _FALSE_SHOWN))
    print(f"{n} true and {m} false claims: area under the curve {found:.3f}")
    for at in (0.5, least):
        kept = float((scores[true] >= at).mean())
        caught = float((scores[~true] < at).mean())
        print(f"from {at:.3f} on: true ones kept {kept:.3f}, false ones caught {caught:.3f}")
    of_kind: dict[str, list[bool]] = defaultdict(list)
    for claim, score in zip(held, scores, strict=True):
        if claim.verdict != SUPPORTED:
            of_kind[claim.kind].append(bool(score < 0.5))
    for kind, caught_ones in sorted(of_kind.items()):
        print(f"{kind}: {sum(caught_ones)} of {len(caught_ones)} caught at 0.5")


def _by_model(loaded: dict[str, Array], held: list[Claim]) -> Array:
    model = VerifierModel(loaded).eval()
    pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
    found = []
    with torch.no_grad():
        for claim in held:
            judged = model([pairing.pair(claim.sentence, claim.title, claim.near)])
            found.append(float(torch.softmax(judged.verdicts[0], dim=0)[SUPPORTED]))
    return np.array(found, dtype=np.float32)


def _by_file(served: Entailment, held: list[Claim]) -> Array:
    found = [served.judge(c.sentence, c.title, c.near).supported for c in held]
    return np.array(found, dtype=np.float32)


if __name__ == "__main__":
    main()
