"""The reader: how well a passage answers a question, and how well each of its sentences does.

One pass of a small BERT over question, title and passage, trained by `training/` on news. It gives
a logit for the passage and one for each sentence; below 0, nothing is the better answer (a null, as
in Devlin et al.'s reader for SQuAD 2, 2019). Upper layers of their own mark the short answer in a
sentence that was chosen. `docs/reader.md` tells its data, its measures and its limits.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from assistant.evidence.pairs import Pair, Pairing
from assistant.evidence.pointer import Marked, Pointer
from index import weights
from index.errors import WeightsError
from index.vectors import packed
from index.vectors.minilm import gelu
from index.vectors.packed import Array
from index.vectors.states import Heads, TokenStates

DEFAULT_MODEL = weights.READER.name
MAX_QUESTION = 600
"""Characters of a question that are read."""
_UNREAD = -20.0


@dataclass(frozen=True)
class Text:
    """A passage to be read: its sentences, under its article's title."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What the reader says of one text: logits for the `passage` and each of its `sentences`."""

    passage: float
    sentences: tuple[float, ...]


class _Reads(Protocol):
    def __call__(self, question: str, texts: Sequence[Text]) -> list[Reading]: ...


class Reader:
    """Reads texts for a question; loaded at first use, safe for many threads.

    `model` is the default, or the name or folder of a cross-encoder of sentence-transformers,
    which is given the passage and each of its sentences alone.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    def read(self, question: str, texts: Sequence[Text]) -> list[Reading]:
        """What each of `texts` has to say to `question`, in their order.

        What is said of a text does not depend on the others. Raises WeightsError when the model
        cannot be loaded.
        """
        return self._read(question[:MAX_QUESTION], texts) if texts else []

    def point(self, question: str, title: str, sentence: str) -> Marked | None:
        """The likeliest short answer to `question` in `sentence`, which stands under `title`.

        Raises WeightsError when its model cannot be loaded.
        """
        return self._pointer(question[:MAX_QUESTION], title, sentence)

    @property
    def _read(self) -> _Reads:
        return self._models[0]

    @property
    def _pointer(self) -> Pointer:
        return self._models[1]

    @cached_property
    def _models(self) -> tuple[_Reads, Pointer]:
        """What reads and what points: what is read is mostly answered. The weights that they share
        are loaded once.
        """
        trained = packed.load(weights.file_of(weights.READER))
        pointer = Pointer({**trained, **packed.load(weights.file_of(weights.POINTER))})
        own = self.model == DEFAULT_MODEL
        return TrainedReader(trained) if own else _cross_encoder(self.model), pointer


class TrainedReader:
    """The reader over `trained` weights, in 8-bit integers, a text a core."""

    def __init__(self, trained: Mapping[str, Array]) -> None:
        self._pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
        self._states = TokenStates(trained)
        self._head = Heads(trained)
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="reader")

    def __call__(self, question: str, texts: Sequence[Text]) -> list[Reading]:
        """What `Reader.read` gives."""

        def one(text: Text) -> Reading:
            return self.judge(self._pairing.pair(question, text.title, text.sentences), text)

        return list(self._pool.map(one, texts))

    def judge(self, pair: Pair, text: Text) -> Reading:
        """What the heads say of `pair`, which is of `text`."""
        states = self.states(pair)
        found = np.full(len(pair.sentences), _UNREAD, np.float32)
        # A sentence of signs that the tokenizer drops has no token.
        read = [number for number, (begin, end) in enumerate(pair.sentences) if begin < end]
        if read:
            spans = (pair.sentences[number] for number in read)
            means = np.array([states[begin:end].mean(axis=0) for begin, end in spans])
            found[read] = self._sentences(means)
        unread = len(text.sentences) - len(found)
        pooled = np.tanh(self._head(states[:1], "pooler.dense"))
        return Reading(
            float(self._head(pooled, "passage")[0, 0]),
            (*map(float, found), *[_UNREAD] * unread),
        )

    def states(self, pair: Pair) -> Array:
        """The last state of each token, shape (tokens, 384)."""
        return self._states(pair.ids, pair.types)

    def _sentences(self, means: Array) -> Array:
        return self._head(gelu(self._head(means, "sentence.0")), "sentence.2")[:, 0]


def _cross_encoder(model: str) -> _Reads:
    from sentence_transformers import CrossEncoder

    try:
        encoder = CrossEncoder(model, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise WeightsError(
            f"The reader {model!r} cannot be loaded from this machine "
            f"({str(error).splitlines()[0]}): give a folder or a model that is already here in "
            f"ASSISTANT_RERANKER_MODEL, or unset it for {DEFAULT_MODEL}."
        ) from error

    def scores(question: str, texts: Sequence[str]) -> list[float]:
        from torch.nn import Identity

        pairs = [(question, text) for text in texts]
        found = encoder.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        return [float(logit) for logit in np.asarray(found).reshape(len(pairs), -1)[:, 0]]

    def read(question: str, texts: Sequence[Text]) -> list[Reading]:
        passages = scores(question, [" ".join(text.sentences) for text in texts])
        every = iter(scores(question, [s for text in texts for s in text.sentences]))
        return [
            Reading(passage, tuple(next(every) for _ in text.sentences))
            for passage, text in zip(passages, texts, strict=True)
        ]

    return read
