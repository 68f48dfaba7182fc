"""The words of a question or an answer, as the resolver copies them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# "Mar-a-Lago", "4,800" and "U.S" are one word; the 's of a name and every other sign are their own.
_WORD = re.compile(r"['’]s\b|\w+(?:[-.,/&_’'](?!s\b)\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Word:
    """A word of a text; `spaced` if white space stands before."""

    text: str
    spaced: bool

    @property
    def folded(self) -> str:
        """What two spellings of the word share."""
        return self.text.lower().replace("’", "'")


def words_of(text: str) -> list[Word]:
    """The words of `text`, in order."""
    return [
        Word(m.group(), m.start() == 0 or text[m.start() - 1].isspace())
        for m in _WORD.finditer(text)
    ]


def joined(words: Iterable[tuple[str, bool]]) -> str:
    """A text of words, each with whether a space belongs before it."""
    return "".join(f" {text}" if spaced else text for text, spaced in words).strip()
