"""The states that a trained encoder of ours gives to the tokens of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.vectors import packed
from index.vectors.encoder import exact_levels, open_session
from index.vectors.packed import Array
from index.vectors.quantized import states_graph


class TokenStates:
    """A BERT over `trained` weights, its embeddings and calibration among them, in 8-bit integers;
    safe for many threads.
    """

    def __init__(self, trained: Mapping[str, Array]) -> None:
        self._words, self._positions, self._types = (
            trained[f"embeddings.{kind}_embeddings.weight"]
            for kind in ("word", "position", "token_type")
        )
        self._session = open_session(
            states_graph(trained, exact_levels(), packed.calibration_of(trained))
        )

    def __call__(self, ids: Sequence[int], types: Sequence[int]) -> Array:
        """The last state of each token, shape (tokens, 384)."""
        embedded = self._words[list(ids)] + self._positions[: len(ids)] + self._types[list(types)]
        (states,) = self._session.run(None, {"embedded": embedded[None]})
        return np.asarray(states[0], dtype=np.float32)


class Heads:
    """What stands on the states of `trained` weights: their matrices, by name."""

    def __init__(self, trained: Mapping[str, Array]) -> None:
        # The encoder's own are in its session.
        self._of = {
            n: a for n, a in trained.items() if not n.startswith(("encoder.", "embeddings."))
        }

    def __call__(self, states: Array, name: str) -> Array:
        """`states` through the matrix and bias of `name`."""
        product = states @ self._of[f"{name}.weight"].T + self._of[f"{name}.bias"]
        return np.asarray(product, dtype=np.float32)
