"""Who says what in a sentence of news: attribution by the verbs and nouns of saying."""

from __future__ import annotations

import re
from itertools import islice

from index.text.terms import fold, term, words

_VERBS = frozenset(
    term(verb)
    for verb in """
    say said tell told state stated claim claimed warn warned argue argued suggest suggested
    announce announced emphasize emphasized emphasise stress stressed declare declared insist
    insisted predict predicted promise promised propose proposed demand demanded explain explained
    mention mentioned respond responded react reacted reply replied call called urge urged speak
    spoke describe described express expressed acknowledge acknowledged admit admitted reinforce
    reinforced reiterate reiterated repeat repeated note noted add added accuse accused assert
    asserted maintain maintained believe believed think thought hope hoped vow vowed pledge pledged
    reveal revealed confirm confirmed deny denied reject rejected dismiss dismissed condemn
    condemned criticize criticized criticise criticised praise praised welcome welcomed thank
    thanked apologize apologized apologise write wrote tweet tweeted post posted comment commented
    remark remarked observe observed point pointed quip joke joked recall recalled testify testified
    threaten threatened advise advised recommend recommended ask asked question questioned agree
    agreed disagree concede conceded conclude concluded signal signalled outline outlined raise
    raised voice voiced hail hailed deem deemed caution cautioned allege alleged cite cited
    """.split()
)
_NOUNS = frozenset(
    term(noun)
    for noun in """
    remark comment statement assertion claim warning message speech announcement demand call
    promise pledge word view opinion stance position argument suggestion proposal response
    reaction criticism testimony tweet post letter interview address
    """.split()
)
_REPORTING = frozenset(map(term, "report reported reports according".split()))
_ACCORDING = re.compile(r"\baccording to\s*$|\bas\s*$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_MADE = frozenset(
    term(verb) for verb in "make made give gave issue issued deliver delivered".split()
)
_BREAK = re.compile(r"[.;!?]|, (?:and|but|while|although|though|as|which)\b")


def speaks(sentence: str, speaker: frozenset[str]) -> bool:
    """Whether `sentence` reports what `speaker` (the terms of a name or title) says.

    True for "Healey warned ...", "..., said Healey", "according to Healey", "Healey's remarks".
    """
    for start, end in _mentions(sentence, speaker):
        after = sentence[end:]
        if possessive := re.match(r"['’]s?\s+(?:\w+\s+){0,2}?(\w+)", after):
            if any(term(w.surface) in _NOUNS for w in words(possessive.group())):
                return True
            continue
        before = sentence[:start]
        if _ACCORDING.search(before) or _said_before(before) or _said_after(after):
            return True
    return False


def tells(sentence: str) -> bool:
    """Whether `sentence` has a verb or a noun of saying, whoever says it."""
    return any(w.term in _VERBS | _NOUNS | _REPORTING for w in words(sentence))


def _mentions(sentence: str, speaker: frozenset[str]) -> list[tuple[int, int]]:
    """Where the speaker is named: the place of the last of their terms, for a surname suffices."""
    found = [
        (w.start, w.start + len(_bare(w.surface))) for w in words(sentence) if w.term in speaker
    ]
    return found if {w.term for w in words(sentence)} >= speaker else []


def _bare(surface: str) -> str:
    return re.sub(r"['’]s?$", "", surface)


def _said_after(after: str) -> bool:
    """Whether a verb of saying follows, with at most an apposition or some adverbs between."""
    # ", who later announced,", ", the chief executive, said": what stands between commas is
    # passed over, and so are a few words.
    rest = re.sub(r"^, (?!who)[^,]{1,80}, ", " ", after[:300])
    clause = rest[: m.start()] if (m := _BREAK.search(rest)) else rest
    following = list(islice(words(clause), 6))
    for index, word in enumerate(following):
        if word.term in _VERBS:
            return True
        if word.term in _MADE and any(w.term in _NOUNS for w in following[index + 1 : index + 4]):
            return True
        if word.surface[0].isupper() and fold(word.surface) not in ("i",):
            return False
    return False


def _said_before(before: str) -> bool:
    """Whether the name closes an inverted clause: "...," said Healey; said Defence Secretary X."""
    tail = re.split(r"[,.;!?]", before[-200:])[-1]
    preceding = list(words(tail))[-5:]
    for index, word in enumerate(preceding):
        if word.term in _VERBS and (index == 0 or tail[: word.start].rstrip().endswith(("”", '"'))):
            rest = preceding[index + 1 :]
            return all(w.surface[0].isupper() or w.term in ("the", "a") for w in rest)
    return False
