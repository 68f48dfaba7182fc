"""Whether a passage supports a sentence, by a trained model.

One pass of a small BERT over the sentence and the lines of the passage that are nearest to it. It
gives three chances, as in natural language inference (Bowman et al., 2015): the passage supports
the sentence, says otherwise, or does not say it; and for each of its words whether the passage
bears it out. `training/verifier` makes the model; docs/verifier.md tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evidence.pairs import Pairing
from index import weights
from index.text.sentences import Span
from index.text.terms import search_terms
from index.vectors import packed
from index.vectors.packed import Array
from index.vectors.states import Heads, TokenStates

LINES = 5
"""So many lines of a passage are read at most."""
_WORDS = "embeddings.word_embeddings.weight"


@dataclass(frozen=True)
class Support:
    """What the model makes of a sentence: the chances, 0 to 1, that the passage supports it and
    that it says otherwise (the rest is that it does not say it), and the spans of the sentence
    that the passage does not bear out.
    """

    supported: float
    contradicted: float
    unborne: tuple[Span, ...]


def nearest(sentence: str, lines: Sequence[str], most: int = LINES) -> tuple[int, ...]:
    """The numbers of those of `lines` that share most words with `sentence`, in their order."""
    own = frozenset(search_terms(sentence))
    shared = [len(own & frozenset(search_terms(line))) for line in lines]
    return tuple(sorted(sorted(range(len(lines)), key=lambda n: -shared[n])[:most]))


class Entailment:
    """Judges sentences by `trained` weights, as `training.verifier.export` writes them, in 8-bit
    integers; safe for many threads. The word embeddings are the reader's.
    """

    def __init__(self, trained: Mapping[str, Array]) -> None:
        words = packed.load(weights.file_of(weights.READER))[_WORDS]
        self._pairing = Pairing(weights.locate(weights.MINILM) / "tokenizer.json")
        self._states = TokenStates({**trained, _WORDS: words})
        self._head = Heads(trained)

    def reads_whole(self, sentence: str) -> bool:
        """Whether `sentence` is short enough to be read to its end."""
        read = self._pairing.pair(sentence, "", ()).question
        return bool(read) and not any(c.isalnum() for c in sentence[read[-1][1] :])

    def judge(self, sentence: str, title: str, lines: Sequence[str]) -> Support:
        """What `lines`, LINES sentences at most of an article under `title`, make of `sentence`."""
        pair = self._pairing.pair(sentence, title, lines)
        states = self._states(pair.ids, pair.types)
        logits = self._head(np.tanh(self._head(states[:1], "pooler.dense")), "verdict")[0]
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        tokens = self._head(states[1 : 1 + len(pair.question)], "unborne")[:, 0]
        return Support(float(chances[0]), float(chances[1]), _runs(pair.question, tokens))


def _runs(offsets: Sequence[Span], logits: Array) -> tuple[Span, ...]:
    """The characters of the runs of tokens whose logit is above 0."""
    found: list[Span] = []
    before = False
    for (begin, end), logit in zip(offsets, logits, strict=True):
        if logit > 0:
            found = [*found[:-1], (found[-1][0], end)] if before else [*found, (begin, end)]
        before = bool(logit > 0)
    return tuple(found)
