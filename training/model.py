"""The reader in torch, as it is trained.

BERT of twelve layers over a question and a passage; three heads on it: a logit for each sentence
from the mean of its tokens' states, one for the passage from [CLS], and one for each token, which
says whether it belongs to the short answer (compare the extractive readers of Karpukhin et al.,
2020). A null of 0 stands for "nothing here answers".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import gelu

from assistant.evidence.pairs import Pair
from index.vectors.packed import Array
from training.bert import WIDTH, Bert, means

_HEADS_ON_TOP = {
    "sentence.0": (WIDTH, WIDTH),
    "sentence.2": (1, WIDTH),
    "passage": (1, WIDTH),
    "token": (1, WIDTH),
}


@dataclass(frozen=True)
class Scores:
    """Logits of a batch: of all `sentences`, row by row; of the rows as `passages`; and of all
    `tokens`, row by row.
    """

    sentences: Tensor
    passages: Tensor
    tokens: Tensor


class ReaderModel(Bert):
    """The reader over `weights`, which are named as BERT's are, and the heads' if there are any."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        super().__init__(weights, _HEADS_ON_TOP)

    def forward(self, pairs: Sequence[Pair]) -> Scores:
        """The scores of `pairs`."""
        rows = [len(p.ids) for p in pairs]
        hidden = self.states([p.ids for p in pairs], [p.types for p in pairs])
        pooled = torch.tanh(self.linear(self.firsts(hidden, rows), "pooler.dense"))
        inner = gelu(
            self.linear(means(hidden.float(), [p.sentences for p in pairs], rows), "sentence.0")
        )
        return Scores(
            self.linear(inner, "sentence.2").squeeze(-1).float(),
            self.linear(pooled, "passage").squeeze(-1).float(),
            self.linear(hidden, "token").squeeze(-1).float(),
        )
