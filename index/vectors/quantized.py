"""MiniLM, a BERT of 384 dimensions, with its matrix products in 8-bit integers, as an ONNX graph.

Weights have a scale a column, activations one a text, taken from the text itself: what comes out
for a text does not depend on what was run with it, and nothing has to be calibrated but the few
numbers of `Calibration`. Each choice was measured (`python -m benchmarks.encoder`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.vectors.onnx_graph import MICROSOFT, Graph, Value

Array = npt.NDArray[np.float32]

DIMENSIONS = 384
_HEADS = 12
_HEAD = DIMENSIONS // _HEADS
_EPSILON = 1e-12


@dataclass(frozen=True)
class Calibration:
    """What is measured of a model's activations, an entry a layer.

    The token [CLS] drives a few channels to ten times what any other token or channel reaches (the
    "massive activations" of Sun et al., 2024), and a text's one scale would be spent on it. Those
    channels are divided by the numbers of `before_inner` and `after_gelu`, and the rows of the
    weights that read them multiplied (SmoothQuant, Xiao et al., 2022). A key larger than
    `largest_key` is cut to it.
    """

    before_inner: tuple[Mapping[int, float], ...]
    after_gelu: tuple[Mapping[int, float], ...]
    largest_key: tuple[float, ...]


# Of all-MiniLM-L6-v2: the largest activations of the float32 model on 60 passages, which hardly
# differ from text to text.
MINILM_L6 = Calibration(
    before_inner=({99: 4.5, 63: 1.8, 223: 1.8},) * 6,
    after_gelu=({856: 4.0}, {607: 4.0}, {1004: 3.0, 218: 2.0}, {358: 2.5}, {}, {}),
    largest_key=(13.5, 9.0, 8.2, 8.2, 8.6, 6.5),
)


def mean_graph(weights: Mapping[str, Array], levels: int) -> bytes:
    """all-MiniLM-L6-v2 as a serialized ONNX model, from summed embeddings to the mean token.

    Takes `embedded`, float32 (1, tokens, 384), not yet normalised; gives the mean, float32
    (1, 384), not of length one. Weights are rounded to -levels..levels.
    """
    encoder = _Encoder(weights, levels, MINILM_L6)
    hidden = encoder.whole()
    graph = encoder.graph
    mean = graph.node("ReduceMean", hidden, graph.constant([1], "int64"), keepdims=0)
    return _model(graph, Value(mean, "float32", (1, DIMENSIONS)))


def states_graph(weights: Mapping[str, Array], levels: int, calibration: Calibration) -> bytes:
    """A MiniLM of as many layers as `calibration` has, as `mean_graph` but giving the last state of
    every token, float32 (1, tokens, 384).
    """
    encoder = _Encoder(weights, levels, calibration)
    hidden = encoder.whole()
    return _model(encoder.graph, Value(hidden, "float32", (1, "tokens", DIMENSIONS)))


def _model(graph: Graph, output: Value) -> bytes:
    return graph.model([Value("embedded", "float32", (1, "tokens", DIMENSIONS))], [output])


class _Encoder:
    def __init__(self, weights: Mapping[str, Array], levels: int, calibration: Calibration) -> None:
        self.graph = Graph()
        self._weights = weights
        self._levels = levels
        self._calibration = calibration

    def whole(self) -> str:
        hidden = self.norm("embedded", "embeddings.LayerNorm")
        for layer in range(len(self._calibration.largest_key)):
            hidden = self.layer(hidden, layer)
        return hidden

    def layer(self, hidden: str, layer: int) -> str:
        name = f"encoder.layer.{layer}"
        attended = self._linear(
            self._attention(hidden, layer), *self._matrix(f"{name}.attention.output.dense"), "out"
        )
        hidden = self._add_norm(hidden, attended, f"{name}.attention.output.LayerNorm")
        inner = self._divided_linear(
            hidden,
            f"{name}.intermediate.dense",
            self._calibration.before_inner[layer],
            "feed forward 1",
        )
        inner = self.graph.node("Gelu", inner, domain=MICROSOFT)
        inner = self._divided_linear(
            inner,
            f"{name}.output.dense",
            self._calibration.after_gelu[layer],
            "feed forward 2",
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
        scale = graph.constant(np.float32(self._calibration.largest_key[layer] / self._levels))
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
