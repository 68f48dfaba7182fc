"""Making a follow-up standalone, without a language model: "and Barrot?" after "What did Healey
say?" is "What did Barrot say?".

Four things leave words unsaid: a reference to a source ("what else does [2] say?"), an ellipsis
("and Barrot?", "why?", "on tanks?"), a pronoun ("what is his job?"), and nothing at all ("What are
the main types?"). Each is filled from what the conversation has spoken of, whose questions were
made standalone in their turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import summary
from assistant.understand import smalltalk
from assistant.understand.followup.cited_source import name_sources
from assistant.understand.followup.ellipsis import complete, without_opening
from assistant.understand.followup.leaning import lean
from assistant.understand.followup.pronouns import resolve
from assistant.understand.followup.spoken_of import Reading, Spoken, after
from assistant.understand.question import MAX_CHARACTERS, core

Turn = tuple[str, str]

_INTERJECTION = re.compile(
    r"^(?:(?:interesting|great|thanks|thank you|oh|ah|wow|cool|nice|i see|right|really|good|hmm|"
    r"got it|ok|okay|yes)[,.!? ]+)+(?=\S)",
    re.IGNORECASE,
)
_WHO_SAID_SO = re.compile(r"(?:and )?who (?:said|says) (?:so|that|it|this)", re.IGNORECASE)


def standalone_question(
    question: str, turns: Sequence[Turn], names: frozenset[str] = frozenset()
) -> str:
    """`question` with what it leaves unsaid filled in from `turns`.

    `turns` are (question, answer text) pairs, oldest first; `names` are folded words that are
    known to be names, for those who type "barrot". A question that says all it needs, or that
    the conversation gives no help with, comes back as it was.
    """
    if not turns:
        return question
    spoken = Spoken(names=names)
    for i, (asked, answer) in enumerate(turns):
        if smalltalk.reply(asked, ()) is None and not summary.is_request(asked):
            reading = _read(asked, spoken, turns[:i])
            reading = replace(reading, text=reading.text[:MAX_CHARACTERS])
            spoken = after(spoken, asked, reading, answer)
        elif not spoken.question:
            spoken = after(spoken, "", Reading(""), answer)
    filled = _read(question, spoken, turns).text
    if filled == question or len(filled) > MAX_CHARACTERS:
        return question
    filled = _cased(filled, spoken.people)
    return filled[:1].upper() + filled[1:]


def _read(question: str, spoken: Spoken, turns: Sequence[Turn]) -> Reading:
    """`question` made whole, and what was spoken of before that it leans on, if anything."""
    named = name_sources(question, turns)
    if named is not None:
        return Reading(named)
    bare = _INTERJECTION.sub("", core(question).rstrip(" ?!."))
    if spoken.first_sentence and _WHO_SAID_SO.fullmatch(bare):
        return Reading(f"Who said “{spoken.first_sentence}”?")
    if not spoken.question:
        return resolve(question, spoken)
    whole = complete(bare, spoken)
    if whole is not None:
        return whole
    opened = without_opening(question)
    reading = resolve(opened, spoken)
    if reading.text != opened:
        return reading
    leaning = lean(opened, spoken)
    return leaning if leaning.text != opened else Reading(question)


def _cased(text: str, people: Sequence[str]) -> str:
    """`text` with the people's surnames written as names."""
    for name in people:
        own = _short(name)
        if own[:1].isupper():
            text = re.sub(rf"\b{re.escape(own)}\b", own, text, flags=re.IGNORECASE)
    return text


def _short(name: str) -> str:
    """The surname, unless the name is a title such as "the French minister"."""
    parts = name.split()
    return parts[-1] if parts[0][:1].isupper() else name
