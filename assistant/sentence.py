"""A sentence of an article, as evidence for one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.names import place_keys
from assistant.readable import readable
from index import Article, Passage
from index.sentences import sentence_spans
from index.terms import term, words


@dataclass(frozen=True)
class Terms:
    """What a text speaks of: its terms, and the keys of the places and bodies it names."""

    terms: frozenset[str]
    places: frozenset[str]

    def __or__(self, other: Terms) -> Terms:
        return Terms(self.terms | other.terms, self.places | other.places)


def terms_of(text: str) -> Terms:
    """The terms of `text`, those of hyphenated words' parts included."""
    found = set()
    for word in words(text):
        found.add(word.term)
        if "-" in word.surface:
            found.update(term(part) for part in word.surface.split("-") if part)
    return Terms(frozenset(found), place_keys(text))


@dataclass(frozen=True)
class Sentence:
    """The sentence `article.text[start:end]`; `clear` is its text with its "he" made plain.

    `before` and `after` are its neighbours' clear texts, empty at the article's ends.
    """

    article: Article = field(repr=False)
    start: int
    end: int
    clear: str
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @property
    def quote(self) -> str:
        """The verbatim text."""
        return self.article.text[self.start : self.end]

    @cached_property
    def terms(self) -> Terms:
        """What the sentence speaks of."""
        return terms_of(self.clear)

    @cached_property
    def context(self) -> Terms:
        """What it, its neighbours and the article's title speak of."""
        return self.terms | terms_of(f"{self.before}\n{self.after}\n{self.article.title}")


def sentences_of(article: Article, passages: Sequence[Passage]) -> list[Sentence]:
    """The sentences of `article` that lie in `passages`, whole and in order."""
    spans = sentence_spans(article.text)
    clear = [readable(article.text, start, end, titled=True) for start, end in spans]
    found = []
    for i, (start, end) in enumerate(spans):
        if any(start < p.end and p.start < end for p in passages):
            before = clear[i - 1] if i else ""
            after = clear[i + 1] if i + 1 < len(spans) else ""
            found.append(Sentence(article, start, end, clear[i], before, after))
    return found
