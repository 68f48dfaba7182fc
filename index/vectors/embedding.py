"""From text to vectors: 8-bit integers for many passages, float32 in numpy for one question.

The two fit: a passage's vector is within a few thousandths (in cosine) of what float32 would give,
and what a question finds is the same. Any other model goes through sentence-transformers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index import weights
from index.errors import WeightsError
from index.vectors.minilm import MiniLM

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.vectors.encoder import Encoder

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = weights.MINILM.name
_ARITHMETIC = "int8, 1"  # to be changed with the encoder's arithmetic
_BATCH = 32
_CHUNK = 8 * _BATCH


class Embedder:
    """Turns passages and questions into unit vectors of one space.

    `model` is the default's name, or any name or folder that sentence-transformers can open
    without a download. Models are loaded at first use, and only the one that is needed: the
    default model never imports torch. Passages and questions may be embedded at the same time,
    each by one thread.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    @property
    def version(self) -> str:
        """What vectors depend on besides their text: those of another version are no use."""
        return f"{self.model}, {_ARITHMETIC}" if self.model == DEFAULT_MODEL else self.model

    def check(self) -> None:
        """Raises WeightsError when the default model's weights are not there."""
        if self.model == DEFAULT_MODEL:
            weights.locate(weights.MINILM)

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors of `texts`: float32, shape (len(texts), dimensions), rows of length one.

        `progress` is called with how many texts are done. Raises WeightsError when the model
        cannot be loaded.
        """
        if self.model == DEFAULT_MODEL:
            return self._encoder.encode(texts, progress)
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for start in range(0, len(texts), _CHUNK):
            end = min(start + _CHUNK, len(texts))
            vectors[start:end] = self._transformer.encode(
                list(texts[start:end]),
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            if progress is not None:
                progress(end)
        return vectors

    def question(self, text: str) -> Vectors:
        """The vector of `text`: float32, shape (dimensions,), of length one.

        Raises WeightsError when the model cannot be loaded.
        """
        if self.model == DEFAULT_MODEL:
            return self._minilm.encode(text)
        return np.asarray(self.passages([text])[0], dtype=np.float32)

    @cached_property
    def _encoder(self) -> Encoder:
        folder = weights.locate(weights.MINILM)
        from index.vectors.encoder import Encoder  # onnxruntime takes 0.2 s to import

        return Encoder(folder)

    @cached_property
    def _minilm(self) -> MiniLM:
        return MiniLM(weights.locate(weights.MINILM))

    @property
    def _dimensions(self) -> int:
        return int(self._transformer.get_embedding_dimension() or 0)

    @cached_property
    def _transformer(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the build reports its own progress
        try:
            return SentenceTransformer(self.model, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise WeightsError(
                f"The embedding model {self.model!r} cannot be loaded from this machine "
                f"({str(error).splitlines()[0]}): give a folder or a model that is already here "
                f"in ASSISTANT_EMBEDDING_MODEL, or unset it for {DEFAULT_MODEL}."
            ) from error
