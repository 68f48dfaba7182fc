"""The model that reads a question and a text together and says how well the one answers the other.

The method is Nogueira and Cho's (2019): a sequence pair through BERT, one logit out. The default
is the int8 ONNX file of ms-marco-MiniLM-L-12-v2; any other cross-encoder runs by name or folder
through sentence-transformers.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index import weights
from index.errors import WeightsError

DEFAULT_MODEL = weights.RERANKER.name
_MAX_TOKENS = 512
_MAX_QUESTION = 600  # characters

Logits = npt.NDArray[np.float32]


class _Scorer(Protocol):
    def __call__(self, question: str, texts: Sequence[str]) -> Logits: ...


class CrossEncoder:
    """Scores texts against a question; loaded at first use, safe for many threads."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    def scores(self, question: str, texts: Sequence[str]) -> Logits:
        """One logit a text, shape (len(texts),): above 0 the text more likely answers than not.

        Raises WeightsError when the model cannot be loaded.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        return self._scorer(question, texts)

    @cached_property
    def _scorer(self) -> _Scorer:
        return _onnx() if self.model == DEFAULT_MODEL else _transformer(self.model)


def _onnx() -> _Scorer:
    folder = weights.locate(weights.RERANKER)
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS, strategy="only_second")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # One pair a thread: a pair is too small to be worth splitting over cores, and pairs are many.
    # Nor are pairs batched: the activations' int8 scale is the batch's, so that a pair's score
    # would depend on its neighbours.
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / weights.RERANKER.file), options, providers=["CPUExecutionProvider"]
    )
    pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="reranker")

    def score(question: str, texts: Sequence[str]) -> Logits:
        # The pair has room for 512 tokens; a long question must leave most of it to the text.
        short = question[:_MAX_QUESTION]
        return np.fromiter(pool.map(lambda text: read(short, text), texts), np.float32)

    def read(question: str, text: str) -> float:
        encoding = tokenizer.encode(question, text)
        feed = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        arrays = {name: np.array([value], dtype=np.int64) for name, value in feed.items()}
        return float(session.run(None, arrays)[0][0][0])

    return score


def _transformer(model: str) -> _Scorer:
    from sentence_transformers import CrossEncoder as Transformer

    try:
        encoder = Transformer(model, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"The reranker {model!r} cannot be loaded from this machine "
            f"({str(error).splitlines()[0]}): give a folder or a model that is already here in "
            f"ASSISTANT_RERANKER_MODEL, or unset it for {DEFAULT_MODEL}."
        ) from error

    def score(question: str, texts: Sequence[str]) -> Logits:
        from torch.nn import Identity

        pairs = [(question, text) for text in texts]
        return np.asarray(
            encoder.predict(pairs, activation_fn=Identity(), show_progress_bar=False),
            dtype=np.float32,
        )

    return score
