"""BERT in torch, as our models are trained.

Rows are never padded: their tokens lie one row after another, and only attention looks at one row
at a time. On a processor this, with attention as plain products, is three times as fast as a
padded batch through the usual kernels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm, linear

from index.vectors import packed
from index.vectors.packed import Array

HEADS = 12
WIDTH = 384
_EPSILON = 1e-12


class Bert(nn.Module):
    """BERT (Devlin et al., 2019) of as many layers as `weights` have, which are named as its are.

    `on_top` are the shapes of the matrices on top of it by their names, each with a bias: what
    `weights` lack of them begins at random. Word embeddings are not trained.
    """

    def __init__(self, weights: Mapping[str, Array], on_top: Mapping[str, tuple[int, int]]) -> None:
        super().__init__()
        for name, array in weights.items():
            trained = "embeddings.word" not in name
            parameter = nn.Parameter(torch.tensor(array), requires_grad=trained)
            self.register_parameter(name.replace(".", "/"), parameter)
        for name, shape in on_top.items():
            if f"{name}.weight" not in weights:
                matrix = nn.Parameter(torch.randn(shape) * 0.02)
                self.register_parameter(f"{name}.weight".replace(".", "/"), matrix)
                bias = nn.Parameter(torch.zeros(shape[0]))
                self.register_parameter(f"{name}.bias".replace(".", "/"), bias)
        self.layers = len({n.split(".")[2] for n in weights if n.startswith("encoder.layer.")})

    def weights(self) -> dict[str, Array]:
        """The weights as they are now."""
        return {
            name.replace("/", "."): np.asarray(p.detach().float().cpu().numpy(), dtype=np.float32)
            for name, p in self.named_parameters()
        }

    def states(self, ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]]) -> Tensor:
        """The last state of each token of the rows, shape (tokens, 384), row by row."""
        return self.above(self.below(ids, types, 0), [len(row) for row in ids], 0)

    def below(
        self, ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]], layers: int
    ) -> Tensor:
        """The states after the first `layers` layers."""
        device = self.of("embeddings.LayerNorm.bias").device
        rows = [len(row) for row in ids]
        hidden = (
            self.of("embeddings.word_embeddings.weight")[_flat(ids, device)]
            + self.of("embeddings.position_embeddings.weight")[
                torch.cat([torch.arange(n, device=device) for n in rows])
            ]
            + self.of("embeddings.token_type_embeddings.weight")[_flat(types, device)]
        )
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(layers):
            hidden = self._layer(hidden, f"encoder.layer.{layer}", rows)
        return hidden

    def above(self, hidden: Tensor, rows: list[int], layers: int) -> Tensor:
        """The last states, from those after the first `layers`; `rows` are the rows' lengths."""
        for layer in range(layers, self.layers):
            hidden = self._layer(hidden, f"encoder.layer.{layer}", rows)
        return hidden

    def firsts(self, hidden: Tensor, rows: Sequence[int]) -> Tensor:
        """The states of the first tokens of rows of so many tokens, shape (rows, 384)."""
        return hidden[torch.tensor(np.cumsum([0, *rows[:-1]]), device=hidden.device)]

    def linear(self, hidden: Tensor, name: str) -> Tensor:
        """`hidden` through the matrix and bias of `name`."""
        return linear(hidden, self.of(f"{name}.weight"), self.of(f"{name}.bias"))

    def of(self, name: str) -> nn.Parameter:
        """The parameter of BERT's `name`."""
        return self.get_parameter(name.replace(".", "/"))

    def _layer(self, hidden: Tensor, name: str, rows: list[int]) -> Tensor:
        attention = f"{name}.attention"
        projected = [
            self.linear(hidden, f"{attention}.self.{part}") for part in ("query", "key", "value")
        ]
        mixed = []
        for query, key, value in zip(*(torch.split(p, rows) for p in projected), strict=True):
            q, k, v = (x.view(len(x), HEADS, -1).transpose(0, 1) for x in (query, key, value))
            shares = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(WIDTH / HEADS), dim=-1)
            mixed.append((shares.to(v.dtype) @ v).transpose(0, 1).reshape(len(query), WIDTH))
        attended = self.linear(torch.cat(mixed), f"{attention}.output.dense")
        hidden = self._norm(hidden + attended, f"{attention}.output.LayerNorm")
        inner = gelu(self.linear(hidden, f"{name}.intermediate.dense"))
        return self._norm(
            hidden + self.linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _norm(self, hidden: Tensor, name: str) -> Tensor:
        weight, bias = self.of(f"{name}.weight"), self.of(f"{name}.bias")
        return layer_norm(hidden, (WIDTH,), weight, bias, _EPSILON)


def means(hidden: Tensor, spans: Sequence[Sequence[tuple[int, int]]], rows: list[int]) -> Tensor:
    """The mean state of the tokens of each of the rows' `spans`, shape (spans, 384)."""
    where: list[int] = []
    number: list[int] = []
    counts: list[int] = []
    start = 0
    for own, row in zip(spans, rows, strict=True):
        for begin, end in own:
            where += range(start + begin, start + end)
            number += [len(counts)] * (end - begin)
            counts.append(max(1, end - begin))
        start += row
    sums = hidden.new_zeros(len(counts), WIDTH).index_add(
        0, torch.tensor(number, device=hidden.device, dtype=torch.long),
        hidden[torch.tensor(where, device=hidden.device, dtype=torch.long)],
    )  # fmt: skip
    return sums / torch.tensor(counts, device=hidden.device)[:, None]


def _flat(rows: Sequence[Sequence[int]], device: torch.device) -> Tensor:
    return torch.tensor([value for row in rows for value in row], device=device)


def mean_of(files: Sequence[Path]) -> dict[str, Array]:
    """The mean of the trained weights in `files`, of one shape (Wortsman et al., 2022)."""
    trained = [packed.load(file) for file in files]
    names = [
        name
        for name in trained[0]
        if not name.startswith("calibration.") and all(name in other for other in trained)
    ]
    return {n: np.mean([t[n] for t in trained], axis=0, dtype=np.float32) for n in names}
