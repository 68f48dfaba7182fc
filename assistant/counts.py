"""The amount that answers "how many" or "how much", and how it may change from day to day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.amounts import Amount, amounts_in
from assistant.question import Kind, Question, Sort
from assistant.sentence import Sentence
from assistant.support import found
from index.terms import STOP_WORDS, fold, term, words

_HOW = re.compile(r"\bhow (?:many|much)\b(?P<rest>.*)", re.IGNORECASE)
_WHAT = re.compile(
    r"\bwhat(?:'s|’s| is| are)\b(?P<rest>[^?]{0,60}?\b(?:price|cost|rate|toll|number|population|"
    r"percentage|share|average|salary|value|worth|total)\b.*)",
    re.IGNORECASE,
)
# Deaths and injuries, which news counts in many words; a count of what happened only grows, and
# is settled within weeks.
_DEATHS = frozenset(
    map(term, "kill killed killing dead death deaths die died toll fatalities lives".split())
)
_INJURIES = frozenset(map(term, "injured injuries injure hurt wounded".split()))
_PEOPLE = frozenset(map(term, "people persons person victims".split()))
# Of whom a count may be that is not one of all people.
_SOME = frozenset(
    map(
        term,
        "children child women men worker soldier officer student teacher journalist civilian "
        "staff employee member troop police firefighter passenger hostage fighter militant "
        "protester inmate prisoner patient police pilot crew".split(),
    )
)
# A count that is guessed, feared or aimed at.
_NOT_YET = re.compile(
    r"\b(?:expect\w*|forecast\w*|predict\w*|project(?:s|ed|ions?)|could|would|might|if|goal|"
    r"target\w*|fear\w*|needs?|at stake|closer? to|"
    r"approach\w*|nearing|tipping)\b",
    re.IGNORECASE,
)
# "How many were killed in Gaza?" asks for all of them, and many sentences tell of some.
_IN_ALL = re.compile(
    r"\b(?:since|toll|so far|total|(?:have|has|had) (?:been |now )?(?:killed|died)|have been|"
    r"(?:rose|rises|risen|climb\w*) to)\b",
    re.IGNORECASE,
)
# Of another time, or of a part.
_OF_ANOTHER = re.compile(
    r"\b(?:the last|previous\w*|prior|(?:largest|biggest|highest|record)\b.{0,40}\bever (?:won|"
    r"recorded|claimed|seen)|in (?:[\w’']+ ){0,4}history|years? (?:ago|earlier)|last year|"
    r"back then|alone|in (?:his|her|its|the|that) (?:state|county|city|province|town|village))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!since )(?<![\d.,$£€-])\b(?:1[89]|20)\d\d\b(?![,.]\d)")
_STATE = re.compile(r"\b(?:is|are|does|do|has|have|cost|costs)\b|\bwhat['’]s\b", re.IGNORECASE)
_CALENDAR = frozenset(
    map(
        term,
        "monday tuesday wednesday thursday friday saturday sunday january february march april may "
        "june july august september october november december".split(),
    )
)
# Of what a price, rate or sum is.
_RATES = frozenset("$€£¥%")
_EVENT_DAYS = 45
_STATE_DAYS = 800
# By how much a count may grow within days, and fall as it is corrected.
_GROWTH = 20
_FALL = 0.9
# How much of what is asked a sentence has to speak of, its names aside.
_SPOKEN_OF = 0.6


@dataclass(frozen=True)
class Asked:
    """What is counted: its term, if the question names it, the terms of all that it says of it,
    and whether a state is asked for, which may change for years, or what happened. `family` are
    the words for deaths or injuries, if these are counted; `in_all` is whether no event is named.
    """

    counted: str | None
    terms: frozenset[str]
    family: frozenset[str]
    is_state: bool
    in_all: bool


@dataclass(frozen=True)
class Count:
    """An amount of what was asked for, and its sentence, with all the `numbers` in it."""

    amount: Amount
    asked: Asked
    sentence: Sentence
    numbers: frozenset[float]

    @property
    def grows(self) -> bool:
        """Whether it is a count that only grows."""
        return bool(self.asked.family)

    def agrees(self, other: Count) -> bool:
        """Whether both may be the same number, said more or less exactly."""
        return self.amount.agrees(other.amount)

    def follows(self, older: Count, days: int) -> bool:
        """Whether it may be what the `older` count has become after so many days."""
        if self.amount.sort != older.amount.sort:
            return False
        if not self.agrees(older) and older.amount.number in self.numbers:
            return False  # it says what the older one was itself
        if days > (_STATE_DAYS if self.asked.is_state else _EVENT_DAYS):
            return False
        known = self.sentence.context.terms | self.asked.terms | _CALENDAR
        if older.amount.named - known:
            return False  # "Hurricane Andrew in 1992 killed 43 people"
        if older.amount.within - self.amount.within - self.asked.terms - _CALENDAR:
            return False  # "41 people in Florida", of 43 in all
        if not _same_counted(self.amount, older.amount, self.asked):
            return False
        growth = self.amount.number / max(older.amount.number, 1e-9)
        return (_FALL if self.asked.family else 1 / _GROWTH) <= growth <= _GROWTH


def count_asked(question: Question) -> Asked | None:
    """What `question` asks the number, price or rate of; None if it asks for something else."""
    match = _HOW.search(question.text) if question.kind is Kind.HOW_MANY else None
    match = match or (_WHAT.search(question.text) if question.kind is Kind.WHAT else None)
    if match is None:
        return None
    told = [w for w in words(match["rest"]) if fold(w.surface) not in STOP_WORDS]
    if not told:
        return None
    terms = frozenset(w.term for w in told)
    family = frozenset[str]()
    for kin in (_DEATHS, _INJURIES):
        if terms & kin:
            family |= kin
    counted = told[0].term if question.kind is Kind.HOW_MANY else None
    is_state = _STATE.search(question.text) is not None and not family
    if not (is_state or family):
        return None  # what was counted once does not change
    events = [s for s in question.sought if s.term not in _PEOPLE | family and s.key is None]
    return Asked(counted, terms | family, family, is_state, bool(family) and not events)


def count_in(question: Question, asked: Asked, sentence: Sentence) -> Count | None:
    """The one amount in `sentence` that is of what is `asked`; None if there is none, or doubt."""
    plain = [s for s in question.sought if s.sort is Sort.WORD]
    spoken_of = [
        found(s, sentence.terms)
        or bool(s.term in asked.family and asked.family & sentence.terms.terms)
        for s in plain
        if s.term not in _PEOPLE
    ]
    if spoken_of and sum(spoken_of) < _SPOKEN_OF * len(spoken_of):
        return None
    if _NOT_YET.search(sentence.quote) or (asked.in_all and not _IN_ALL.search(sentence.quote)):
        return None
    if _OF_ANOTHER.search(sentence.quote) or _is_of_old(sentence):
        return None
    amounts = amounts_in(sentence.quote)
    fitting = [a for a in amounts if _is_of(a, asked)]
    if not fitting:
        return None
    # Others of its sort that stand nearer to what is asked leave room for doubt.
    rivals = [a for a in amounts if a.sort == fitting[0].sort]
    best = max(len(a.around & asked.terms) for a in rivals)
    firsts = [a for a in rivals if len(a.around & asked.terms) == best]
    if any(a not in fitting or a.number != firsts[0].number for a in firsts):
        return None
    return Count(firsts[0], asked, sentence, frozenset(a.number for a in amounts))


def _is_of_old(sentence: Sentence) -> bool:
    """Whether it names a year before its article's: "won on October 23, 2018"."""
    year = (sentence.article.published or "9999")[:4]
    return any(m.group() < year for m in _YEAR.finditer(sentence.quote))


def _is_of(amount: Amount, asked: Asked) -> bool:
    if asked.family:
        general = asked.counted is None or asked.counted in _PEOPLE | asked.family
        said = general or asked.counted in amount.around
        return said and amount.sort == "" and bool(amount.around & asked.family)
    if asked.counted in amount.counted:
        return True
    return amount.sort in _RATES and bool(amount.around & asked.terms)


def _same_counted(a: Amount, b: Amount, asked: Asked) -> bool:
    """Whether both count the same: "41 people" and "43 dead", but not "12 children"."""
    if asked.family:
        some = _SOME - asked.terms
        return (a.around | a.counted) & some == (b.around | b.counted) & some
    return asked.counted is None or bool(a.sort) or asked.counted in a.counted & b.counted
