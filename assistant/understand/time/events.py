"""Events by which a question tells time: "since the ceasefire", "before the election".

Most of what follows "before" or "after" is no event ("before the court", "after all", "named after
the tribe"). So a bound is read only where a definite noun phrase ends in a word for something that
takes place, from a list or by the endings -tion, -sion and -ing (less the bodies and things that
end so, too, as a commission or a building), where a storm or such is named, or where a short
clause follows that says what somebody did ("since he resigned").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.understand.asked_for import RECORD, Asked, asked_for, sentence_at

Side = Literal["since", "after", "before", "until"]

_SIDES: dict[str, Side] = {
    "since": "since",
    "ever since": "since",
    "after": "after",
    "following": "after",
    "in the wake of": "after",
    "in the aftermath of": "after",
    "before": "before",
    "prior to": "before",
    "ahead of": "before",
    "in the run-up to": "before",
    "until": "until",
    "till": "until",
    "up to": "until",
}
_EVENTS = frozenset(
    """
    accident agreement air-strike airstrike ambush announcement armistice arrest assassination
    assault attack ballot ban bankruptcy birth blackout blast bombardment bombing boycott break-up
    breach breakup brexit brawl by-election bypolls campaign cancellation ceasefire cease-fire
    ceremony championship clash clashes closure collapse collision conclave concert confirmation
    conference conflict convention conviction coronation coup crackdown crash crisis curfew cyclone
    deal death debate debut default defeat departure derailment disappearance disaster discovery
    dismissal dispute divorce downfall drought drone-strike earthquake eclipse election elections
    engagement eruption escape exit exodus explosion fall festival fight final finale fire flood
    floods flooding funeral games genocide goal hack handover heatwave heist hike hurricane
    impeachment inauguration incident inquest insurrection intervention interview invasion killing
    kidnapping launch lawsuit leak lockdown loss march massacre match meeting merger midterms
    murder offensive olympics outage outbreak outcry overthrow pandemic parade peace plague poll
    polls premiere primary primaries protest protests purge quake race raid rally rebellion recall
    recession referendum release relegation repeal resignation retirement return revolution riot
    riots robbery ruling rupture runoff run-off sale sanctions scandal sentence settlement shooting
    shutdown siege speech split storm strike strikes summit surgery surrender takeover talks
    tornado tournament tragedy transfer treaty trial trip truce tsunami typhoon unrest uprising
    verdict victory visit vote walkout war wedding wildfire wildfires win withdrawal wreck
    """.split()
)
# They end like events and are bodies, places, things or times.
_NOT_EVENTS = frozenset(
    """
    commission administration association corporation federation organisation organization nation
    delegation institution foundation population station coalition opposition union region
    television generation section position question constitution condition option information
    profession mission mansion pension version passion tension dimension division million billion
    fashion building morning evening king ring thing spring string wing ceiling beijing sterling
    sibling being offspring painting drawing clothing lodging housing listing rating ruling-party
    upcoming ongoing following remaining leading existing growing missing winning incoming outgoing
    something anything nothing everything location portion fraction fiction faction auction-house
    ambition tradition edition addition function junction jurisdiction plantation reputation
    """.split()
)
_SIDE = (
    r"(?P<side>(?:ever )?since|after|following|in the (?:wake|aftermath) of|before|prior to|"
    r"ahead of|in the run-up to|until|till|up to)"
)
_WORD = r"[\w.’'&-]+"
_DETERMINER = (
    r"(?:the|this|that|these|those|his|her|their|its|our|last|"
    r"(?:[A-Z][\w.-]* ){0,2}[A-Z][\w.-]*['’]s?)"
)
_AFTER_SIDE = re.compile(rf"\b(?<!-){_SIDE} (?=\S)", re.IGNORECASE)
_DEFINITE = re.compile(rf"{_DETERMINER}(?: {_WORD}){{1,6}}")
_NAMED = re.compile(
    r"(?:(?:[Hh]urricane|[Ss]torm|[Tt]yphoon|[Cc]yclone) [A-Z]\w+|[Bb]rexit|(?:[Cc]ovid|COVID)"
    r"(?:-19)?|"
    r"[A-Z]\w+ ?\d* ?(?:[Ss]ummit|[Ee]lection|[Rr]eferendum))\b"
)
_CLAUSE = re.compile(
    r"(?:(?:he|she|they|it|we)|(?:the|his|her|their) [a-z]+(?: [a-z]+)??|"
    r"(?:[A-Z][\w.’'-]* ){0,3}?[A-Z][\w.’'-]*) "
    r"(?:(?:was|were|had|first|finally|officially|suddenly) )?"
    r"(?P<verb>took|came|left|became|began|broke|died|fell|fled|went|won|lost|quit|met|made|"
    r"signed|resigned|split|struck|hit|shot|stepped|stood|ran|was|were|rose|withdrew|got|gave|"
    r"[a-z]{2,}ed)\b(?:\s+[^\s,.;:?!]+){0,8}"
)
_NAMED_AFTER = re.compile(r"\b(?:\w*named|called|look(?:s|ed|ing)?|take[sn]?|took|model\w*)\s+$")
_ENDS = re.compile(
    r"^(?:and|or|but|who|what|which|when|where|why|how|did|does|do|was|were|is|are|has|have|had|"
    r"that|will|would|can|could|to|about|said|say|says|as|because|while|last|this|next|yesterday|"
    r"today|earlier|recently)$",
    re.IGNORECASE,
)
_JOINS = frozenset("of in on at by against between for with from over and".split())
# "After the collapse of which bank?" asks for the event.
_ASKED = re.compile(r"\b(?:which|what|whose|whom)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(?:year|month|week|day|decade|century|weekend|night|morning)s?\b", re.I)
_MAX_SIDES = 12


@dataclass(frozen=True)
class EventBound:
    """An event that a question tells time by, with the `side` of it that is asked about.

    `phrase` is as typed ("since the ceasefire"), `event` what follows the preposition. `strict`
    is whether articles on the other side are to be left out, as in `when.Period`.
    """

    phrase: str
    event: str
    side: Side
    strict: bool


def read_event_bound(question: str) -> EventBound | None:
    """The event that bounds what the question asks for; None when there is none."""
    for number, match in enumerate(_AFTER_SIDE.finditer(question)):
        if number == _MAX_SIDES:
            break
        if _NAMED_AFTER.search(question, max(0, match.start() - 15), match.start()):
            continue
        event = _event(question[match.end() : match.end() + 200])
        if event is None:
            continue
        end = match.end() + len(event)
        if _ASKED.search(question, match.end(), end + 12):
            continue
        side = _SIDES[match["side"].lower()]
        sentence, asks = sentence_at(question, match.start(), end)
        if side == "since" and RECORD.search(sentence.partition(match.group())[0]):
            continue
        strict = asks and (side == "since" or asked_for(sentence) is not Asked.FACT)
        if side in ("before", "until") and not strict:
            continue  # what was so before an event may be told at any time
        return EventBound(question[match.start() : end], event, side, strict)
    return None


def _event(rest: str) -> str | None:
    """The words at the head of `rest` that name an event."""
    if clause := _CLAUSE.match(rest):
        text = clause.group().rstrip(" \"'”’")
        if not _TIME.search(text.split(clause["verb"])[0]):
            return text
    if named := _NAMED.match(rest):
        return named.group()
    if (definite := _DEFINITE.match(rest)) is None:
        return None
    words = definite.group().split(" ")
    kept = 1
    found = 0
    for number, word in enumerate(words[1:], 2):
        bare = word.strip(".’'\"").lower()
        if _ENDS.match(bare):
            break
        kept = number
        if (
            bare in _JOINS
            and not found
            and words[1] not in ("start", "beginning", "end", "outbreak")
        ):
            break
        if _is_event(bare):
            found = number
        if word.endswith((".", "'", "’")):
            break
    if not found or _TIME.search(" ".join(words[:found])):
        return None
    # "the invasion of Ukraine": what belongs to the event goes with it.
    if kept > found and words[found] in ("of", "in", "on", "at", "against", "between"):
        found = kept
        while words[found - 1].lower() in _JOINS | {"the", "a"}:
            found -= 1
    return " ".join(words[:found]).rstrip(".’'\"")


def _is_event(word: str) -> bool:
    if word in _NOT_EVENTS:
        return False
    return word in _EVENTS or (len(word) > 6 and word.endswith(("tion", "sion", "ing")))
