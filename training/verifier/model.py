"""The verifier in torch, as it is trained.

BERT of twelve layers over a sentence and a passage, begun from the reader; on [CLS] a verdict
(supported, contradicted, not said: the three classes of natural language inference, Bowman et al.,
2015), and for each token of the sentence whether the passage bears it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from assistant.evidence.pairs import Pair
from index import weights
from index.vectors import packed
from index.vectors.packed import Array
from training.bert import WIDTH, Bert

_ON_TOP = {"verdict": (3, WIDTH), "unborne": (1, WIDTH)}
_TOKENS = 0.5
_RARE = 3.0


@dataclass(frozen=True)
class Judged:
    """Logits of a batch: of the rows' `verdicts`, shape (rows, 3), and of all `tokens`."""

    verdicts: Tensor
    tokens: Tensor


def start() -> dict[str, Array]:
    """The weights of the reader's encoder, which the verifier begins with."""
    return {
        name: array
        for name, array in packed.load(weights.file_of(weights.READER)).items()
        if name.startswith(("embeddings.", "encoder.", "pooler."))
    }


class VerifierModel(Bert):
    """The verifier over `trained` weights: BERT's by their names, and the heads' if there are."""

    def __init__(self, trained: dict[str, Array]) -> None:
        super().__init__(trained, _ON_TOP)

    def forward(self, pairs: Sequence[Pair]) -> Judged:
        """What is said of `pairs`, a sentence in place of the question each."""
        rows = [len(p.ids) for p in pairs]
        hidden = self.states([p.ids for p in pairs], [p.types for p in pairs])
        pooled = torch.tanh(self.linear(self.firsts(hidden, rows), "pooler.dense"))
        return Judged(
            self.linear(pooled, "verdict").float(),
            self.linear(hidden, "unborne").squeeze(-1).float(),
        )


def loss_of(
    judged: Judged, pairs: Sequence[Pair], verdicts: Sequence[int], unborne: Sequence[str],
    sentences: Sequence[str],
) -> Tensor:  # fmt: skip
    """The mean loss of a batch: of its verdicts, and of the tokens of its sentences."""
    device = judged.verdicts.device
    where: list[int] = []
    labels: list[float] = []
    start = 0
    for pair, words, sentence in zip(pairs, unborne, sentences, strict=True):
        first = sentence.find(words) if words else -1
        for number, (begin, end) in enumerate(pair.question):
            where.append(start + 1 + number)
            labels.append(float(first >= 0 and begin < first + len(words) and first < end))
        start += len(pair.ids)
    target = torch.tensor(labels, device=device)
    tokens = binary_cross_entropy_with_logits(
        judged.tokens[torch.tensor(where, device=device)], target, weight=1 + (_RARE - 1) * target
    )
    return cross_entropy(judged.verdicts, torch.tensor(verdicts, device=device)) + _TOKENS * tokens
