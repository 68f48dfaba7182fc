"""Who holds an office, as a sentence says it: "British Prime Minister Liz Truss"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.names import place_keys
from assistant.question import Question
from assistant.sentence import Sentence, terms_of
from assistant.support import found
from index.terms import fold

# Offices that one person holds at a time.
_OFFICE = (
    r"(?:prime|first|foreign|finance|defen[cs]e|interior|health|education|justice|home) minister|"
    r"(?:vice )?president|premier|(?:vice )?chancellor|king|queen|pope|mayor|governor|"
    r"(?:house |senate )?speaker|(?:house |senate )?(?:majority|minority) leader|"
    r"chief executive(?: officer)?|ceo|chair(?:man|woman|person)?|head coach|archbishop|"
    r"(?:home|foreign|defen[cs]e|press|treasury) secretary|secretary of (?:state|defense|health)|"
    r"secretary[- ]general|attorney general|surgeon general"
)
_ASKED = re.compile(
    r"\b(?:who(?:['’]?s| is| are)|what is the name of|which \w+ is)\b[^?]{0,80}?"
    rf"\b(?P<office>{_OFFICE})\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:former|first to|ex|late|previous|next|last|succeed\w*|replac\w*|was)\b", re.IGNORECASE
)
# What beside an office makes it another's, or nobody's.
_NOT_IN_OFFICE = re.compile(
    r"\b(?:former|then|ex|late|previous|next|future|deputy|vice|shadow|acting|interim|assistant|"
    r"outgoing|incoming|elect|candidate|nominee|would-be|becom\w+|one-time|ousted|deposed|"
    r"predecessor|successor|longtime|first (?!minister)\w+|youngest|[\w-]+-serving|"
    r"second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|was|served as)\b",
    re.IGNORECASE,
)
_OF_ANOTHER_TIME = re.compile(
    r"\b(?:will be (?:named|chosen|elected|announced)|the next|either|race to|candidates?|"
    r"contest|contender|frontrunner|resign\w*|step(?:s|ped|ping)? down|outgoing|vying|bid to)\b",
    re.IGNORECASE,
)
_OUT_OF_OFFICE = re.compile(
    r"\b(?:oust\w*|topple\w*|deposed|overthr\w+|assassinat\w+|shot dead|killed|died|death of|"
    r"impeached and removed|fled)\b",
    re.IGNORECASE,
)
_CHIEF = r"(?:ceo|chief executive(?: officer)?)"
_SAME = {"ceo": _CHIEF, "chief executive": _CHIEF, "chief executive officer": _CHIEF}
_NAME = (
    r"[A-Z][\w’'-]*\w(?:(?: [A-Z]\.)? (?:(?:de|del|della|der|den|van|von|bin|al|el|da|dos|di) )?"
    r"[A-Z][\w’'-]*\w){0,3}"
)
_NO_NAME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december the he she they and but for in on "
    "at".split()
)
_BREAK = re.compile(r"[,;:()“”\"—–]|\.(?=\s)|\b(?:and|but|with|by|for|to|in|that)\b")
_REACH = 60


@dataclass(frozen=True)
class Holder:
    """A person who holds the office asked for, by the folded parts of the name."""

    parts: frozenset[str]

    def agrees(self, other: Holder) -> bool:
        """Whether both may be one person, in full or by surname."""
        return bool(self.parts & other.parts)


def office_asked(question: Question) -> str | None:
    """The office whose holder of today `question` asks for; None if it does not say of what."""
    match = _ASKED.search(question.text)
    if match is None or not question.names or _PAST.search(question.text):
        return None
    return match["office"].lower()


def is_of_another_time(text: str) -> bool:
    """Whether a sentence tells of who is to hold an office, or no longer holds it."""
    return _OF_ANOTHER_TIME.search(text) is not None


def holder_in(question: Question, office: str, sentence: Sentence) -> Holder | None:
    """Who holds `office` according to `sentence`: the one person who stands beside it, together
    with all else that the question names.
    """
    text = sentence.quote
    if _OUT_OF_OFFICE.search(text):
        return None
    keys = {s.key for s in question.sought if s.key}
    named: list[Holder] = []
    for beside, name in _beside(_SAME.get(office, office), text):
        parts = _parts(name)
        if not parts or parts & _NO_NAME or place_keys(name):
            continue
        if _NOT_IN_OFFICE.search(beside):
            return None
        terms = terms_of(beside)
        if all(found(s, terms) for s in question.names) and not terms.places - keys:
            named.append(Holder(parts))
    return named[0] if named and all(h.agrees(named[0]) for h in named) else None


def _beside(office: str, text: str) -> list[tuple[str, str]]:
    """Each phrase of the office in `text`, as far as the next break, with the name beside it."""
    found = []
    for match in re.finditer(rf"\b{office}\b", text, re.IGNORECASE):
        before = text[max(0, match.start() - _REACH) : match.start()]
        after = text[match.end() : match.end() + _REACH]
        phrase = _BREAK.split(before)[-1]
        if name := re.match(rf",? (?=[A-Z])({_NAME})", after):
            found.append((f"{phrase}{match.group()}", name[1]))
            continue
        # "Liz Truss, the British prime minister"; "Elon Musk is the CEO of Twitter".
        if name := re.search(
            rf"({_NAME})(?:,(?: who is)?|,? (?:is|remains)) ((?:[\w’'.-]+ ){{0,4}})$", before
        ):
            of = re.match(r" (?:of|at) (?:the )?[\w’'.-]+(?: [A-Z][\w’'.-]+)?", after)
            found.append((f"{name[2]}{match.group()}{of.group() if of else ''}", name[1]))
    return found


def _parts(name: str) -> frozenset[str]:
    plain = re.sub(r"['’]s\b", "", name)
    return frozenset(part for part in re.split(r"[\s-]", fold(plain)) if len(part) > 2)
