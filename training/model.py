"""The reader in torch, as it is trained.

BERT (Devlin et al., 2019) of twelve layers over a question and a passage; three heads on it: a
logit for each sentence from the mean of its tokens' states, one for the passage from [CLS], and
one for each token, which says whether it belongs to the short answer (compare the extractive
readers of Karpukhin et al., 2020). A null of 0 stands for "nothing here answers".

Rows are never padded: their tokens lie one row after another, and only attention looks at one row
at a time. On a processor this, with attention as plain products, is three times as fast as a
padded batch through the usual kernels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm, linear

from assistant.evidence.packed import Array
from assistant.evidence.pairs import Pair

LAYERS = 12
HEADS = 12
WIDTH = 384
_EPSILON = 1e-12
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


class ReaderModel(nn.Module):
    """The reader over `weights`, which are named as BERT's are, and the heads' if there are any."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        super().__init__()
        for name, array in weights.items():
            trained = "embeddings.word" not in name
            parameter = nn.Parameter(torch.tensor(array), requires_grad=trained)
            self.register_parameter(name.replace(".", "/"), parameter)
        for name, shape in _HEADS_ON_TOP.items():
            if f"{name}.weight" not in weights:
                matrix = nn.Parameter(torch.randn(shape) * 0.02)
                self.register_parameter(f"{name}.weight".replace(".", "/"), matrix)
                bias = nn.Parameter(torch.zeros(shape[0]))
                self.register_parameter(f"{name}.bias".replace(".", "/"), bias)

    def weights(self) -> dict[str, Array]:
        """The weights as they are now."""
        return {
            name.replace("/", "."): np.asarray(p.detach().float().cpu().numpy(), dtype=np.float32)
            for name, p in self.named_parameters()
        }

    def forward(self, pairs: Sequence[Pair]) -> Scores:
        """The scores of `pairs`."""
        device = self._of("token.bias").device
        rows = [len(p.ids) for p in pairs]
        ids = torch.tensor([i for p in pairs for i in p.ids], device=device)
        types = torch.tensor([t for p in pairs for t in p.types], device=device)
        places = torch.cat([torch.arange(n, device=device) for n in rows])
        hidden = (
            self._of("embeddings.word_embeddings.weight")[ids]
            + self._of("embeddings.position_embeddings.weight")[places]
            + self._of("embeddings.token_type_embeddings.weight")[types]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}", rows)
        firsts = torch.tensor(np.cumsum([0, *rows[:-1]]), device=device)
        pooled = torch.tanh(self._linear(hidden[firsts], "pooler.dense"))
        means = self._means(hidden.float(), pairs, rows)
        inner = gelu(self._linear(means, "sentence.0"))
        return Scores(
            self._linear(inner, "sentence.2").squeeze(-1).float(),
            self._linear(pooled, "passage").squeeze(-1).float(),
            self._linear(hidden, "token").squeeze(-1).float(),
        )

    def _layer(self, hidden: Tensor, name: str, rows: list[int]) -> Tensor:
        attention = f"{name}.attention"
        projected = [
            self._linear(hidden, f"{attention}.self.{part}") for part in ("query", "key", "value")
        ]
        mixed = []
        for query, key, value in zip(*(p.split(rows) for p in projected), strict=True):
            q, k, v = (x.view(len(x), HEADS, -1).transpose(0, 1) for x in (query, key, value))
            shares = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(WIDTH / HEADS), dim=-1)
            mixed.append((shares.to(v.dtype) @ v).transpose(0, 1).reshape(len(query), WIDTH))
        attended = self._linear(torch.cat(mixed), f"{attention}.output.dense")
        hidden = self._norm(hidden + attended, f"{attention}.output.LayerNorm")
        inner = gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._norm(
            hidden + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _means(self, hidden: Tensor, pairs: Sequence[Pair], rows: list[int]) -> Tensor:
        """The mean state of each sentence's tokens."""
        where, number, counts = [], [], []
        start = 0
        for pair, row in zip(pairs, rows, strict=True):
            for begin, end in pair.sentences:
                where += range(start + begin, start + end)
                number += [len(counts)] * (end - begin)
                counts.append(max(1, end - begin))
            start += row
        sums = hidden.new_zeros(len(counts), WIDTH).index_add(
            0, torch.tensor(number, device=hidden.device, dtype=torch.long),
            hidden[torch.tensor(where, device=hidden.device, dtype=torch.long)],
        )  # fmt: skip
        return sums / torch.tensor(counts, device=hidden.device)[:, None]

    def _norm(self, hidden: Tensor, name: str) -> Tensor:
        weight, bias = self._of(f"{name}.weight"), self._of(f"{name}.bias")
        return layer_norm(hidden, (WIDTH,), weight, bias, _EPSILON)

    def _linear(self, hidden: Tensor, name: str) -> Tensor:
        return linear(hidden, self._of(f"{name}.weight"), self._of(f"{name}.bias"))

    def _of(self, name: str) -> Tensor:
        return self.get_parameter(name.replace(".", "/"))
