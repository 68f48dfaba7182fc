"""Where the short answer to a question stands in a sentence: from which token to which.

A pointer as in extractive question answering (Devlin et al., 2019): a logit for each token of the
sentence to begin the answer, one to end it, and how well the two go together (a biaffine product,
as in Dozat and Manning, 2017). That nothing is a short answer has a logit of 0. The lower layers
are the reader's; the upper ones were trained for this alone (`training/pointer.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.evidence.pairs import Pairing
from index import weights
from index.vectors.packed import Array
from index.vectors.states import Heads, TokenStates

LONGEST = 24
"""Tokens of the longest short answer."""
_NEVER = -1e9


@dataclass(frozen=True)
class Marked:
    """The words of a sentence that are likeliest to be the short answer, its characters `start` to
    `end`, and the `chance` that they are, from 0 to 1.
    """

    start: int
    end: int
    chance: float


class Pointer:
    """Points at short answers by `trained` weights: those of `training.pointer`, and the reader's
    for what they lack; safe for many threads.
    """

    def __init__(self, trained: Mapping[str, Array]) -> None:
        self._pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
        self._states = TokenStates(trained)
        self._head = Heads(trained)

    def __call__(self, question: str, title: str, sentence: str) -> Marked | None:
        """The likeliest short answer in `sentence`, which stands under `title`; None where it is
        likeliest that there is none.
        """
        pair = self._pairing.pair(question, title, [sentence])
        if not pair.sentences or pair.sentences[0][0] == pair.sentences[0][1]:
            return None
        begin, end = pair.sentences[0]
        offsets = pair.offsets[0]
        logits = self._logits(self._states(pair.ids, pair.types)[begin:end])
        first, last = divmod(int(np.argmax(logits)), len(logits))
        best = float(logits[first, last])
        if best <= 0:
            return None
        chance = 1 / (np.exp(logits - best).sum() + np.exp(-best))
        return Marked(offsets[first][0], offsets[last][1], float(chance))

    def _logits(self, states: Array) -> Array:
        """A logit for each first and last token, shape (tokens, tokens); none ends before it
        begins, or is longer than LONGEST.
        """
        ends, first, last = (
            self._head(states, f"pointer.{name}") for name in ("ends", "first", "last")
        )
        logits = ends[:, :1] + ends[:, 1] + first @ last.T
        places = np.arange(len(states))
        length = places - places[:, None]
        return np.where((length >= 0) & (length < LONGEST), logits, _NEVER).astype(np.float32)
