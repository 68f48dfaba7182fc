"""The words of a corpus as they are written: what a misspelt question is held against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from index.text.terms import WORD, fold, term

# Looked for by the space before it, which a word inside a sentence has, and which is quick.
_CAPITALISED = re.compile(rf" ((?=[^\sa-z])(?:{WORD.pattern}))")


@dataclass(frozen=True)
class WordForm:
    """A word of the corpus: `form` folded, its `term`, its commonest `spelling`, how often it
    occurs, how often with a capital inside a sentence and how often in small letters.
    """

    form: str
    term: str
    spelling: str
    count: int
    capitalised: int
    small: int

    @property
    def is_name(self) -> bool:
        """Whether it is written with a capital where only names are."""
        return self.capitalised > self.small


@dataclass
class WordCounts:
    """How often each word occurs as it is spelt, and how often with a capital in a sentence."""

    spelt: Counter[str] = field(default_factory=Counter)
    capitalised: Counter[str] = field(default_factory=Counter)

    def add_title(self, surfaces: Iterable[str]) -> None:
        """Count the words of a title. In a title every word has a capital: that says nothing."""
        self.spelt.update(surfaces)

    def add_passage(self, text: str, surfaces: Iterable[str]) -> None:
        """Count the words of a run of whole sentences; `surfaces` are all its words."""
        self.spelt.update(surfaces)
        self.capitalised.update(
            match.group(1)
            for match in _CAPITALISED.finditer(text)
            if not match.group(1)[0].islower() and _mid_sentence(text, match.start(1))
        )

    def add(self, other: WordCounts) -> None:
        """Count the words of `other` as well."""
        self.spelt.update(other.spelt)
        self.capitalised.update(other.capitalised)

    def forms(self) -> list[WordForm]:
        """Every word, in order of its folded form."""
        spellings: dict[str, list[str]] = {}
        for surface in self.spelt:
            spellings.setdefault(fold(surface), []).append(surface)
        found = []
        for form in sorted(spellings):
            surfaces = spellings[form]
            spelling = max(surfaces, key=self.spelt.__getitem__)
            count = sum(self.spelt[s] for s in surfaces)
            capitalised = sum(self.capitalised[s] for s in surfaces)
            small = sum(self.spelt[s] for s in surfaces if s[0].islower())
            found.append(WordForm(form, term(spelling), spelling, count, capitalised, small))
        return found


def _mid_sentence(text: str, start: int) -> bool:
    """Whether a word at `start` stands inside a sentence: after a space, a comma, a closing quote
    that a comma precedes; not after a full stop, a line break or an opening quote.
    """
    before = text[max(0, start - 3) : start]
    if not before.endswith(" "):
        return False
    before = before.rstrip()
    if before.endswith(("”", '"', "’")):
        return before[-2:-1] == ","
    return before[-1:] not in ("", ".", "!", "?", ":")
