"""The lines of printed pages become paragraphs of whole sentences."""

from __future__ import annotations

import re
import statistics
from collections import Counter

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010\xad]\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_SENTENCE_END = (".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"', ".’", ":", "…")
_BULLET = re.compile(r"(?:[•●▪■◦‣∙*–—-]|\d{1,2}[.)])\s")
# A running head is looked for among so many lines at the top and the bottom of a page.
_MARGIN = 2
# A line shorter than this share of a full one ends its paragraph.
_FULL = 0.75


def paragraphs(pages: list[str]) -> list[str]:
    """The paragraphs of `pages`, each a page's text as it is laid out, line by line.

    Page numbers and running heads are left out, words that were divided at a line's end are whole
    again, and a paragraph that goes on over the page is one.
    """
    laid_out = [_lines(page) for page in pages]
    running = _running_heads(laid_out)
    words = Counter(
        word for page in pages for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", page)
    )
    found: list[str] = []
    open_paragraph = ""
    for lines in laid_out:
        kept = [line for at, line in enumerate(lines) if not _is_margin(line, at, lines, running)]
        full = _full_line(kept)
        for line in kept:
            if not line:
                if open_paragraph.endswith(_SENTENCE_END):
                    found.append(open_paragraph)
                    open_paragraph = ""
                continue
            if open_paragraph and _begins(line, open_paragraph):
                found.append(open_paragraph)
                open_paragraph = ""
            open_paragraph = _joined(open_paragraph, line, words)
            if len(line) < _FULL * full and (line.endswith(_SENTENCE_END) or _is_heading(line)):
                found.append(open_paragraph)
                open_paragraph = ""
    return [*found, open_paragraph] if open_paragraph else found


def _lines(page: str) -> list[str]:
    for ligature, letters in _LIGATURES.items():
        page = page.replace(ligature, letters)
    return [" ".join(line.split()) for line in page.split("\n")]


def _running_heads(pages: list[list[str]]) -> set[str]:
    """The lines, digits aside, that stand at the edge of most pages."""
    seen: Counter[str] = Counter()
    for lines in pages:
        full = [line for line in lines if line]
        seen.update({_without_digits(line) for line in full[:_MARGIN] + full[-_MARGIN:]})
    return {line for line, times in seen.items() if times >= max(3, len(pages) // 2)}


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _is_margin(line: str, at: int, lines: list[str], running: set[str]) -> bool:
    at_edge = sum(map(bool, lines[:at])) < _MARGIN or sum(map(bool, lines[at + 1 :])) < _MARGIN
    return at_edge and bool(
        line and (_without_digits(line) in running or _PAGE_NUMBER.fullmatch(line))
    )


def _full_line(lines: list[str]) -> float:
    lengths = sorted(len(line) for line in lines if line)
    # The longest lines alone would be misled by one heading in a smaller face or a wide table.
    return statistics.median(lengths[len(lengths) // 2 :]) if lengths else 0


def _begins(line: str, before: str) -> bool:
    return bool(_BULLET.match(line)) and before.endswith(_SENTENCE_END)


def _is_heading(line: str) -> bool:
    return len(line) < 60 and line[:1].isupper() and not line.endswith((",", ";", "-"))


def _joined(before: str, line: str, words: Counter[str]) -> str:
    if not before:
        return line
    divided = _HYPHENATED.search(before)
    rest = _FIRST_WORD.match(line)
    if not divided or not rest or not line[0].islower():
        return f"{before} {line}"
    whole, with_hyphen = divided[1] + rest[0], f"{divided[1]}-{rest[0]}"
    # "well-" and "known" are joined by the hyphen if the text says "well-known" elsewhere.
    if words[with_hyphen] > words[whole]:
        return before[: divided.end(1)] + "-" + line
    return before[: divided.end(1)] + line
