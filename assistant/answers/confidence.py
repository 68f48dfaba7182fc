"""How likely the answer that would be shown is right, and whether it is shown.

A logistic model (Platt, 1999) over what the reader says of the best sentence, what else it found,
which of the question's names stand nowhere near, and the age of the article. `benchmarks.calibrate`
fits it on questions that the reader did not learn from, and holds it against others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.rank import Scored
from assistant.evidence.support import found
from assistant.understand.question import Question, Sought

ANSWERS_FROM = 0.2
"""From what confidence on an answer is shown."""

INTERCEPT = -0.347
COEFFICIENTS = {
    "sentence": 0.509,
    "passage": 0.154,
    "echo": -0.212,
    "absent": -0.383,
    "absent_short": -0.475,
    "recency": 0.534,
    "words": -2.013,
}
# On questions that nothing was fitted on, the surest answers are right a little less often.
_SHRUNK = 0.93
# A question of more words tells so much that one name may well be missing.
_SHORT = 10
# The reader gives a short question lower logits, as well as it may rank.
_LONG = 20
_BOUND = 10.0
_LIKELY = 0.5
# A corpus with little else in it says nothing for an answer.
_NO_ECHO = -6.0


@dataclass(frozen=True)
class Verdict:
    """Whether the best evidence answers; `confidence` is the chance that it does, from 0 to 1.

    `absent` are the names and numbers of the question that the evidence does not speak of.
    """

    answered: bool
    confidence: float
    absent: tuple[Sought, ...] = ()

    @property
    def is_likely(self) -> bool:
        """Whether the answer is rather right than wrong: then a part of it may stand in bold."""
        return self.confidence >= _LIKELY


NOTHING = Verdict(False, 0.0)
"""The verdict where there is no evidence."""


def judge(question: Question, ranked: Sequence[Scored]) -> Verdict:
    """The verdict on `ranked`, best first; nothing answers a question that names nothing."""
    names_nothing = not question.sought and question.speaker is None
    if names_nothing or not ranked:
        return Verdict(False, 0.0, question.names)
    weighed = sum(COEFFICIENTS[name] * x for name, x in features(question, ranked).items())
    confidence = _SHRUNK / (1 + math.exp(-(INTERCEPT + weighed)))
    return Verdict(confidence >= ANSWERS_FROM, confidence, absent(question, ranked[0]))


def features(question: Question, ranked: Sequence[Scored]) -> dict[str, float]:
    """What the confidence is made of, by the names of COEFFICIENTS; logits within -10 and 10."""
    best = ranked[0]
    others = [s for s in ranked[1:] if s.sentence.article.id != best.sentence.article.id]
    missing = len(absent(question, best))
    short = len(question.text.split()) <= _SHORT
    return {
        "sentence": _bounded(best.logit),
        "passage": _bounded(best.passage),
        "echo": max((_NO_ECHO, *(_bounded(s.fit) for s in others))),
        "absent": float(min(missing, 3)),
        "absent_short": float(short and missing > 0),
        "recency": best.recency,
        "words": min(len(question.text.split()), _LONG) / _LONG,
    }


def absent(question: Question, scored: Scored) -> tuple[Sought, ...]:
    """The names and numbers of the question that neither the sentence, its neighbours nor its
    title have, under any of their names.
    """
    return tuple(s for s in question.names if not found(s, scored.sentence.context))


def _bounded(logit: float) -> float:
    return min(_BOUND, max(-_BOUND, logit))
