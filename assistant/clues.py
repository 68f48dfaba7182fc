"""What speaks for a sentence as the answer, besides what the cross-encoder says of it alone.

The weights were fitted by the likelihood that a sentence with the answer is the first of those
that were read: on quiz questions about the news of 2022 and 2023, and on the calibration questions
about single articles, which count three times (`benchmarks/README.md`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from assistant.names import place_keys
from assistant.people import mentions_between
from assistant.question import Kind, Question
from assistant.sentence import Sentence, last_mark
from assistant.support import found, right_type
from index.terms import STOP_WORDS, fold, term, words

_COUNTRY = re.compile(r"\b(?:which|what)(?: [\w’'-]+)? (?:country|nation)\b", re.IGNORECASE)
_STATE = re.compile(r"\b(?:which|what)(?: [\w’'-]+)? states?\b", re.IGNORECASE)
_WORK = re.compile(
    r"\b(?:which|what)(?: [\w’'-]+)? (?:movie|film|show|book|novel|album|song|play)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[“‘\"']")
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve hundred thousand million "
    "billion trillion percent first second third".split()
)
_STATES = frozenset(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia "
    "hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts "
    "michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey york "
    "carolina dakota ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont "
    "virginia washington wisconsin wyoming".split()
)


@dataclass(frozen=True)
class Standing:
    """Of the passage that a sentence stands in: the cross-encoder's logit, and what its article
    gains by being new, as `recency` gives it.
    """

    logit: float = 0.0
    recency: float = 0.0


@dataclass(frozen=True)
class Clues:
    """Each a number of about 0 to 1, but for the logits.

    `context` is the share of what the question names that the sentence, its neighbours or the
    title speak of, `title` that of the title alone; `typed` whether there is the sort of value
    that is asked for, `fresh` whether there is one that the question does not have; `place` and
    `work` whether a country, state or work is named if one is asked for; `echoed` how surely
    other articles' sentences answer with the same names or numbers.
    """

    logit: float
    passage: float
    recency: float
    context: float
    title: float
    typed: float
    question: float
    opening: float
    echoed: float
    place: float
    work: float
    fresh: float


WEIGHTS = Clues(
    logit=1.0,
    passage=0.3,
    recency=1.9,
    context=5.3,
    title=1.0,
    typed=3.8,
    question=-16.0,
    opening=0.8,
    echoed=1.1,
    place=7.0,
    work=5.8,
    fresh=3.3,
)


def weighed(clues: Clues) -> float:
    """What the clues come to, in the cross-encoder's logits."""
    return float(np.dot(astuple(clues), astuple(WEIGHTS)))


def clues_of(
    question: Question,
    sentences: Sequence[Sentence],
    logits: Sequence[float],
    standings: Sequence[Standing],
) -> list[Clues]:
    """The clues to each of the sentences that were read for `question`."""
    asked = {w.term for w in words(question.text) if fold(w.surface) not in STOP_WORDS}
    items = [_items(s.clear) - asked for s in sentences]
    echoes = _Echoes(sentences, items, logits)
    return [
        Clues(
            logit=logit,
            passage=standing.logit,
            recency=standing.recency,
            context=_share([found(s, sentence.context) for s in question.sought]),
            title=len(asked & {w.term for w in words(sentence.article.title)}) / max(1, len(asked)),
            typed=_typed(question, sentence),
            question=float(last_mark(sentence.quote) == "?"),
            opening=float(sentence.start == 0),
            echoed=echoes.of(i),
            place=_place(question, sentence),
            work=float(_WORK.search(question.text) is not None and _is_titled(sentence)),
            fresh=float(_is_fresh(question, sentence, asked, items[i])),
        )
        for i, (sentence, logit, standing) in enumerate(
            zip(sentences, logits, standings, strict=True)
        )
    ]


class _Echoes:
    """Which names and numbers the best sentences of independent articles share."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        items: Sequence[frozenset[str]],
        logits: Sequence[float],
    ) -> None:
        self._articles = [s.article.id for s in sentences]
        self._items = items
        self._sure: dict[str, dict[str, float]] = {}
        for article, own, logit in zip(self._articles, items, logits, strict=True):
            sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit + 1))))
            for item in own:
                known = self._sure.setdefault(item, {})
                known[article] = max(known.get(article, 0.0), sure)

    def of(self, place: int) -> float:
        """How many other articles surely have an item of that sentence; 3 at the most."""
        own = self._articles[place]
        sums = (
            sum(sure for article, sure in self._sure[item].items() if article != own)
            for item in self._items[place]
        )
        return min(3.0, max(sums, default=0.0))


def _items(text: str) -> frozenset[str]:
    """The terms of what may be a name or a number."""
    return frozenset(
        w.term
        for w in words(text)
        if fold(w.surface) not in STOP_WORDS
        and (w.surface[0].isupper() or w.surface[0].isdigit() or fold(w.surface) in _NUMBER_WORDS)
    )


def _typed(question: Question, sentence: Sentence) -> float:
    if question.kind in (Kind.WHEN, Kind.HOW_MANY, Kind.HOW_OLD, Kind.WHERE):
        return float(right_type(question, sentence.clear))
    return 1.0


def _is_fresh(
    question: Question, sentence: Sentence, asked: set[str], items: frozenset[str]
) -> bool:
    match question.kind:
        case Kind.HOW_MANY | Kind.HOW_OLD:
            return any(item[0].isdigit() or item in _NUMBER_TERMS for item in items)
        case Kind.WHERE:
            return bool(place_keys(sentence.clear) - place_keys(question.text))
        case Kind.WHEN:
            return right_type(question, sentence.clear)
        case Kind.WHO:
            named = mentions_between(sentence.article.text, sentence.start, sentence.end)
            return any(term(m.person.surname) not in asked for m in named)
        case _:
            return bool(items)


_NUMBER_TERMS = frozenset(term(word) for word in _NUMBER_WORDS)


def _place(question: Question, sentence: Sentence) -> float:
    """1 when the country or state asked for may be named, -1 when none is, else 0."""
    if _COUNTRY.search(question.text):
        return 1.0 if place_keys(sentence.clear) - place_keys(question.text) else -1.0
    if _STATE.search(question.text):
        asked = {fold(w.surface) for w in words(question.text)}
        named = {fold(w.surface) for w in words(sentence.clear)} & _STATES
        return 1.0 if named - asked else -1.0
    return 0.0


def _is_titled(sentence: Sentence) -> bool:
    return _TITLE.search(sentence.clear) is not None


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0
