"""What news pages put around and between their sentences: captions' numbers, links, appeals."""

from __future__ import annotations

import re

from index.sentences import Span

_HEAD = re.compile(
    r"Video Ad Feedback\s+|(?:Hide|Show) Caption\s+(?:\d{1,3} of \d{1,3}\s+(?:Photos?:\s+)?)?|"
    r"\d{1,3} of \d{1,3} Photos?:\s+"
)
_TAIL = re.compile(
    r"\s+(?:\d{1,2}:\d\d - Source: [\w .&-]{2,30}|(?:Hide|Show) Caption(?: \d{1,3} of \d{1,3})?)$"
)
# Nobody's question is answered by these, though they have the words of a story in them.
_APPEAL = re.compile(
    r"\W{0,3}(?:(?:read|see|watch|learn|find) more\b|related:|related article|more(?: coverage)?:|"
    r"click here\b|sign up\b|subscribe\b|follow (?:us|along|our|live)\b|"
    r"(?:story|article) continues\b|advertisement\b|"
    r"(?:photos?|video|watch|listen|opinion|fact check):)",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "…", "”", '"')


def undressed(text: str, start: int, end: int) -> Span | None:
    """The part of the sentence `text[start:end]` that is its article's own; None when there is
    none, as in "READ MORE: Oyster reefs protect the bay".
    """
    while match := _HEAD.match(text, start, end):
        start = match.end()
    while match := _TAIL.search(text[start:end]):
        end = start + match.start()
    if start >= end or _is_appeal(text[start:end]):
        return None
    return start, end


def _is_appeal(sentence: str) -> bool:
    return _APPEAL.match(sentence) is not None and (
        len(sentence.split()) < 30 or not sentence.endswith(_ENDS)
    )
