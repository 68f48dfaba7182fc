"""Whether the evidence answers, and how sure that is.

A logistic model over what the cross-encoder says of the best sentence, how much of the question
that sentence speaks of, what independent articles echo of it, and whether its article is old news
on the day of asking. Its coefficients were fitted on calibration questions about single articles
and on quiz questions that an archive of 2022 answers, or cannot answer (`benchmarks/README.md`).
That old news counts less than the fit would have it, what a long question makes up for, the
discount of what is disqualified and the point to answer from are set by hand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.claim import content_words
from assistant.cross_encoder import CrossEncoder
from assistant.extract import Scored
from assistant.question import Kind, Question, Sort, Sought
from assistant.sentence import Sentence
from assistant.spelling import is_common
from assistant.support import Support, support
from assistant.word_vectors import WordVectors
from index import Article
from index.terms import fold

# What this and other points give is in `benchmarks/README.md`.
ANSWERS_FROM = 0.42

_INTERCEPT = 0.15
COEFFICIENTS = {
    "logit": 0.25,
    "echoed": 0.16,
    "stale": -2.5,
    "absent": -2.03,
    "absent_long": 2.0,
    "distant": -0.28,
    "mean": 0.84,
    "wrong_type": -2.62,
    "unsaid": -1.43,
    "about": -2.77,
    "literal": 0.45,
    "when_unsaid": -1.31,
}
# A question of so many words tells as much beside what it asks as an answer has to say again, and
# more of it is told by the other sentences: a name that is missing there hardly counts.
_SHORT, _LONG = 8, 20
# What an article half a year older than the question gains by being new: from then on it is old
# news, wholly so in a year's time, when it gains nothing.
_HALF_A_YEAR = 0.8
# What a disqualified answer's confidence is divided by: only one that is all but certain
# otherwise is still given. To a long question it matters less that one of its words is not met.
DISCOUNT = 1.5
_DISCOUNT_OF_LONG = 1.2
# How far the evidence has to speak of a mere topic's words.
_SPOKEN_OF = 0.3
# How far the evidence has to speak of what is asked, or asked whether it is so.
_BORNE_OUT = 0.2
# Words of this cosine and more mean nearly the same here: "beat" and "defeated" have 0.59, "fire"
# and "war" 0.50.
_NEAR = 0.55


@dataclass(frozen=True)
class Verdict:
    """Whether the best evidence answers; `confidence` is the chance that it does, from 0 to 1.

    `missing` are the things the question names that the evidence does not speak of.
    """

    answered: bool
    confidence: float
    missing: tuple[Sought, ...]


def judge(
    question: Question, ranked: Sequence[Scored], encoder: CrossEncoder, vectors: WordVectors
) -> Verdict:
    """The verdict on `ranked`, best first. Raises WeightsError when a model cannot be loaded."""
    names_nothing = not question.sought and question.speaker is None
    if names_nothing or not ranked:
        return Verdict(False, 0.0, question.sought)
    best = ranked[0]
    held = support(question, best.sentence, encoder)
    weighed = sum(COEFFICIENTS[k] * v for k, v in features(question, best, held).items())
    confidence = 1 / (1 + math.exp(-(_INTERCEPT + weighed)))
    missing = (*held.absent, *held.unmet)
    divisor = discount(question, held)
    confidence /= divisor
    verdict = Verdict(confidence >= ANSWERS_FROM, confidence, missing)
    if question.kind is Kind.TOPIC:
        # Where nothing is asked, only what is named tells what is wanted.
        beside = divisor > 1 or held.mean < _SPOKEN_OF
    else:
        beside = _leaves_open(question, best.sentence, held, vectors)
    return doubted(verdict) if beside else verdict


def doubted(verdict: Verdict) -> Verdict:
    """`verdict` as a refusal, for a reason that leaves no doubt."""
    return Verdict(False, min(verdict.confidence, ANSWERS_FROM) / DISCOUNT, verdict.missing)


def _leaves_open(
    question: Question, sentence: Sentence, held: Support, vectors: WordVectors
) -> bool:
    """Whether `sentence` says neither yes nor no to "Did he resign?", whatever else it tells of
    him: none of its words means nearly what is asked.
    """
    if question.kind is not Kind.YES_NO or held.mean >= _BORNE_OUT:
        return False
    asked = [fold(s.surface) for s in question.sought if s.sort is Sort.WORD]
    said = [fold(w.surface) for w in content_words(sentence.clear)]
    if not asked or not said:
        return bool(asked)
    near = vectors.of(asked) @ vectors.of(said).T
    return float(near.max()) < _NEAR


def features(question: Question, best: Scored, held: Support) -> dict[str, float]:
    """What the logistic model looks at, each a number of about 0 to 1, the logit from -8 to 8."""
    clues = best.clues
    absent = float(bool(held.absent))
    return {
        "logit": _within(best.logit),
        "echoed": clues.echoed if clues else 0.0,
        "stale": _staleness(clues.recency) if clues and _is_dated(best) else 0.0,
        "absent": absent,
        "absent_long": absent * _length(question),
        "distant": float(bool(held.distant)),
        "mean": held.mean,
        "wrong_type": float(not held.right_type),
        "unsaid": float(held.said is False),
        "about": 1 - held.about,
        "literal": held.literal,
        "when_unsaid": float(question.kind is Kind.WHEN and held.literal < 1),
    }


def _staleness(recency: float) -> float:
    """From 0 for an article of the last half year to 1 for one of 13 months ago."""
    return max(0.0, 1 - recency / _HALF_A_YEAR)


def _length(question: Question) -> float:
    """From 0 for a short question to 1 for a long one."""
    words = len(question.text.split())
    return max(0.0, min(1.0, (words - _SHORT) / (_LONG - _SHORT)))


def _within(logit: float) -> float:
    return max(-8.0, min(8.0, logit))


def _is_dated(scored: Scored) -> bool:
    return scored.sentence.article.published is not None


def is_exact(citation: Citation, article: Article) -> bool:
    """Whether the citation's quote is the article's text at its offsets."""
    return bool(citation.quote) and article.text[citation.start : citation.end] == citation.quote


def discount(question: Question, held: Support) -> float:
    """What the confidence is to be divided by: more than 1 if the evidence is disqualified."""
    if not _is_disqualified(question, held):
        return 1.0
    return DISCOUNT - (DISCOUNT - _DISCOUNT_OF_LONG) * _length(question)


def _is_disqualified(question: Question, held: Support) -> bool:
    """Whether something that the question stands or falls with is not in the evidence.

    That is: a name or number that stands nowhere near the sentence, a rare word that nothing in
    the sentence resembles, the topic that a speaker is asked to have spoken about, or any date
    for "when" and any number for "how many"; or that nothing is in the sentence of what is asked
    of those it names.
    """
    strange = any(
        s.sort is Sort.WORD
        and len(s.surface) > 4
        and s.surface.isalpha()
        and not (is_common(fold(s.surface)) or is_common(s.term))
        for s in held.unmet
    )
    no_value = not held.right_type and question.kind in (Kind.WHEN, Kind.HOW_OLD, Kind.HOW_MANY)
    off_topic = question.about is not None and held.about < 0.25
    nowhere = len(held.distant) == len(question.names)
    unrelated = held.mean < _BORNE_OUT and (question.speaker is None or nowhere)
    return bool(held.absent) or strange or no_value or off_topic or unrelated
