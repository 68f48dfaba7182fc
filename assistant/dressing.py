"""What news pages put around and between their sentences: captions' numbers, links, appeals."""

from __future__ import annotations

import re

from index.sentences import Span

_CREDIT = (
    r"(?:[A-Z][\w.'’-]+ ){1,3}?[A-Z][\w.'’-]+/(?:[\w.]+(?: \w+)?(?:/| via )){0,2}"
    r"(?:Getty Images|AP|AFP|Reuters|EPA|CNN|PA Images|Bloomberg|ZUMA\w*|Shutterstock)"
)
_HEAD = re.compile(
    rf"Video Ad Feedback\s+|(?:Hide|Show) Caption\s+(?:\d{{1,3}} of \d{{1,3}}\s+(?:Photos?:\s+)?)?|"
    rf"\d{{1,3}} of \d{{1,3}} Photos?:\s+|{_CREDIT}\s+(?=[A-Z])"
)
_TAIL = re.compile(
    r"\s+(?:\d{1,2}:\d\d - Source: [\w .&-]{2,30}|(?:Hide|Show) Caption(?: \d{1,3} of \d{1,3})?|"
    rf"{_CREDIT})$"
)
_ONLY_CREDIT = re.compile(_CREDIT)
# A line of captions, each with the gallery's name before it.
_GALLERY = re.compile(r"^.*(?:Hide|Show) Caption \d.*$", re.MULTILINE)
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
    if not any(c.isalpha() for c in text[start:end]):
        return None  # the number of an item: "3."
    if _ONLY_CREDIT.fullmatch(text, start, end) or _is_appeal(text[start:end]):
        return None
    return start, end


def galleries(text: str) -> list[Span]:
    """The lines of `text` that are the captions of a gallery of photos."""
    return [match.span() for match in _GALLERY.finditer(text)]


def _is_appeal(sentence: str) -> bool:
    return _APPEAL.match(sentence) is not None and (
        len(sentence.split()) < 30 or not sentence.endswith(_ENDS)
    )
