"""A sentence of an article, as evidence for one question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.english.names import place_keys
from index import Article, Passage
from index.text.furniture import own_sentences
from index.text.sentences import Span, clause_spans
from index.text.terms import term, words

# No sentence is read, or quoted, in pieces of more words than this.
MAX_WORDS = 80


@dataclass(frozen=True)
class Terms:
    """What a text speaks of: its terms, and the keys of the places and bodies it names."""

    terms: frozenset[str]
    places: frozenset[str]

    def __or__(self, other: Terms) -> Terms:
        return Terms(self.terms | other.terms, self.places | other.places)


def last_mark(text: str) -> str:
    """The punctuation that `text` ends with, inside any closing quotation marks and brackets; its
    last letter when there is none.
    """
    return text.rstrip("\"'”’)]»")[-1:]


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
    """The sentence `article.text[start:end]`.

    `before` and `after` are its neighbours' texts, empty at the article's ends.
    """

    article: Article = field(repr=False)
    start: int
    end: int
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)

    @property
    def quote(self) -> str:
        """The verbatim text."""
        return self.article.text[self.start : self.end]

    @cached_property
    def terms(self) -> Terms:
        """What the sentence speaks of."""
        return terms_of(self.quote)

    @cached_property
    def context(self) -> Terms:
        """What it, its neighbours and the article's title speak of."""
        return self.terms | terms_of(f"{self.before}\n{self.after}\n{self.article.title}")


@lru_cache(maxsize=32)
def pieces_of(text: str) -> tuple[Span, ...]:
    """The sentences of an article's `text` without what its page puts around them, each in
    pieces of at most MAX_WORDS words.
    """
    return tuple(p for own in own_sentences(text) for p in clause_spans(text, own, MAX_WORDS))


def sentences_of(article: Article, passages: Sequence[Passage]) -> list[Sentence]:
    """The sentences of `article` that lie in `passages`, whole and in order.

    One that is longer than an answer may be comes in pieces, cut at its clauses.
    """
    text = article.text
    pieces = pieces_of(text)

    def quote(i: int) -> str:
        return text[slice(*pieces[i])] if 0 <= i < len(pieces) else ""

    # Pieces are in order and apart, so that those of a passage follow each other.
    lying = {
        i
        for passage in passages
        for i in range(
            bisect_right(pieces, passage.start, key=lambda piece: piece[1]),
            bisect_left(pieces, passage.end, key=lambda piece: piece[0]),
        )
    }
    return [Sentence(article, *pieces[i], quote(i - 1), quote(i + 1)) for i in sorted(lying)]
