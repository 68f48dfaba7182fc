"""What "who" asks for: who somebody is, or who did something to somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.people import ROLES
from assistant.question import Kind, Question, Sort
from index.terms import Word, fold, term, words

_AFTER = re.compile(
    r"(?: \([^)]{1,20}\))?(?:, (?:\d{1,3}, )?(?:an?|the|who|whose|one of)\b|"
    r" (?:is|was|became|has been|remains|serves|served) (?:\w+ly |now |also )?"
    r"(?:an?|the|one of|sworn|appointed|named|born|elected|confirmed|best known)\b)"
)
_DID = re.compile(r"who (?:has |had |will |would )?(?P<verb>[a-z]+) (?P<whom>[^?]+)", re.IGNORECASE)
_BE = frozenset("is are was were be been being get gets got gotten".split())
# Verbs of one meaning here: whoever replaces somebody succeeds him.
_ALIKE = (frozenset(map(term, ("replace", "succeed", "supplant"))),)
_LEADING = 4


def describes(question: Question, text: str) -> float:
    """How far `text` tells who the person is that the question asks about, from 0 to 1; 0 for
    other questions.
    """
    if question.kind is not Kind.WHO or question.wants_person or not question.names:
        return 0.0
    wanted = question.names[-1].term
    said = list(words(text))
    found = 0.0
    for i, word in enumerate(said):
        if word.term == wanted:
            told = 0.7 * (_AFTER.match(text, word.end) is not None)
            titled = 0.4 * any(fold(w.surface) in ROLES for w in said[max(0, i - 3) : i])
            found = max(found, told + titled + 0.2 * (i < _LEADING))
    return min(1.0, found)


def is_turned_round(question: Question, text: str) -> bool:
    """Whether `text` tells that whom the question names did it, not that it was done to them:
    "Truss replaces Johnson" for "Who replaced Truss?".
    """
    asked = _DID.match(question.text) if question.wants_person else None
    if asked is None:
        return False
    verb = term(asked["verb"])
    verbs = next((group for group in _ALIKE if verb in group), frozenset({verb}))
    whom = {s.term for s in question.names if s.sort is Sort.NAME and s.surface in asked["whom"]}
    if not whom:
        return False
    said = list(words(text))
    places = [i for i, word in enumerate(said) if word.term in verbs]
    return bool(places) and all(_is_turned(said, i, whom) for i in places)


def _is_turned(said: Sequence[Word], verb: int, whom: set[str]) -> bool:
    before = any(w.term in whom for w in said[:verb])
    after = any(w.term in whom for w in said[verb + 1 :])
    passive = any(fold(w.surface) in _BE for w in said[max(0, verb - 2) : verb])
    return after and not before if passive else before and not after
