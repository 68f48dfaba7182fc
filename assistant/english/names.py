"""Names of places and bodies, whatever they are called: "British" means the United Kingdom."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from index.text.terms import fold

# "USA TODAY" and "the US Open" are no country.
_NAMED_SO = r"(?<!usa)(?<!us)(?<!u\.s\.)(?<!u\.s)|(?! (?:today|open|magazine|weekly)\b)"
_TOKEN = rf"(?<![\w-]){{}}(?![\w-])(?:{_NAMED_SO})"
_US = re.compile(r"\bUS\b(?! Open\b)")
# "us" is the country when an article or an adjective's place says so, the pronoun otherwise.
_COUNTRY_US = re.compile(
    r"\b(?<!tell )(?<!give )(?<!show )(?<!let )(?:(?<=the )us|us(?= (?:and|troops?|officials?|"
    r"soldiers?|forces|polic\w+|government|president|defen[cs]e|secretary|army|military|aid|"
    r"economy|congress|senate|dollars?|election|stance|position|administration)))\b(?! open\b)"
)


def place_keys(text: str) -> frozenset[str]:
    """The keys of the countries, regions and bodies that `text` names in any form."""
    keys = {_aliases()[fold(m.group())] for m in _pattern().finditer(_folded(text))}
    if _US.search(text) or _COUNTRY_US.search(text.lower()):
        keys.add("united states")
    return frozenset(keys)


def place_spans(text: str) -> list[tuple[int, int, str]]:
    """Where `text` names a place or body: (start, end, key), in order."""
    folded = _folded(text)
    if len(folded) != len(text):  # a character whose small form is longer: offsets would lie
        return []
    spans = [(m.start(), m.end(), _aliases()[fold(m.group())]) for m in _pattern().finditer(folded)]
    spans += [
        (m.start(), m.end(), "united states")
        for pattern, subject in ((_US, text), (_COUNTRY_US, text.lower()))
        for m in pattern.finditer(subject)
    ]
    return sorted(set(spans))


def _folded(text: str) -> str:
    return text.replace("’", "'").lower()


def stands_for(key: str) -> str | None:
    """The key of the country or body that a capital or seat of government stands for."""
    return _table()[1].get(key)


def _aliases() -> dict[str, str]:
    return _table()[0]


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    lines = (
        files("assistant").joinpath("english/lexicon/places.txt").read_text("utf-8").splitlines()
    )
    aliases: dict[str, str] = {}
    seats: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith("#"):
            own, _, whole = line.partition(" < ")
            names = [name.strip() for name in own.split(",")]
            for name in names:
                aliases[fold(name)] = names[0]
            if whole:
                seats[names[0]] = whole.strip()
    return aliases, seats


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_aliases(), key=len, reverse=True)
    return re.compile(_TOKEN.format("(?:" + "|".join(map(re.escape, longest_first)) + ")"))
