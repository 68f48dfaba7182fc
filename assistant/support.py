"""Whether evidence speaks of what a question names: by the word, by another name, or in sense."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.cross_encoder import CrossEncoder
from assistant.names import stands_for
from assistant.people import mentions
from assistant.question import Kind, Question, Sort, Sought
from assistant.sentence import Sentence, Terms
from assistant.speech import speaks, speaks_by_pronoun
from index.terms import STOP_WORDS, term, words

_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b\.?(?= \d|$)|"
    r"\b(?:january|february|march|april|august|september|october|november|december)\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:1[5-9]|20)\d\ds?\b|"
    r"\b(?:today|yesterday|tomorrow|tonight|overnight)\b|"
    r"\b(?:last|next|this|past|previous|earlier this|later this) (?:week|month|year|night|spring|"
    r"summer|autumn|fall|winter|weekend|century|decade)|\bago\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|"
    r"\b(?:century|decade|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|[mb]illions?|half|twice|thirds?|quarter|couple|several|none|both|once|many|few)\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b\d{1,3}[- ]years?[- ]old|\baged? \d|, \d{1,3},|\(\d{1,3}\)", re.IGNORECASE)
_DURATION = re.compile(
    r"(?:\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|decades?|few)\b)"
    r"[\w -]{0,12}\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur\w+)|"
    r"\bsince\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$£€¥]|\b(?:dollars?|euros?|pounds?|yuan|rupees?|yen|percent|per cent|cents?)\b|%",
    re.IGNORECASE,
)
_LOCATION = re.compile(
    r"\b(?:in|at|near|outside|inside|from|to|around|across|off|on|into|over)\s+(?:\w+\s+){0,2}?"
    r"(?:[A-Z][\w’'-]+|(?:street|school|hospital|house|home|court|city|town|village|station|hotel|"
    r"airport|office|headquarters|conference|store|shop|park|museum|church|beach|river|sea|coast|"
    r"district|region|forest|island|university|college|building|prison|stadium|restaurant)s?\b)"
)
_CAPITALISED = re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w’'-]+")


@dataclass(frozen=True)
class Support:
    """How far one sentence speaks of what the question names; shares are from 0 to 1.

    `absent` are the names and numbers that stand nowhere near; `mean` tells how far the
    question's other words are spoken of, and `literal` how many of them stand there as they are;
    `right_type` whether there is a date for "when", a number for
    "how many" and so on; `said` whether the speaker asked for is the one who speaks (None when
    none is asked for), and `about` how far what was asked about is spoken of.
    """

    absent: tuple[Sought, ...]
    distant: tuple[Sought, ...]
    unmet: tuple[Sought, ...]
    mean: float
    literal: float
    right_type: bool
    said: bool | None
    about: float


def support(question: Question, sentence: Sentence, encoder: CrossEncoder) -> Support:
    """Hold `sentence` against what `question` names."""
    shares = {s: _share(s, sentence, encoder) for s in question.sought if s.sort is Sort.WORD}
    names = question.names
    text = sentence.clear
    about = asked_about(question)
    return Support(
        absent=tuple(s for s in names if not found(s, sentence.context)),
        distant=tuple(s for s in names if not found(s, sentence.terms)),
        unmet=tuple(s for s, share in shares.items() if share < 0.5),
        mean=_mean(list(shares.values())),
        literal=_mean([float(found(s, sentence.terms)) for s in shares]),
        right_type=right_type(question, text),
        said=says(question.speaker, sentence) if question.speaker else None,
        about=_mean([shares.get(s, float(found(s, sentence.terms))) for s in about]),
    )


def found(sought: Sought, terms: Terms) -> bool:
    """Whether `terms` has what is sought, under any of its names."""
    if sought.key is not None:
        return sought.key in terms.places or stands_for(sought.key) in terms.places
    return sought.term in terms.terms


def says(speaker: str, sentence: Sentence) -> bool:
    """Whether `sentence` reports what `speaker` says, by name or by a "he" that means them."""
    text = sentence.article.text
    return any(
        speaks(sentence.clear, terms)
        or speaks_by_pronoun(text, sentence.start, sentence.end, terms)
        for terms in (speaker_terms(speaker), *_holders(speaker, text))
    )


@lru_cache(maxsize=256)
def _holders(title: str, text: str) -> frozenset[frozenset[str]]:
    """The surnames' terms of those who bear `title` in an article: of "the mayor", say."""
    wanted = speaker_terms(title)
    if not wanted:
        return frozenset()
    people = {m.person for m in mentions(text) if m.person.role}
    return frozenset(
        frozenset([term(person.surname)])
        for person in people
        if wanted <= {w.term for w in words(person.role)}
    )


def speaker_terms(speaker: str) -> frozenset[str]:
    """The terms that a sentence must have to name `speaker`: the surname, or a title's words."""
    found = [w for w in words(speaker) if w.surface.lower() not in STOP_WORDS]
    named = [w for w in found if w.surface[0].isupper()]
    if found and len(named) == len(found):
        return frozenset([found[-1].term])
    return frozenset(w.term for w in found)


def right_type(question: Question, text: str) -> bool:
    """Whether `text` holds the sort of thing that the question asks for."""
    lower = question.text.lower()
    match question.kind:
        case Kind.WHEN:
            return _DATE.search(text) is not None
        case Kind.HOW_OLD:
            return _AGE.search(text) is not None
        case Kind.HOW_MANY if re.search(r"\bhow long\b", lower):
            return _DURATION.search(text) is not None
        case Kind.HOW_MANY if re.search(r"\bhow much\b.*\b(?:cost|pay|paid|earn|price)", lower):
            return _MONEY.search(text) is not None
        case Kind.HOW_MANY:
            return _NUMBER.search(text) is not None
        case Kind.WHERE:
            return _LOCATION.search(text) is not None
        case Kind.WHO:
            return _CAPITALISED.search(text) is not None
        case _ if re.search(r"\bnames?\b", lower):
            return _CAPITALISED.search(text) is not None
        case _:
            return True


def asked_about(question: Question) -> list[Sought]:
    """What the speaker is asked to have spoken about: the Y of "what did X say about Y"."""
    if question.about is None:
        return []
    inside = {w.term for w in words(question.about)}
    return [s for s in question.sought if s.term in inside or s.surface in question.about]


def _mean(shares: list[float]) -> float:
    """Their mean; 1 when there are none, for then nothing is missing."""
    return sum(shares) / len(shares) if shares else 1.0


def _share(sought: Sought, sentence: Sentence, encoder: CrossEncoder) -> float:
    """How surely `sentence` speaks of a word: 1 when it has it, else by the cross-encoder.

    Asked for "money", the model gives "$126 billion in aid" a logit of -6 and a sentence without
    money one below -10; the curve between was fitted on the calibration questions.
    """
    if found(sought, sentence.terms):
        return 1.0
    logit = float(encoder.scores(sought.surface, [sentence.clear])[0])
    share = 1 / (1 + math.exp(-1.2 * (logit + 8.5)))
    return max(share, 0.4) if found(sought, sentence.context) else share
