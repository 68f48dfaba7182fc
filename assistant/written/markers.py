"""A model's sentence as it is to be read: its citations taken out, and nothing hidden in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# "[1]", "[1, 2]", "【3】", "[^4]": nobody has a thousand pieces of evidence.
_MARKER = re.compile(r"\s?[\[【]\^?(\d{1,3}(?:[,;–-] ?\d{1,3}){0,9})[\]】]")
_NUMBER = re.compile(r"\d+")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,600}\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\(([^()\s]{0,600})\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--[^<>]{0,300}-->")
_EMPHASIS = re.compile(r"\*{1,3}|`{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|~~")
_LEAD = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*•+]\s+|\d{1,2}[.)]\s+)+")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r" (?=[.,;:!?](?: |$))")


@dataclass(frozen=True)
class Read:
    """The sentence's `text` on one line, without markup, markers and what cannot be seen, and the
    numbers that it `cited`, in order, each once.
    """

    text: str
    cited: tuple[int, ...]


def read(sentence: str) -> Read:
    """`sentence` in plain words, and what it cites. Links become their words."""
    seen = "".join(c for c in sentence if not _is_hidden(c))
    seen = _TAG.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", seen)))
    cited = dict.fromkeys(
        int(number) for m in _MARKER.finditer(seen) for number in _NUMBER.findall(m.group(1))
    )
    text = _LEAD.sub("", _EMPHASIS.sub("", _MARKER.sub("", seen)))
    return Read(_LOOSE.sub("", _SPACES.sub(" ", text).strip()), tuple(cited))


def _is_hidden(character: str) -> bool:
    """Whether it is there and cannot be seen: zero-width and direction marks, tags, controls."""
    return unicodedata.category(character) in ("Cf", "Cc", "Co", "Cs", "Cn") and (
        character not in "\t\n\r"
    )
