"""What a model puts around what it says: "The passage says:", and quotations of many sentences."""

from __future__ import annotations

import re

_FRAME = re.compile(
    r"^\W{0,3}(?:the )?(?:passages?|articles?|answers?|texts?|sources?|news)(?: \[\d{1,3}\])?"
    r"(?::| (?:is|are|says?|states?|reads?|tells?|reports?|continues?)(?::| that\b))\s*",
    re.IGNORECASE,
)
_MARK = re.compile(r"[“”]|(?<!\d)\"")
_CLOSING = {"“": "”", '"': '"'}
_BRACKET = re.compile(r"[()]")


class Unframing:
    """Takes a reply's sentences in order and gives each as it is meant to stand alone.

    Of a quotation that goes on over several sentences, each is given its own quotation marks, so
    that none of them passes for what the model itself says.
    """

    def __init__(self) -> None:
        self._opened = ""  # the mark of the quotation that goes on

    def __call__(self, sentence: str) -> str:
        """`sentence` without a frame, its quotation marks in pairs, no bracket without another;
        empty when there was nothing but a frame.
        """
        bare = _FRAME.sub("", sentence, count=1).strip()
        if bare != sentence.strip():
            bare = bare[:1].upper() + bare[1:]
        goes_on = "" if bare.startswith("“") else self._opened
        text = f"{goes_on}{_without_odd_bracket(bare)}" if bare else ""
        self._opened = ""
        for mark in _MARK.findall(text):
            self._opened = "" if mark == "”" or (mark == '"' and self._opened) else mark
        return f"{text}{_CLOSING.get(self._opened, '')}"


def _without_odd_bracket(text: str) -> str:
    """`text` without a round bracket at one end that the other end has nothing for."""
    found = _BRACKET.findall(text)
    if len(found) % 2 == 0:
        return text
    if text.startswith("(") and found.count("(") > found.count(")"):
        return text[1:].lstrip()
    if found.count(")") > found.count("("):
        at = text.rindex(")")
        return text[:at] + text[at + 1 :]
    return text
