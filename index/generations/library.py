"""The valid articles of a generation, wherever its segments hold them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.article import Article
from index.generations.segment import Segment
from index.text.passages import Passage
from index.text.vocabulary import WordForm


@dataclass(frozen=True)
class Shelf:
    """A segment and which of its articles are valid; None means all of them."""

    segment: Segment
    valid: frozenset[str] | None

    def has(self, article_id: str) -> bool:
        """Whether that article, if the segment holds it, is valid."""
        return self.valid is None or article_id in self.valid


class Library:
    """Reads the articles, passages and words of several segments as one; safe for threads."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = tuple(shelves)

    def article(self, article_id: str) -> Article | None:
        """The article with that id, or None."""
        shelf, article = self._find(article_id)
        return article if shelf else None

    def openings(self, article_ids: Sequence[str], length: int) -> Iterator[tuple[str, str, str]]:
        """For each of those articles its id, title and first `length` characters, in no order.

        That is much quicker than reading the articles whole.
        """
        for shelf in self._shelves:
            own = [id_ for id_ in article_ids if shelf.has(id_)]
            yield from shelf.segment.store.openings(own, length)

    def newest(self, limit: int) -> list[Article]:
        """The newest `limit` articles, newest first, undated ones last."""
        heads = [
            (
                article
                for id_ in shelf.segment.store.newest()
                if shelf.has(id_) and (article := shelf.segment.store.article(id_))
            )
            for shelf in self._shelves
        ]
        merged = heapq.merge(*heads, key=lambda a: (a.published or "", a.path), reverse=True)
        return list(islice(merged, limit))

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article, in order."""
        shelf, _ = self._find(article_id)
        return shelf.segment.store.passages_of(article_id) if shelf else []

    def words(self, terms: Sequence[str]) -> list[WordForm]:
        """The forms in the articles of those terms."""
        return _added(w for shelf in self._shelves for w in shelf.segment.store.words(terms))

    def words_like(self, first: str, shortest: int, longest: int) -> list[WordForm]:
        """The forms that begin with `first` and have `shortest` to `longest` letters."""
        return _added(
            word
            for shelf in self._shelves
            for word in shelf.segment.store.words_like(first, shortest, longest)
        )

    def _find(self, article_id: str) -> tuple[Shelf | None, Article | None]:
        for shelf in self._shelves:
            if shelf.has(article_id) and (found := shelf.segment.store.article(article_id)):
                return shelf, found
        return None, None


def _added(forms: Iterator[WordForm]) -> list[WordForm]:
    """Forms of several segments, those of the same word as one; the commonest spelling stays."""
    total: dict[str, WordForm] = {}
    for form in forms:
        known = total.get(form.form)
        if known is not None:
            more = form if form.count > known.count else known
            form = WordForm(
                form.form,
                more.term,
                more.spelling,
                form.count + known.count,
                form.capitalised + known.capitalised,
                form.small + known.small,
            )
        total[form.form] = form
    return list(total.values())
