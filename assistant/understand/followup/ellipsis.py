"""Questions that say only what is different: "and Barrot?", "why?", "how many?", "no, the UK"."""

from __future__ import annotations

import re

from assistant.understand.followup.alternatives import (
    BARE_TOPIC,
    IMPERATIVE,
    about,
    as_question,
    swap,
    vary,
)
from assistant.understand.followup.leaning import lean
from assistant.understand.followup.phrases import phrases
from assistant.understand.followup.pronouns import resolve
from assistant.understand.followup.spoken_of import Reading, Spoken
from assistant.understand.question import Kind, core, parse
from index.text.terms import fold, words

_OPENING = re.compile(r"^(?:(?:and|but|so|ok(?:ay)?|well|also|then|now)[, ]+)+", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?=the [^?]{1,60} ones?$)|(?:what|how) (?:about|of)|and|but|or|plus|also|"
    r"same (?:question )?for|(?:the )?same about)\b\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|wait|actually|oops)[,.! ]+)*(?:(?:i (?:mean|meant|was asking about|"
    r"was talking about|said|wanted)|make that|rather)\s+)?(?P<rest>.+)$",
    re.IGNORECASE,
)
_IS_CORRECTION = re.compile(
    r"^(?:(?:no|nope)[,.! ]+|(?:sorry|wait|actually|oops)[,.! ]+(?:no[,. ]+)?)*"
    r"(?:i (?:mean|meant|was asking about|was talking about)|make that)\s|^(?:no|nope)[,.!] *\S|"
    r"^(?:sorry|oops|wait)[,.!] *(?:not|the|in|i)\b|^not [^?]{1,80}[,;.] *\S",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"^not (?P<wrong>[^,;.]{1,80})(?:[,;.]| but) *(?:but )?(?P<right>.+)$", re.IGNORECASE
)
_NOT_AFTER = re.compile(
    r"^(?P<right>[^,;]{1,80}),? (?:and )?not (?P<wrong>.{1,80})$", re.IGNORECASE
)
_BARE_WH = re.compile(
    r"^(?P<wh>why|when|where|how|how come|why not|how so|since when|what for|for what reason)"
    r"(?: exactly)?(?: (?:is|was) (?:that|this|it)(?: so)?| did (?:it|this|that) happen)?$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"^(?P<wh>what|who|where|when|how|why|anything|anyone|anybody) else$", re.I)
_COUNT = re.compile(
    r"^how many(?: of (?:them|those|these))?(?P<rest>(?: (?:were|are|was|is|will|have|had|did|do)"
    r"\b.*)?)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:(?:what|who|whom|when|where|why|how|which)\b(?:\s+[\w'’-]+){0,3}?\s+)?"
    r"(?P<aux>did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\b(?:say|think|claim|do|mean)(?P<about> (?:about|on) .+)?$", re.IGNORECASE)


def complete(bare: str, spoken: Spoken) -> Reading | None:
    """The whole question that an elliptic one means; None when `bare` is no ellipsis.

    `bare` is without courtesies and closing marks.
    """
    opened = _OPENING.sub("", bare)
    if match := _BARE_WH.match(opened):
        return _same_topic(_ask(match.group("wh"), spoken.question), spoken)
    if match := _ELSE.match(opened):
        return _same_topic(_else(match.group("wh"), spoken.question), spoken)
    if match := _COUNT.match(opened):
        return _same_topic(_count(match.group("rest").strip(), spoken), spoken)
    if _IS_CORRECTION.match(bare):
        return _corrected(bare, spoken)
    if opened != bare or _LEAD.match(bare):
        match = _LEAD.match(opened)
        rest = match.group("rest") if match else opened
        if not _is_whole(rest):
            return vary(rest, spoken)
        return None if match is None else resolve(as_question(rest), spoken)
    if match := BARE_TOPIC.match(bare):
        return about(match.group("rest"), spoken)
    return None


def without_opening(asked: str) -> str:
    """A question of its own without the "and" or "so" that it opens with."""
    opened = _OPENING.sub("", asked)
    return opened[:1].upper() + opened[1:] if opened != asked and _is_whole(opened) else asked


def _same_topic(text: str | None, spoken: Spoken) -> Reading | None:
    return None if text is None else Reading(as_question(text), spoken.topic)


def _is_whole(text: str) -> bool:
    """Whether what follows an "and" is a question of its own: "and what did she say"."""
    kind = parse(text).kind
    if kind not in (Kind.TOPIC, Kind.YES_NO):
        return True
    if IMPERATIVE.match(text) or re.search(r"[.?!;] +\w", text):
        return True
    if any(fold(w.surface) in ("i", "you", "there", "we") for w in list(words(text))[:2]):
        return True
    return kind is Kind.YES_NO and len(text.split()) > 2


def _corrected(bare: str, spoken: Spoken) -> Reading:
    match = _CORRECTION.match(bare)
    rest = match.group("rest") if match else bare
    for pattern in (_NOT, _NOT_AFTER):
        if turned := pattern.match(rest):
            wrong, right = turned.group("wrong"), turned.group("right")
            right = re.sub(r"^(?:i (?:mean|meant)|but) ", "", right.strip(), flags=re.I)
            if _is_whole(right) or len(right.split()) > 6:
                return _whole(right, spoken)
            swapped = swap(spoken.question, wrong, right)
            if swapped != spoken.question:
                return Reading(as_question(swapped))
            return vary(right, spoken)
    return _whole(rest, spoken) if _is_whole(rest) else vary(rest, spoken)


def _whole(text: str, spoken: Spoken) -> Reading:
    text = re.sub(r"^what (?!did |was |is )(.{1,60}?) said\b", r"What did \1 say", text, flags=re.I)
    reading = resolve(as_question(text), spoken)
    return reading if reading.meant or reading.person else lean(reading.text, spoken)


def _ask(wh: str, last: str) -> str | None:
    """The last question's clause, asked with another question word."""
    wh = wh.lower()
    if wh in ("how so", "how come", "why not", "what for", "for what reason"):
        wh = "why"
    bare = core(last).rstrip(" ?!.")
    match = _CLAUSE.match(bare)
    if match is None:
        return _clauseless(wh, bare)
    clause = f"{match.group('aux').lower()} {match.group('rest')}"
    if object_ := phrases(bare[: match.start("aux")]):  # "How many tanks did the UK send?"
        clause += f" {object_[-1].text}"
    elif said := _SAYING.search(clause):
        # What was said is not known yet to the question: "Why did she say that about tanks?"
        at = said.start("about") if said.group("about") else len(clause)
        clause = f"{clause[:at]} that{clause[at:]}"
    return f"{wh.capitalize()} {clause}"


def _clauseless(wh: str, bare: str) -> str | None:
    """ "why?" after "Who won the cup?" or "What happened in Lyon?", which have no auxiliary."""
    if match := re.match(r"^what happened(?P<rest>.*)$", bare, re.IGNORECASE):
        return f"{wh.capitalize()} did it happen{match.group('rest')}"
    return None if IMPERATIVE.match(bare) else f"{bare}, and {wh}"


def _else(wh: str, last: str) -> str | None:
    """The last question, asked for more: "What else did she say?"."""
    wh = {"anything": "what", "anyone": "who", "anybody": "who"}.get(wh.lower(), wh.lower())
    bare = core(last).rstrip(" ?!.")
    if match := re.match(rf"^{wh}(?:'s)? (?:else )?(?P<rest>.+)$", bare, re.IGNORECASE):
        return as_question(f"{wh.capitalize()} else {match.group('rest')}")
    return None


def _count(rest: str, spoken: Spoken) -> str | None:
    """ "how many were there?": of the things that were spoken of last."""
    candidates = (*spoken.topics[:1], *spoken.things, *spoken.topics)
    thing = next((t for t in candidates if t.plural and not t.named), None)
    if thing is None:
        return None
    if rest and not re.match(r"^(?:of )", rest):
        topic = spoken.topic
        of = f" ({topic.text})" if topic and topic.named and topic is not thing else ""
        return as_question(f"How many {thing.text} {rest}{of}")
    match = _CLAUSE.match(core(spoken.question).rstrip(" ?!."))
    if match is None or thing.text not in match.group("rest"):
        return as_question(f"How many {thing.text} were there")
    clause = " ".join(match.group("rest").replace(thing.text, " ", 1).split())
    return as_question(f"How many {thing.text} {match.group('aux').lower()} {clause}")
