"""The years that a text names."""

from __future__ import annotations

import re

_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)s?\b")


def years_in(text: str) -> list[int]:
    """All years that `text` names, decades too, by their first year."""
    return [int(year) for year in _YEAR.findall(text)]
