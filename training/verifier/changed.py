"""False sentences made of true ones by program: what needs no reading to be false.

Two names of a sentence in each other's place, a name in place of another, a "not" put in or taken
out. The sentences are people's; so a change is all that tells the false one from its original.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

_NAME = re.compile(r"\b[A-Z][\w’'-]*\w(?:\s+(?:(?:of|the|de|van|al|bin)\s+)?[A-Z][\w’'-]*\w){0,3}")
_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December"
)
_OWNS = re.compile(r"['’]s?$")
# Names that stand side by side can change places.
_SIDE_BY_SIDE = re.compile(r"\W*(?:and|or|of|in|with|the|versus|vs)?\W*(?:the\W*)?")
_BOTH_WAYS = re.compile(r"\b(?:between|met|meet|together|married|both|joint|same|like)\b")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|did|does|do|will|would|could|can|should|must|may)\b( not\b)?"
)
# So many of the changes are denials where others can be made: a "not" alone tells nothing.
_DENIALS = 0.2
_Way = Callable[[str, Sequence[str], random.Random], tuple[str, str] | None]


def changed(sentence: str, lines: Sequence[str], rng: random.Random) -> tuple[str, str] | None:
    """`sentence`, which `lines` support, made false, with the words of it that they do not bear
    out; None where there is nothing to change.
    """
    ways: list[_Way] = [_in_each_other_s_place, _another_name]
    rng.shuffle(ways)
    ways.insert(0 if rng.random() < _DENIALS else len(ways), _denied)
    return next((made for way in ways if (made := way(sentence, lines, rng))), None)


def _names(text: str, lines: Sequence[str]) -> list[tuple[int, int]]:
    """The spans of the names in `text`: runs of capitals that have them inside a line, too."""
    inside = {m.group() for line in lines for m in _runs(line) if m.start() > 1}
    return [m.span() for m in _runs(text) if m.group() in inside]


def _runs(text: str) -> list[re.Match[str]]:
    return [m for m in _NAME.finditer(text) if not _DAYS.match(m.group())]


def _apart(a: str, b: str) -> bool:
    return not set(_OWNS.sub("", a).split()) & set(_OWNS.sub("", b).split())


def _in_each_other_s_place(
    sentence: str, lines: Sequence[str], rng: random.Random
) -> tuple[str, str] | None:
    names = _names(sentence, lines)
    pairs = [
        (first, second)
        for first, second in pairwise(names)
        if _apart(sentence[slice(*first)], sentence[slice(*second)])
        and not _SIDE_BY_SIDE.fullmatch(sentence, first[1], second[0])
    ]
    if not pairs or _BOTH_WAYS.search(sentence):
        return None
    (a, b), (c, d) = rng.choice(pairs)
    words = f"{sentence[c:d]}{sentence[b:c]}{sentence[a:b]}"
    return f"{sentence[:a]}{words}{sentence[d:]}", words


def _another_name(
    sentence: str, lines: Sequence[str], rng: random.Random
) -> tuple[str, str] | None:
    names = _names(sentence, lines)
    if not names:
        return None
    a, b = rng.choice(names)
    others = sorted(
        {
            m.group()
            for line in lines
            for m in _runs(line)
            if m.start() > 1 and all(_apart(m.group(), sentence[s:e]) for s, e in names)
        }
    )
    if not others:
        return None
    other = _OWNS.sub("", rng.choice(others)) + "".join(_OWNS.findall(sentence[a:b])[:1])
    return f"{sentence[:a]}{other}{sentence[b:]}", other


def _denied(sentence: str, _lines: Sequence[str], rng: random.Random) -> tuple[str, str] | None:
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    at = rng.choice(found)
    words = at[1] if at[2] else f"{at[1]} not"
    return f"{sentence[: at.start()]}{words}{sentence[at.end() :]}", words
