"""The lines of printed pages become paragraphs of whole sentences."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = ("-", "\u2010", "\xad")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_LONGEST_WORD = 50
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–]?\s*(?:\d{1,4}|[ivx]{1,5})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]*\Z")
_BULLET = re.compile(r"(?:[•●▪■◦‣∙*–—-]|\(?\d{1,2}[.)])(?:\s|\Z)")
# A running head is looked for among so many lines at the top and at the bottom of a page.
_MARGIN = 2
# Two sizes that differ by more are of two kinds of text; less may be a word in another face.
_SAME_SIZE = 0.12
# Lines further apart than their paragraph's lines by this factor are of two paragraphs.
_GAP = 1.25
# A line that leaves room for the next line's first word, with this to spare, was ended on purpose.
_ROOM = 0.92


@dataclass(frozen=True)
class Line:
    """A line of a page: its text, where it begins (points, `y` upwards), its letters' size."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, as one; `size` is that of its first line's letters."""

    text: str
    size: float


def paragraphs(pages: list[list[Line]]) -> list[Paragraph]:
    """The paragraphs of `pages`, each the lines of one page in the order they are read in.

    Page numbers and running heads are left out, words that were divided at a line's end are whole
    again, and a paragraph that goes on in the next column or on the next page is one.
    """
    body = _body(pages)
    words = Counter(w for lines in pages for line in lines for w in _WORD.findall(line.text))
    leading, width = _usual(body)
    found: list[Paragraph] = []
    text, size = "", 0.0
    before: Line | None = None
    for line in body:
        if before is not None and _ends(before, line, leading, width):
            found.append(Paragraph(text, size))
            before = None
        if before is None:
            text, size = line.text, line.size
        else:
            text = _joined(text, line.text, words)
        before = line
    return [*found, Paragraph(text, size)] if before is not None else []


def _body(pages: list[list[Line]]) -> list[Line]:
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_without_digits(line) for line in lines[:_MARGIN] + lines[-_MARGIN:]})
    running = {text for text, times in edges.items() if times >= max(3, len(pages) // 2)}
    kept: list[Line] = []
    for lines in pages:
        for at, line in enumerate(lines):
            at_edge = at < _MARGIN or at >= len(lines) - _MARGIN
            if at_edge and (_without_digits(line) in running or _PAGE_NUMBER.fullmatch(line.text)):
                continue
            kept.append(line)
    return kept


def _without_digits(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _usual(lines: list[Line]) -> tuple[float, float]:
    """What is usual in `lines`: the leading as a share of the size, and a full line's length.

    The length is in letters of size 1, so that it can be told for other sizes.
    """
    leadings = sorted(
        (before.y - line.y) / line.size
        for before, line in pairwise(lines)
        if _alike(before, line) and 0.8 * line.size < before.y - line.y < 2.5 * line.size
    )
    widths = sorted(len(line.text) * line.size for line in lines)
    leading = leadings[len(leadings) // 4] if leadings else 1.2
    return leading, statistics.median(widths[len(widths) // 2 :] or [0])


def _alike(before: Line, line: Line) -> bool:
    return abs(before.size - line.size) <= _SAME_SIZE * max(before.size, line.size)


def _ends(before: Line, line: Line, leading: float, width: float) -> bool:
    """Whether a paragraph ends with the line `before`, which `line` comes after."""
    whole = bool(_SENTENCE_END.search(before.text))
    if not _alike(before, line):
        return True
    if _BULLET.match(line.text):
        return True
    gap = before.y - line.y
    first = line.text.split(maxsplit=1)[0]
    short = (len(before.text) + 1 + len(first)) * before.size < _ROOM * width
    if 0 <= gap < 4 * line.size:
        if gap > _GAP * leading * line.size:
            return True
        indent = line.x - before.x
        if whole and 0.8 * line.size < indent < 5 * line.size:
            return True
    elif whole:  # in the next column or on the next page, a sentence that is not over goes on
        return True
    if not short or line.text[0].islower() or before.text.endswith((",", ";", "-", "–")):
        return False
    return whole or before.text[0].isupper()  # a heading, or a name under a picture


def _joined(text: str, line: str, words: Counter[str]) -> str:
    divided = _LAST_WORD.search(text[-_LONGEST_WORD:-1]) if text.endswith(_HYPHENS) else None
    rest = _FIRST_WORD.match(line)
    if not divided or not rest or not line[0].islower():
        return f"{text} {line}"
    whole, with_hyphen = divided[0] + rest[0], f"{divided[0]}-{rest[0]}"
    # "well-" and "known" keep their hyphen if the text says "well-known" elsewhere.
    hyphen = "-" if words[with_hyphen] > words[whole] else ""
    return text[:-1] + hyphen + line
