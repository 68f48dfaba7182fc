"""From text to vectors: sentence-transformers for many passages, numpy for one question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index import weights
from index.errors import WeightsError
from index.minilm import MiniLM

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = weights.MINILM.name
_BATCH = 32


class Embedder:
    """Turns passages and questions into unit vectors of one space.

    `model` is the default's name, or any name or folder that sentence-transformers can open
    without a download. Models are loaded at first use, and only the one that is needed: a
    question to the default model never imports torch.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    @property
    def version(self) -> str:
        """What vectors depend on besides their text."""
        return self.model

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
        rows: list[Vectors] = []
        for start in range(0, len(texts), _BATCH * 8):
            chunk = list(texts[start : start + _BATCH * 8])
            rows.append(
                self._transformer.encode(
                    chunk,
                    batch_size=_BATCH,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                ).astype(np.float32)
            )
            if progress is not None:
                progress(start + len(chunk))
        if not rows:
            return np.zeros((0, 0), dtype=np.float32)
        return np.concatenate(rows)

    def question(self, text: str) -> Vectors:
        """The vector of `text`: float32, shape (dimensions,), of length one.

        Raises WeightsError when the model cannot be loaded.
        """
        if self.model == DEFAULT_MODEL:
            return self._minilm.encode(text)
        return np.asarray(self.passages([text])[0], dtype=np.float32)

    @cached_property
    def _minilm(self) -> MiniLM:
        return MiniLM(weights.locate(weights.MINILM))

    @cached_property
    def _transformer(self) -> SentenceTransformer:
        default = self.model == DEFAULT_MODEL
        source = str(weights.locate(weights.MINILM)) if default else self.model
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the build reports its own progress
        try:
            return SentenceTransformer(source, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise WeightsError(
                f"The embedding model {self.model!r} cannot be loaded from this machine "
                f"({str(error).splitlines()[0]}): give a folder or a model that is already here "
                f"in ASSISTANT_EMBEDDING_MODEL, or unset it for {DEFAULT_MODEL}."
            ) from error
