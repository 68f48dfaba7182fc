"""Whether a word that opens a sentence is a name: there, every word has a capital.

It is one when it lies nearer to the middle of some names than to the middle of some other words, in
the space of the embedder. That errs now and then, so it is asked only of a word that the source
does not have, in any form and with any case.
"""

from __future__ import annotations

import numpy as np

from assistant.evidence.word_vectors import WordVectors

NAMES = """
ibm london texas johnson walmart pfizer merkel chicago brazil sanders williams garcia
madonna nasa uefa pelosi ohio wilson lakers samsung nigeria kremlin martinez google
facebook boeing clinton obama kelly thomas berlin osaka patriots spotify microsoft adele
""".split()
WORDS = """
officials tickets processing owners falling heat students measures tornado doctors workers
researchers early several economic built photographers governors investors prices critics sales
police experts families patients voters farmers scientists tests cases deaths shares profits
schools analysts
""".split()


def is_name(word: str, vectors: WordVectors) -> bool:
    """Whether `word` is rather a name. Raises WeightsError when the model cannot be loaded."""
    names = vectors.of(NAMES).mean(axis=0)
    others = vectors.of(WORDS).mean(axis=0)
    (own,) = vectors.of([word.lower()])
    return float((own - (names + others) / 2) @ (names - others)) > 0


def similar_pairs(
    own: list[str], its: list[str], vectors: WordVectors, least: float
) -> frozenset[tuple[str, str]]:
    """The pairs of a word of `own` and one of `its` whose cosine is at least `least`."""
    if not own or not its:
        return frozenset()
    near = np.argwhere(vectors.of(own) @ vectors.of(its).T >= least)
    return frozenset((own[i], its[j]) for i, j in near.tolist())
