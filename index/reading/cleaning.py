"""Text as it is stored: nothing that moves a cursor, one kind of line end, names and addresses."""

from __future__ import annotations

import re
from typing import Any

MAX_LINE = 300

# What moves a terminal's cursor, hides or turns text, or cannot be written as UTF-8; and what joins
# letters that need no joining, so that a word is not found by its name.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\U000e0000-\U000e007f]|(?<=[a-zA-Z])[\u200c\u200d]+(?=[a-zA-Z])"
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Not from within a run of spaces: the time would grow with the square of its length.
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]+(?=\n)")
_BY = re.compile(r"\A\s*by:?\s+", re.IGNORECASE)
_NOBODY = {"nan", "none", "null", "n/a", "unknown"}
_EMPTY_HEADING = re.compile(r"\n[^\n.!?]{1,60}:\Z")
_GAPS = re.compile(r"\n{3,}")


def without_controls(text: str) -> str:
    """`text` with `\\n` as its only line end and without control characters."""
    # Nearly every text has none: this look is several times quicker than the substitutions.
    if text.replace("\n", " ").isprintable():
        return text
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def clean_text(text: str) -> str:
    """`text` made tidy: no control characters, no-break spaces or gaps of many empty lines."""
    text = without_controls(text).replace("\xa0", " ").replace("\xad", "")
    if " \n" in text or "\t\n" in text:
        text = _TRAILING.sub("", text)
    if "\n\n\n" in text:
        text = _GAPS.sub("\n\n", text)
    return without_empty_heading(text)


def without_empty_heading(text: str) -> str:
    """`text`, stripped, without a last line such as "Related Sources:".

    It heads a list that the page had and the text has not.
    """
    text = text.strip()
    return _EMPTY_HEADING.sub("", text).strip() if text.endswith(":") else text


def one_line(value: Any, longest: int = MAX_LINE) -> str | None:
    """The words of `value` on one line of at most `longest` characters, None if it has none."""
    if not isinstance(value, str):
        return None
    # Far more than is kept is not looked at: a "title" may be megabytes.
    return " ".join(without_controls(value[: 20 * longest]).split())[:longest].rstrip() or None


def names(value: Any) -> tuple[str, ...]:
    """The people that `value` names: a list, or one line such as `Ann Lee and Bo Kim`.

    Objects in a list, or one alone, are taken by their `name`.
    """
    if isinstance(value, str):
        line = _BY.sub("", one_line(value) or "", count=1)
        # Spreadsheets hold lists as they are printed: ['Ann Lee', 'Bo Kim'].
        printed = line.startswith("[") and line.endswith("]")
        value = re.split(r"\s*(?:,|;|\||\band\b|&)\s*", line[1:-1] if printed else line)
        value = [name.strip("'\" ") for name in value] if printed else value
    if isinstance(value, dict):
        value = [value]
    listed = value[:50] if isinstance(value, (list, tuple)) else []
    found = (one_line(item.get("name") if isinstance(item, dict) else item) for item in listed)
    return tuple(dict.fromkeys(name for name in found if name and name.lower() not in _NOBODY))


def web_address(value: Any) -> str | None:
    """`value` when it is an http or https address, else None."""
    text = one_line(value, 2000)
    return text if text and re.match(r"https?://[^\s/]", text, re.IGNORECASE) else None
