"""A follow-up made standalone: "and Barrot?" after "What did Healey say?" is "What did Barrot
say?".

A trained model puts in what the conversation has and the question lacks. Only a pointer at a
source ("what else does [2] say?") is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.answer import Answer
from assistant.answers import summary
from assistant.understand import smalltalk
from assistant.understand.cited_source import name_sources
from assistant.understand.question import MAX_CHARACTERS
from assistant.understand.reading import written_properly
from assistant.understand.resolver.resolver import Resolver, Rewrite
from assistant.understand.resolver.source import MAX_TURNS
from index.generations.library import Library
from index.text.terms import search_terms

Turn = tuple[str, str]
"""A question and the text of its answer."""

# A refusal says nothing of what was asked for.
_REFUSED = "I found "
# So many turns are read again before those that count, for these may lean on them.
_LEAD_IN = 5
# More of a text is not read.
_MAX_READ = 700
# How likely another reading has to be, beside the best, to be named.
_NEAR = 0.4


@dataclass(frozen=True)
class Meaning:
    """A question as it is understood, and another way to understand it, if one is near.
    `new_topic` is whether it needs nothing of the conversation and shares no word with it.
    """

    text: str
    other: str | None = None
    new_topic: bool = False


def standalone_question(question: str, turns: Sequence[Turn]) -> str:
    """`question` with what it leaves unsaid filled in from `turns`.

    `turns` are (question, answer text) pairs, oldest first. A question that says all it needs, or
    that the conversation gives no help with, comes back as it was. Raises WeightsError when the
    model cannot be loaded.
    """
    return meaning_of(question, turns).text


def meaning_of(question: str, turns: Sequence[Turn]) -> Meaning:
    """`question` as it is understood after `turns`; raises as `standalone_question` does."""
    if not turns or not question.strip() or smalltalk.reply(question, ()) is not None:
        return Meaning(question)
    named = name_sources(question, turns)
    if named is not None:
        return Meaning(named if len(named) <= MAX_CHARACTERS else question)
    understood = _understood(turns)
    found = _resolved(question, understood)
    if found.text != question or not understood:
        return found
    typed, spoken = _terms(question), _terms(" ".join(f"{q} {plain(a)}" for q, a in turns))
    return replace(found, new_topic=bool(typed) and not typed & spoken)


def meaning_in(store: Library, asked: str, turns: Sequence[Turn]) -> Meaning:
    """`asked` as it is understood after `turns`, its names written as in `store`."""
    found = meaning_of(asked, turns)

    def written(text: str) -> str:
        return text if text == asked else written_properly(text, store)

    return replace(found, text=written(found.text), other=found.other and written(found.other))


def settled(meant: Meaning, asked: str, answer_to: Callable[[str], Answer]) -> Meaning:
    """`meant`, or the question as typed where that is the other reading and it alone is answered:
    it is as likely complete as not, and what finds something is what was meant.
    """
    if meant.other != asked or answer_to(meant.text).answered or not answer_to(asked).answered:
        return meant
    return Meaning(asked, meant.text)


def plain(answer: str) -> str:
    """An answer without its citation markers."""
    return re.sub(r"\s*\[\d+\]", "", answer).replace("[", "").replace("]", "")


def _understood(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The last turns with their questions as they were understood, and as much of their answers as
    is read.
    """
    found: tuple[Turn, ...] = ()
    first = max(0, len(turns) - _LEAD_IN - MAX_TURNS)
    for number in range(first, len(turns)):
        asked, answer = turns[number]
        if smalltalk.reply(asked, ()) is not None or summary.is_request(asked):
            continue
        named = name_sources(asked, turns[:number])
        meant = named or (_resolved(asked, found).text if found else asked)
        said = "" if answer.startswith(_REFUSED) else plain(answer[: 2 * _MAX_READ])
        found = (*found, (meant[:_MAX_READ], said[:_MAX_READ]))[-MAX_TURNS:]
    return found


@lru_cache(maxsize=256)
def _resolved(question: str, turns: tuple[Turn, ...]) -> Meaning:
    typed = _terms(question)
    rewrites = [r for r in _resolver().rewrites(question, turns) if len(r.text) <= MAX_CHARACTERS]
    best = rewrites[0] if rewrites else Rewrite(question, 1.0)
    text = question if _terms(best.text) == typed else capitalised(best.text)
    for near in rewrites[1:]:
        terms = _terms(near.text)
        if near.chance >= _NEAR * best.chance and terms != _terms(text):
            return Meaning(text, question if terms == typed else capitalised(near.text))
    return Meaning(text)


def _terms(text: str) -> frozenset[str]:
    return frozenset(search_terms(text))


def capitalised(text: str) -> str:
    """`text` with a capital at its head, the rest as it is."""
    return text[:1].upper() + text[1:]


@cache
def _resolver() -> Resolver:
    return Resolver()
