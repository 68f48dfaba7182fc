"""all-MiniLM-L6-v2 in numpy, for one short text at a time.

A question is a dozen tokens: the matrix products take a few milliseconds, while importing torch
and transformers to do the same takes five seconds. The weights are the official file, the result
equals sentence-transformers' to float32 rounding (a test holds the two together).

The architecture is BERT (Devlin et al., 2019) with six layers, mean pooling over the tokens and
a unit-length output (Reimers and Gurevych, 2019).
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.vectors.threads import multiply_on_one_thread

Array = npt.NDArray[np.float32]

_LAYERS = 6
_HEADS = 12
_MAX_TOKENS = 256
_EPSILON = 1e-12


@cache
def load(folder: Path) -> dict[str, Array]:
    """The weights of a folder with `model.safetensors`, read once."""
    return load_file(folder / "model.safetensors")


class MiniLM:
    """The sentence encoder, from a folder with `model.safetensors` and `tokenizer.json`."""

    def __init__(self, folder: Path) -> None:
        multiply_on_one_thread()
        self._weights = load(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)

    def encode(self, text: str) -> Array:
        """The embedding of `text`: float32, shape (384,), of length one."""
        ids = self._tokenizer.encode(text).ids
        hidden = self._embed(ids)
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        pooled = hidden.mean(axis=0)
        return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)

    def _embed(self, ids: list[int]) -> Array:
        weights = self._weights
        hidden = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][: len(ids)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        return self._norm(hidden, "embeddings.LayerNorm")

    def _layer(self, hidden: Array, name: str) -> Array:
        attended = self._linear(self._attention(hidden, name), f"{name}.attention.output.dense")
        hidden = self._norm(hidden + attended, f"{name}.attention.output.LayerNorm")
        inner = gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        return self._norm(
            hidden + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _attention(self, hidden: Array, name: str) -> Array:
        tokens = len(hidden)
        query, key, value = (
            self._linear(hidden, f"{name}.attention.self.{part}")
            .reshape(tokens, _HEADS, -1)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = scores / scores.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(tokens, -1))

    def _linear(self, hidden: Array, name: str) -> Array:
        return hidden @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, hidden: Array, name: str) -> Array:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(
            centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )


def gelu(x: Array) -> Array:
    """x times the chance of a normal variable below it (Hendrycks and Gimpel, 2016)."""
    return np.asarray(0.5 * x * (1 + _erf(x / math.sqrt(2))), dtype=np.float32)


def _erf(x: Array) -> Array:
    """The error function, to 1.5e-7 (Abramowitz and Stegun, 1964, formula 7.1.26)."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    series = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    return np.asarray(np.sign(x) * (1 - series * np.exp(-(x**2))))
