"""A follow-up made standalone by a trained model: "and Barrot?" after "What did Healey say?" is
"What did Barrot say?".

The model copies: words of the question, of the questions before it and of the answers shown, and
function words between them. It cannot say what nobody has said. `docs/resolver.md` tells its data,
its measures and its limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from assistant.understand.resolver.decoder import Decoded, Decoder
from assistant.understand.resolver.function_words import FUNCTION_WORDS
from assistant.understand.resolver.source import MAX_CHARACTERS, MAX_QUESTION, Source, Sources
from assistant.understand.resolver.words import joined, words_of
from index import weights
from index.text.terms import search_terms
from index.vectors import minilm, packed
from index.vectors.packed import Array
from index.vectors.states import TokenStates

_WORDS = "embeddings.word_embeddings.weight"
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
        self._lock = Lock()
        self._loaded: _Model | None = None

    def rewrites(self, question: str, turns: Sequence[tuple[str, str]]) -> list[Rewrite]:
        """The likeliest standalone forms of `question` after `turns`, best first.

        `turns` are (standalone question, answer text) pairs, oldest first. A question that is too
        long to be read whole comes back as it is. Raises WeightsError when the model cannot be
        loaded.
        """
        asked = words_of(question[: 2 * MAX_CHARACTERS])
        if not turns or len(asked) > MAX_QUESTION:
            return [Rewrite(question, 1.0)]
        model = self._model()
        source = model.sources.source(question, turns)
        if source.end < len(asked):
            return [Rewrite(question, 1.0)]
        states = model.states(source)
        words = np.array([states[begin:end].mean(axis=0) for begin, end in source.spans])
        typed = frozenset(search_terms(question))
        earlier = {frozenset(search_terms(asked)) for asked, _ in turns}
        found: dict[str, Rewrite] = {}
        for decoded in model.decoder.decode(states[0], words, source.end, alike(source)):
            text = _text(source, decoded)
            terms = frozenset(search_terms(text))
            if terms in earlier and typed - terms:
                # An earlier question once more, without what is new in this one. People's rewrites
                # are so in 13 of 11,401 follow-ups, most of them "when exactly?".
                continue
            found.setdefault(text.lower(), Rewrite(text, float(np.exp(decoded.chance))))
        return list(found.values()) or [Rewrite(question, 1.0)]

    def states(self, source: Source) -> Array:
        """The last state of each token of `source`, shape (tokens, 384)."""
        return self._model().states(source)

    def _model(self) -> _Model:
        with self._lock:
            if self._loaded is None:
                trained = self._trained or packed.load(weights.file_of(weights.RESOLVER))
                self._loaded = _Model.of(trained)
            return self._loaded


@dataclass(frozen=True)
class _Model:
    """What is kept of the weights."""

    encoder: TokenStates
    decoder: Decoder
    sources: Sources

    @staticmethod
    def of(trained: Mapping[str, Array]) -> _Model:
        folder = weights.locate(weights.MINILM)
        words = minilm.load(folder)[_WORDS]
        return _Model(
            TokenStates({**trained, _WORDS: words}),
            Decoder(trained),
            Sources(folder / "tokenizer.json"),
        )

    def states(self, source: Source) -> Array:
        return self.encoder(source.ids, source.types)


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
        last = place
        if text not in _CLOSING:
            words.append((text, spaced))
        elif not words or words[-1][0] != text:  # the question's mark and an earlier one's
            words.append((text, False))
    return joined(words)
