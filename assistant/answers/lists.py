"""Lists in an article's text: the line that leads them in, and their items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text.sentences import Span

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-•‣▪■●◦*–]|\d{1,2}[.)])\s+\S")
_ENDS = (".", "!", "?", "”", '"')
# An item without a sign before it is short, and no sentence.
_MAX_WORDS = 15
_MAX_ITEMS = 30


def list_around(text: str, span: Span) -> Span | None:
    """The list of `text` that `span` lies in, from its lead to its last item; None where it lies
    in none.

    A lead is a line that ends in a colon; its items are the lines right after it, each behind a
    bullet, or short and without a full stop.
    """
    # Lists are looked for near the span: an article may be long.
    first, last = max(0, span[0] - 2_000), min(len(text), span[1] + 2_000)
    lines = [match.span() for match in _LINE.finditer(text, first, last)]
    lines = [(start, end) for start, end in lines if text[start:end].strip()]
    for at, (start, end) in enumerate(lines):
        if not text[start:end].rstrip().endswith(":"):
            continue
        items = _items(text, lines[at + 1 :])
        if items and start <= span[0] < items[-1][1]:
            return start + _indent(text[start:end]), items[-1][1]
    return None


def _items(text: str, lines: Sequence[Span]) -> list[Span]:
    items: list[Span] = []
    signed = bool(lines) and _BULLET.match(text, *lines[0]) is not None
    for start, end in lines[:_MAX_ITEMS]:
        line = text[start:end].rstrip()
        if signed:
            if _BULLET.match(line) is None:
                break
        elif line.endswith(_ENDS) or line.endswith(":") or len(line.split()) > _MAX_WORDS:
            break
        items.append((start, start + len(line)))
    return items if len(items) > 1 else []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
