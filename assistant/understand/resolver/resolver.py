"""A follow-up made standalone by a trained model: "and Barrot?" after "What did Healey say?" is
"What did Barrot say?".

The model copies: words of the question, of the questions before it and of the answers shown, and
function words between them. It cannot say what nobody has said. `docs/resolver.md` tells its data,
its measures and its limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession

from assistant.evidence import packed
from assistant.evidence.packed import Array, calibration_of
from assistant.understand.resolver.decoder import Decoded, Decoder
from assistant.understand.resolver.function_words import FUNCTION_WORDS
from assistant.understand.resolver.source import MAX_QUESTION, Source, Sources
from assistant.understand.resolver.words import joined, words_of
from index import weights
from index.vectors import minilm
from index.vectors.encoder import exact_levels, open_session
from index.vectors.quantized import states_graph

_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_CLOSING = frozenset("?!.,;:)'’%") | {"'s", "’s"}


@dataclass(frozen=True)
class Rewrite:
    """A question as the model understands it, and how likely it finds that, 0 to 1."""

    text: str
    chance: float


class Resolver:
    """Makes follow-ups standalone, by the weights that come with the assistant if no `trained` ones
    are given; loaded at first use, safe for many threads.
    """

    def __init__(self, trained: Mapping[str, Array] | None = None) -> None:
        self._trained = trained

    def rewrites(self, question: str, turns: Sequence[tuple[str, str]]) -> list[Rewrite]:
        """The likeliest standalone forms of `question` after `turns`, best first.

        `turns` are (standalone question, answer text) pairs, oldest first. Raises WeightsError
        when the model cannot be loaded.
        """
        if not turns or len(words_of(question)) > MAX_QUESTION:
            return [Rewrite(question, 1.0)]
        source = self._sources.source(question, turns)
        states = self.states(source)
        words = np.array([states[begin:end].mean(axis=0) for begin, end in source.spans])
        found: dict[str, Rewrite] = {}
        for decoded in self._decoder.decode(states[0], words, source.end, alike(source)):
            text = _text(source, decoded)
            found.setdefault(text.lower(), Rewrite(text, float(np.exp(decoded.chance))))
        return list(found.values()) or [Rewrite(question, 1.0)]

    def states(self, source: Source) -> Array:
        """The last state of each token of `source`, shape (tokens, 384)."""
        embedded = (
            self._embeddings[list(source.ids)]
            + self._weights["embeddings.position_embeddings.weight"][: len(source.ids)]
            + self._weights["embeddings.token_type_embeddings.weight"][list(source.types)]
        )
        (states,) = self._session.run(None, {"embedded": embedded[None]})
        return np.asarray(states[0], dtype=np.float32)

    @cached_property
    def _weights(self) -> Mapping[str, Array]:
        return self._trained or packed.load(weights.file_of(weights.RESOLVER))

    @cached_property
    def _embeddings(self) -> Array:
        return minilm.load(weights.locate(weights.MINILM))[_WORD_EMBEDDINGS]

    @cached_property
    def _sources(self) -> Sources:
        return Sources(weights.locate(weights.MINILM) / "tokenizer.json")

    @cached_property
    def _decoder(self) -> Decoder:
        return Decoder(self._weights)

    @cached_property
    def _session(self) -> InferenceSession:
        return open_session(
            states_graph(self._weights, exact_levels(), calibration_of(self._weights))
        )


def alike(source: Source) -> npt.NDArray[np.intp]:
    """A number for each place of the decoder, the same for places with the same word."""
    folded = [word.folded for word in source.words]
    folded[source.end] = ""
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(word, len(numbers)) for word in (*folded, *FUNCTION_WORDS)]
    return np.array(places, dtype=np.intp)


def _text(source: Source, decoded: Decoded) -> str:
    """The words of `decoded`, spaced as in the texts that they come from."""
    size = len(source.words)
    words: list[tuple[str, bool]] = []
    last = -1
    for place in decoded.places:
        if place < size:
            word = source.words[place]
            text, spaced = word.text, word.spaced or place != last + 1
        else:
            text, spaced = FUNCTION_WORDS[place - size], True
        words.append((text, spaced and text not in _CLOSING))
        last = place
    return joined(words)
