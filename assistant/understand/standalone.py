"""A follow-up made standalone: "and Barrot?" after "What did Healey say?" is "What did Barrot
say?".

A trained model puts in what the conversation has and the question lacks. Only a pointer at a
source ("what else does [2] say?") is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.answers import summary
from assistant.understand import smalltalk
from assistant.understand.cited_source import name_sources
from assistant.understand.question import MAX_CHARACTERS
from assistant.understand.reading import written_properly
from assistant.understand.resolver.resolver import Resolver, Rewrite
from index.generations.library import Library
from index.text.terms import search_terms

Turn = tuple[str, str]
"""A question and the text of its answer."""

# A refusal says nothing of what was asked for.
_REFUSED = "I found "
# A conversation is read from a turn whose number this divides, so that what was made of the turns
# before is at hand at the next question, and a long conversation is not read from its beginning.
_STRETCH = 8
# How likely another reading has to be, beside the likeliest, to be named.
_NEAR = 0.4


@dataclass(frozen=True)
class Reading:
    """A question as it is understood, and another way to understand it, if one is near.
    `new_topic` is whether it needs nothing of the conversation and has nothing in common with it.
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
    return read(question, turns).text


def read(question: str, turns: Sequence[Turn]) -> Reading:
    """`question` as it is understood after `turns`; raises as `standalone_question` does."""
    if not turns or not question.strip() or smalltalk.reply(question, ()) is not None:
        return Reading(question)
    named = name_sources(question, turns)
    if named is not None:
        return Reading(named)
    return _read(question, _understood(turns))


def read_in(store: Library, asked: str, turns: Sequence[Turn]) -> Reading:
    """`asked` as it is understood after `turns`, its names written as in `store`."""
    found = read(asked, turns)
    if found.text == asked:
        return found
    other = found.other and written_properly(found.other, store)
    return Reading(written_properly(found.text, store), other)


def plain(answer: str) -> str:
    """An answer without its citation markers."""
    return re.sub(r"\s*\[\d+\]", "", answer).replace("[", "").replace("]", "")


def _understood(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with their questions as they were understood and their answers as they are read."""
    first = max(0, (len(turns) - 1) // _STRETCH - 1) * _STRETCH
    found: tuple[Turn, ...] = ()
    for number in range(first, len(turns)):
        asked, answer = turns[number]
        if smalltalk.reply(asked, ()) is not None or summary.is_request(asked):
            continue
        named = name_sources(asked, turns[:number])
        meant = named or (_read(asked, found).text if found else asked)
        said = "" if answer.startswith(_REFUSED) else plain(answer)
        found = (*found, (meant, said))
    return found


@lru_cache(maxsize=1024)
def _read(question: str, turns: tuple[Turn, ...]) -> Reading:
    rewrites = [r for r in _resolver().rewrites(question, turns) if len(r.text) <= MAX_CHARACTERS]
    typed = _terms(question)
    likeliest = rewrites[0] if rewrites else Rewrite(question, 1.0)
    text = question if _terms(likeliest.text) == typed else _finished(likeliest.text)
    for near in rewrites[1:]:
        terms = _terms(near.text)
        if near.chance >= _NEAR * likeliest.chance and terms != _terms(text):
            return Reading(text, question if terms == typed else _finished(near.text))
    spoken = _terms(" ".join(part for turn in turns for part in turn))
    return Reading(text, new_topic=text == question and bool(typed) and not typed & spoken)


def _terms(text: str) -> frozenset[str]:
    return frozenset(search_terms(text))


def _finished(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _resolver() -> Resolver:
    return Resolver()
