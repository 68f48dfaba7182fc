"""Every sentence that a language model writes, held against the evidence that it was shown.

The model is not asked: what it wrote is compared with what the articles say. What is a fact must
agree; for the rest a logistic model weighs how far the words, the clauses and their sense are
carried. Its coefficients were fitted on sentences written for real passages
(`benchmarks/README.md`). It takes a new verb about a name of the passage for a paraphrase, so a
sentence must retell its source besides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.word_vectors import WordVectors
from assistant.written.grounds import Ground
from assistant.written.markers import read
from assistant.written.verification.claimed_names import forms_of
from assistant.written.verification.cross_encoder import CrossEncoder
from assistant.written.verification.held_claim import Held, Stated, hold
from index import Embedder
from index.text.sentences import Span

INTERCEPT = 3.03
COEFFICIENTS = {"clause": -3.01, "uncarried": -0.47, "far": -1.34, "gap": -1.06}
KEPT_FROM = 0.63
# A sentence of more characters, or of more clauses, is none.
_LONGEST = 800
_MOST_CLAUSES = 16
# How many grounds that it does not cite a sentence is held against.
_OTHERS = 3
_MOST_CITED = 4
# A sentence of fewer words of content is an answer only together with its question.
_FEW = 3
_ANSWERS = -2.0


@dataclass(frozen=True)
class Demand:
    """What is asked of a sentence: at least so much support, and whether it must retell its
    source.
    """

    support: float = KEPT_FROM
    retelling: bool = True


@dataclass(frozen=True)
class Checked:
    """One sentence of a model, held against the evidence.

    `text` is without its markers. `kept` is whether the evidence supports it, and `why` one short
    phrase when it does not. `score` is the support, from 0 to 1. `grounds` are the numbers of what
    supports it, those it cited or the one that was found for it, and `spans` the sentence, or the
    neighbouring sentences, of each one's article that do. `claims` is whether it says anything
    that could be supported: a question does not.
    """

    text: str
    kept: bool
    why: str
    score: float
    grounds: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    claims: bool = True


class Verifier:
    """Checks sentences; safe for many threads."""

    def __init__(
        self, encoder: CrossEncoder, embedder: Embedder, demand: Demand = Demand()
    ) -> None:
        self._encoder = encoder
        self._demand = demand
        self._vectors = WordVectors(embedder)

    def check(self, sentence: str, grounds: Sequence[Ground], question: str = "") -> Checked:
        """`sentence`, still with its [n], held against `grounds`.

        It is held against those it cites first, one by one and then together, and then against
        those of the others that share most words with it. One that shares more words with it than
        what it cites, and contradicts it, outweighs that. `question` is what was asked: a bare
        "February 12." is read as an answer to it. Raises WeightsError when a model cannot be
        loaded.
        """
        own = read(sentence[: 2 * _LONGEST])
        if len(own.text) > _LONGEST:
            return Checked(own.text[:_LONGEST], False, "it is too long to be verified", 0.0)
        if own.text.endswith("?"):
            return Checked(own.text, False, "it is a question", 0.0, claims=False)
        if own.text.endswith(":"):
            return Checked(own.text, False, "it is no whole sentence", 0.0, claims=False)
        stated = Stated.read(own.text)
        if len(stated.claim.clauses) > _MOST_CLAUSES:
            return Checked(own.text, False, "it is too long to be verified", 0.0)
        if not (stated.terms or stated.days or stated.quantities):
            return Checked(own.text, False, "it says nothing", 0.0, claims=False)
        cited = [g for g in grounds if g.number in own.cited][:_MOST_CITED]
        others = [g for g in grounds if g not in cited]
        others.sort(key=lambda g: -_in_common(stated, g))
        alone = [self._held(stated, [g], question) for g in cited]
        kept = [c for c in alone if c.kept]
        if not kept and len(cited) > 1:
            alone.append(self._held(stated, cited, question))
            kept = [c for c in alone if c.kept]
        if kept:
            found = _together(own.text, kept)
            nearest = max(_in_common(stated, g) for g in cited if g.number in found.grounds)
            nearer = [g for g in others[:_OTHERS] if _in_common(stated, g) > nearest]
        else:
            nearer = others[:_OTHERS]
        # What is nearer to it than what it cites may deny it.
        for ground in nearer:
            other = hold(stated, [ground], self._encoder, self._vectors)
            if other.contradicted:
                return Checked(own.text, False, other.wrong, 0.0)
            if not kept:
                alone.append(self._judged(stated, [ground], other, question))
                if alone[-1].kept:
                    return alone[-1]
        if kept:
            return found
        if not alone:
            return Checked(own.text, False, "there is no evidence", 0.0)
        return max(alone, key=lambda c: c.score)

    def features(self, sentence: str, grounds: Sequence[Ground]) -> dict[str, float] | None:
        """What the logistic model is shown; None when a fact of `sentence` is wrong already."""
        held = hold(Stated.read(read(sentence).text), grounds, self._encoder, self._vectors)
        return held.features or None

    def _held(self, stated: Stated, grounds: Sequence[Ground], question: str) -> Checked:
        held = hold(stated, grounds, self._encoder, self._vectors)
        return self._judged(stated, grounds, held, question)

    def _judged(
        self, stated: Stated, grounds: Sequence[Ground], held: Held, question: str
    ) -> Checked:
        if held.wrong:
            return Checked(stated.text, False, held.wrong, 0.0)
        score = support(held.features)
        if score < self._demand.support:
            return Checked(stated.text, False, held.doubt, score)
        if held.departure and self._demand.retelling:
            return Checked(stated.text, False, held.departure, score)
        numbers, spans = _spans(held, grounds)
        if question and len(stated.claim.content) < _FEW:
            said = " ".join(
                g.article.text[s:e]
                for g in grounds
                for number, (s, e) in zip(numbers, spans, strict=True)
                if g.number == number
            )
            if float(self._encoder.scores(question, [said])[0]) < _ANSWERS:
                return Checked(stated.text, False, "the source says that of something else", 0.1)
        return Checked(stated.text, True, "", score, numbers, spans)


def support(features: dict[str, float]) -> float:
    """How surely a sentence is supported, from 0 to 1."""
    weighed = INTERCEPT + sum(COEFFICIENTS[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-weighed))


def _together(text: str, kept: Sequence[Checked]) -> Checked:
    """What several grounds support, each by itself."""
    return Checked(
        text,
        True,
        "",
        max(c.score for c in kept),
        tuple(n for c in kept for n in c.grounds),
        tuple(s for c in kept for s in c.spans),
    )


def _spans(held: Held, grounds: Sequence[Ground]) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """For each ground that the sentence goes back to, the run of sentences that it does."""
    numbers: list[int] = []
    spans: list[Span] = []
    for ground in grounds:
        own = [span for number, span in held.spans if number == ground.number]
        if not own:
            continue
        start, end = own[0]
        for begins, ends in own[1:]:
            if ground.article.text[end:begins].strip():
                break  # what lies between the two is not cited with them
            end = ends
        numbers.append(ground.number)
        spans.append((start, end))
    return tuple(numbers), tuple(spans)


def _in_common(stated: Stated, ground: Ground) -> float:
    """How many of the words of `stated` the ground has, facts included."""
    terms = forms_of(f"{ground.text}\n{ground.article.title}").terms
    facts = [d.surface for d in stated.days] + [q.surface for q in stated.quantities]
    return len(stated.terms & terms) + sum(f in ground.text for f in facts)
