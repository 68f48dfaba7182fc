"""Embedding many passages quickly: all-MiniLM-L6-v2 in 8-bit integers, one text a core.

A text is run alone, never padded and never in a batch: 200 tokens are enough to keep a core's
multipliers busy, the texts are many enough for all cores, and the vector of a text cannot depend
on its neighbours.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from index.vectors import minilm
from index.vectors.onnx_graph import Graph, Value
from index.vectors.quantized import DIMENSIONS, mean_graph
from index.vectors.threads import multiply_on_one_thread

Vectors = npt.NDArray[np.float32]

_MAX_TOKENS = 256
# 256 tokens of news are 1,500 characters; a text without end must not be tokenized to its end.
_MAX_CHARACTERS = 50_000
_CHUNK = 256


class Encoder:
    """The passage encoder, from a folder with `model.safetensors` and `tokenizer.json`.

    Safe to use from several threads. `levels` is how finely weights are rounded; left out, it is
    what this processor multiplies exactly.
    """

    def __init__(self, folder: Path, levels: int | None = None) -> None:
        weights = minilm.load(folder)
        self._words = weights["embeddings.word_embeddings.weight"]
        self._positions = (
            weights["embeddings.position_embeddings.weight"][:_MAX_TOKENS]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._session = open_session(mean_graph(weights, levels or exact_levels()))
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="encoder")

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of `texts`: float32, shape (len(texts), 384), rows of length one.

        `progress` is called with how many texts are done.
        """
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for row, vector in enumerate(self._each(texts)):
            vectors[row] = vector
            if progress is not None and ((row + 1) % 32 == 0 or row + 1 == len(texts)):
                progress(row + 1)
        return vectors

    def _each(self, texts: Sequence[str]) -> Iterator[Vectors]:
        for start in range(0, len(texts), _CHUNK):
            cut = [text[:_MAX_CHARACTERS] for text in islice(texts, start, start + _CHUNK)]
            encodings = self._tokenizer.encode_batch_fast(cut)
            yield from self._pool.map(self._run, (encoding.ids for encoding in encodings))

    def _run(self, ids: list[int]) -> Vectors:
        embedded = self._words[ids] + self._positions[: len(ids)]
        (mean,) = self._session.run(None, {"embedded": embedded[None]})
        return np.asarray(mean[0] / np.linalg.norm(mean[0]), dtype=np.float32)


def open_session(model: bytes, profile: Path | None = None) -> onnxruntime.InferenceSession:
    """A session that runs `model` on the calling thread alone, as numpy does from then on.

    With `profile`, the time of every node is written to a file whose name begins so.
    """
    multiply_on_one_thread()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    # The graph is as it should run. Left to itself, onnxruntime 1.32 merges each addition with the
    # normalisation after it into an operator that takes six times as long as the two.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if profile is not None:
        options.enable_profiling = True
        options.profile_file_prefix = str(profile)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def exact_levels() -> int:
    """How large a weight this processor multiplies with any activation exactly: 127 or 64.

    An x86 processor without VNNI adds pairs of products in 16 bits, which overflow: there the
    weights must do with 7 bits. It is tried rather than asked, since processors can be virtual
    and onnxruntime may choose other instructions than the best.
    """
    graph, size = Graph(), 64
    largest = graph.constant(np.full((size, size), 127), "int8")
    product = graph.node("MatMulInteger", "activations", largest)
    model = graph.model(
        [Value("activations", "uint8", (size, size))], [Value(product, "int32", (size, size))]
    )
    activations = np.full((size, size), 255, dtype=np.uint8)
    (found,) = open_session(model).run(None, {"activations": activations})
    return 127 if (found == 255 * 127 * size).all() else 64
