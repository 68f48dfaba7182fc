"""The years that a sentence tells of, apart from those of an aside."""

from __future__ import annotations

import re

_ASIDE = re.compile(r"\([^()]{0,200}\)|,[^,]{0,150},")
_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)s?\b")


def years_in(text: str) -> list[int]:
    """All years that `text` names, decades too, by their first year."""
    return [int(year) for year in _YEAR.findall(text)]


def years_told(text: str) -> list[int]:
    """The years that the sentence `text` is about: not that of "Ressa, who founded Rappler in
    2012, won the prize".
    """
    return years_in(_ASIDE.sub(",", text))
