"""What "who" asks for: who somebody is, or who did something to somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.names import place_keys
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
_AUXILIARIES = _BE | frozenset("has have had does did do can could will would may might".split())
_BETWEEN = frozenset("has have had will would also now then since later finally".split())
# Verbs of one meaning here: whoever replaces somebody succeeds him.
_ALIKE = tuple(
    frozenset(map(term, group))
    for group in (
        ("replace", "succeed", "supplant"),
        ("kill", "shoot", "shot", "murder", "assassinate", "stab"),
        ("beat", "defeat", "win"),
    )
)
_DETERMINERS = frozenset(("the", "a", "an", "this", "that"))
_REACH = 8
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
    """Whether `text` plainly tells that whom the question names did it, not that it was done to
    them: "Truss replaces Johnson" for "Who replaced Truss?". In doubt it does not.
    """
    read = _asked_deed(question)
    if read is None:
        return False
    verbs, whom = read
    said = list(words(text))
    places = [i for i, word in enumerate(said) if word.term in verbs]
    return bool(places) and all(_is_turned(text, said, i, whom) for i in places)


def names_the_doer(question: Question, text: str) -> bool:
    """Whether `text` plainly names somebody who did to whom the question names what it asks:
    "Yamagami shot Abe", "Abe was shot by Yamagami" for "Who killed Abe?".
    """
    read = _asked_deed(question)
    if read is None:
        return False
    verbs, whom = read
    said = list(words(text))

    def others(part: Sequence[Word]) -> bool:
        names = [w for w in part if w.surface[0].isupper() and w.start > 0 and w.term not in whom]
        return any(fold(w.surface) not in ROLES and not place_keys(w.surface) for w in names)

    for i, word in enumerate(said):
        noun = i > 0 and fold(said[i - 1].surface) in _DETERMINERS  # "the shooting of Abe"
        if word.term not in verbs or noun:
            continue
        following = said[i + 1 : i + _REACH]
        by = next((j for j, w in enumerate(following) if fold(w.surface) == "by"), None)
        if by is not None and any(w.term in whom for w in said[:i]):
            if others(following[by : by + 6]):
                return True
        elif any(w.term in whom for w in following[:5]) and others(said[max(0, i - _REACH) : i]):
            return True
    return False


def _asked_deed(question: Question) -> tuple[frozenset[str], frozenset[str]] | None:
    """The terms of the verb and of the names in "Who killed Shinzo Abe?"."""
    asked = _DID.match(question.text) if question.wants_person else None
    if asked is None or asked["verb"].lower() in _AUXILIARIES:
        return None
    verb = term(asked["verb"])
    verbs = next((group for group in _ALIKE if verb in group), frozenset({verb}))
    whom = frozenset(
        s.term for s in question.names if s.sort is Sort.NAME and s.surface in asked["whom"]
    )
    return (verbs, whom) if whom else None


def _is_turned(text: str, said: Sequence[Word], verb: int, whom: frozenset[str]) -> bool:
    """Whether whom the question names is the subject of an active verb, or what stands behind the
    "by" of a passive one.
    """
    following = said[verb + 1 : verb + 6]
    by = next((i for i, w in enumerate(said[verb:], verb) if fold(w.surface) == "by"), None)
    before = [i for i in range(verb) if said[i].term in whom]
    passive = any(
        fold(w.surface) in _BE and "," not in text[w.end : said[verb].start]
        for w in said[max(0, verb - 4) : verb]
    )
    if passive or (by is not None and by <= verb + 6):
        return by is not None and not before and any(w.term in whom for w in said[by : by + 6])
    another = any(w.surface[0].isupper() and w.term not in whom for w in following)
    if not before or not another or any(w.term in whom for w in following):
        return False
    between = said[before[-1] + 1 : verb]
    beside = all(fold(w.surface) in _BETWEEN for w in between)
    # "Truss is prime minister, succeeding Johnson": the participle has the sentence's subject.
    opening = said[: before[-1] + 1]
    participle = (
        said[verb].surface.endswith("ing")
        and text[: said[verb].start].rstrip().endswith(",")
        and all(w.surface[0].isupper() for w in opening)
    )
    return beside or participle
