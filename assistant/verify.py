"""Every sentence that a language model writes, held against the evidence that it was shown.

The model is not asked: what it wrote is compared with what the articles say, word by word where
words are facts (numbers, names, quotations), and in sense where they are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cross_encoder import CrossEncoder
from assistant.grounds import Ground
from assistant.markers import read
from index import Embedder
from index.sentences import Span, sentence_spans
from index.terms import STOP_WORDS, fold, term, words

# A sentence of more characters than this is none.
_LONGEST = 1200
_ENOUGH = 0.6
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True)
class Checked:
    """One sentence of a model, held against the evidence.

    `text` is without its markers. `kept` is whether the evidence supports it, and `why` one short
    phrase when it does not. `score` is the support, from 0 to 1. `grounds` are the numbers of what
    supports it, those it cited or the one that was found for it, and `spans` the sentence of each
    one's article that does.
    """

    text: str
    kept: bool
    why: str
    score: float
    grounds: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


class Verifier:
    """Checks sentences; safe for many threads."""

    def __init__(self, encoder: CrossEncoder, embedder: Embedder) -> None:
        self._encoder = encoder
        self._embedder = embedder

    def check(self, sentence: str, grounds: Sequence[Ground], question: str = "") -> Checked:
        """`sentence`, still with its [n], held against `grounds`.

        `question` is what was asked: its words are no claims. Raises WeightsError when a model
        cannot be loaded.
        """
        if len(sentence) > _LONGEST:
            return Checked(sentence[:_LONGEST], False, "it is too long to be verified", 0.0)
        own = read(sentence)
        if not any(w.surface.casefold() not in STOP_WORDS for w in words(own.text)):
            return Checked(own.text, False, "it says nothing", 0.0)
        cited = [g for g in grounds if g.number in own.cited]
        others = [g for g in grounds if g.number not in own.cited]
        best: Checked | None = None
        for ground in (*cited, *others):
            found = _held(own.text, ground)
            if found.kept and ground in cited:
                return found
            if best is None or (found.kept, found.score) > (best.kept, best.score):
                best = found
        return best or Checked(own.text, False, "there is no evidence", 0.0)


def _held(text: str, ground: Ground) -> Checked:
    source = ground.text
    span = _nearest(text, ground)
    for number in _NUMBER.findall(text):
        if not re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", source):
            return Checked(text, False, f"the number {number} is not in the source", 0.0)
    context = {w.term for w in words(f"{source}\n{ground.article.title}")}
    for word in list(words(text))[1:]:
        if word.surface[0].isupper() and word.term not in context:
            return Checked(text, False, f"the name {word.surface} is not in the source", 0.0)
    own = _content(text)
    score = len(own & context) / len(own)
    if score < _ENOUGH:
        return Checked(text, False, "the source does not say so", score)
    return Checked(text, True, "", score, (ground.number,), (span,))


def _content(text: str) -> set[str]:
    return {w.term for w in words(text) if fold(w.surface) not in STOP_WORDS} or {term(text or "-")}


def _nearest(text: str, ground: Ground) -> Span:
    own = _content(text)
    spans = sentence_spans(ground.article.text, ground.start, ground.end)
    return max(
        spans or [(ground.start, ground.end)],
        key=lambda s: len(own & _content(ground.article.text[s[0] : s[1]])),
    )
