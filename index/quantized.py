"""all-MiniLM-L6-v2 with its matrix products in 8-bit integers, as an ONNX graph.

Weights have a scale a column, activations one a text, taken from the text itself: a passage's
vector does not depend on what was embedded with it, and nothing has to be calibrated but the few
numbers below. Each choice was measured (`python -m benchmarks.encoder`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from index.onnx_graph import MICROSOFT, Graph, Value

Array = npt.NDArray[np.float32]

DIMENSIONS = 384
_LAYERS = 6
_HEADS = 12
_HEAD = DIMENSIONS // _HEADS
_EPSILON = 1e-12

# The token [CLS] drives a few channels to ten times what any other token or channel reaches (the
# "massive activations" of Sun et al., 2024), and a text's one scale would be spent on it. Those
# channels are divided by these numbers, and the rows of the weights that read them multiplied
# (SmoothQuant, Xiao et al., 2022). Found as the largest activations of the float32 model on 60
# passages; they hardly differ from text to text.
_BEFORE_INNER = {99: 4.5, 63: 1.8, 223: 1.8}
_AFTER_GELU: tuple[dict[int, float], ...] = (
    {856: 4.0},
    {607: 4.0},
    {1004: 3.0, 218: 2.0},
    {358: 2.5},
    {},
    {},
)
# The largest key that those passages gave, by layer. A larger one would be cut to this.
_LARGEST_KEY = (13.5, 9.0, 8.2, 8.2, 8.6, 6.5)


def minilm_graph(weights: Mapping[str, Array], levels: int) -> bytes:
    """The encoder as a serialized ONNX model, from summed embeddings to the mean token.

    Takes `embedded`, float32 (1, tokens, 384), not yet normalised; gives `mean`, float32
    (1, 384), not of length one. Weights are rounded to -levels..levels.
    """
    encoder = _Encoder(weights, levels)
    hidden = encoder.norm("embedded", "embeddings.LayerNorm")
    for layer in range(_LAYERS):
        hidden = encoder.layer(hidden, layer)
    graph = encoder.graph
    mean = graph.node("ReduceMean", hidden, graph.constant([1], "int64"), keepdims=0)
    return graph.model(
        [Value("embedded", "float32", (1, "tokens", DIMENSIONS))],
        [Value(mean, "float32", (1, DIMENSIONS))],
    )


class _Encoder:
    def __init__(self, weights: Mapping[str, Array], levels: int) -> None:
        self.graph = Graph()
        self._weights = weights
        self._levels = levels

    def layer(self, hidden: str, layer: int) -> str:
        name = f"encoder.layer.{layer}"
        attended = self._linear(
            self._attention(hidden, layer), *self._matrix(f"{name}.attention.output.dense"), "out"
        )
        hidden = self._add_norm(hidden, attended, f"{name}.attention.output.LayerNorm")
        inner = self._divided_linear(
            hidden, f"{name}.intermediate.dense", _BEFORE_INNER, "feed forward 1"
        )
        inner = self.graph.node("Gelu", inner, domain=MICROSOFT)
        inner = self._divided_linear(
            inner, f"{name}.output.dense", _AFTER_GELU[layer], "feed forward 2"
        )
        return self._add_norm(hidden, inner, f"{name}.output.LayerNorm")

    def norm(self, hidden: str, name: str) -> str:
        return self.graph.node(
            "LayerNormalization",
            hidden,
            self.graph.constant(self._weights[f"{name}.weight"]),
            self.graph.constant(self._weights[f"{name}.bias"]),
            epsilon=_EPSILON,
        )

    def _add_norm(self, hidden: str, change: str, name: str) -> str:
        return self.norm(self.graph.node("Add", hidden, change), name)

    def _attention(self, hidden: str, layer: int) -> str:
        graph = self.graph
        parts = [
            self._matrix(f"encoder.layer.{layer}.attention.self.{part}")
            for part in ("query", "key", "value")
        ]
        # Scaling the queries' weights spares scaling every score.
        parts[0] = (parts[0][0] / math.sqrt(_HEAD), parts[0][1] / math.sqrt(_HEAD))
        matrix = np.concatenate([part[0] for part in parts], axis=1)
        bias = np.concatenate([part[1] for part in parts])
        query, key, value = graph.split(self._linear(hidden, matrix, bias, "qkv"), parts=3, axis=-1)
        # Queries times keys are exact enough in 8 bits; shares times values are not: many small
        # shares round to nothing.
        scale = graph.constant(np.float32(_LARGEST_KEY[layer] / self._levels))
        key = graph.node("QuantizeLinear", key, scale, graph.constant(0, "int8"))
        scores = graph.node(
            "DynamicQuantizeMatMul",
            self._heads(query, (0, 2, 1, 3)),
            self._heads(key, (0, 2, 3, 1)),
            scale,
            label="query key",
            domain=MICROSOFT,
        )
        shares = graph.node("Softmax", scores, axis=-1)
        mixed = graph.node("MatMul", shares, self._heads(value, (0, 2, 1, 3)), label="share value")
        joined = graph.node("Transpose", mixed, perm=(0, 2, 1, 3))
        return graph.node("Reshape", joined, graph.constant([0, 0, DIMENSIONS], "int64"))

    def _heads(self, hidden: str, order: tuple[int, ...]) -> str:
        shape = self.graph.constant([0, 0, _HEADS, _HEAD], "int64")
        return self.graph.node("Transpose", self.graph.node("Reshape", hidden, shape), perm=order)

    def _divided_linear(
        self, hidden: str, name: str, divisors: Mapping[int, float], label: str
    ) -> str:
        matrix, bias = self._matrix(name)
        if divisors:
            by = np.ones(len(matrix), dtype=np.float32)
            for channel, divisor in divisors.items():
                by[channel] = divisor
            matrix = matrix * by[:, None]
            hidden = self.graph.node("Mul", hidden, self.graph.constant(1 / by))
        return self._linear(hidden, matrix, bias, label)

    def _linear(self, hidden: str, matrix: Array, bias: Array, label: str) -> str:
        scales = np.abs(matrix).max(axis=0) / self._levels
        return self.graph.node(
            "DynamicQuantizeMatMul",
            hidden,
            self.graph.constant(np.rint(matrix / scales), "int8"),
            self.graph.constant(scales),
            "",
            self.graph.constant(bias),
            label=label,
            domain=MICROSOFT,
        )

    def _matrix(self, name: str) -> tuple[Array, Array]:
        return self._weights[f"{name}.weight"].T, self._weights[f"{name}.bias"]
