"""The articles themselves, a page at a time: for who browses instead of asking."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assistant.understand.bylines import outlet_of
from index import Article, Generation
from index.errors import AssistantError
from index.scope import Scope
from index.text.terms import search_terms

_OPENING = 240


class BrowsingError(AssistantError, ValueError):
    """A page of articles that cannot be given."""

    exit_code = 2


@dataclass(frozen=True)
class ArticleLine:
    """What a list says of an article: `outlet` is its source, or else its address's host;
    `opening` its first 240 characters; `characters` its length.
    """

    id: str
    title: str
    published: str | None
    authors: tuple[str, ...]
    source: str | None
    outlet: str | None
    url: str | None
    path: str
    opening: str
    characters: int


@dataclass(frozen=True)
class ArticlePage:
    """Some of the `total` articles that were asked for, from `offset` on, newest first."""

    total: int
    offset: int
    articles: tuple[ArticleLine, ...]


@dataclass(frozen=True)
class Outlet:
    """Who published some of the articles, and how many."""

    name: str
    articles: int


@dataclass(frozen=True)
class Wanted:
    """Which articles are wanted, as Assistant.articles describes it."""

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    query: str | None = None
    offset: int = 0
    limit: int = 20

    def __post_init__(self) -> None:
        if self.limit < 1 or self.offset < 0:
            raise BrowsingError(
                f"The offset is {self.offset} and the limit {self.limit}; they must be at least "
                "0 and 1."
            )
        for day in filter(None, (self.since, self.until)):
            try:
                dt.date.fromisoformat(day)
            except ValueError as error:
                raise BrowsingError(f"{day!r} is no date: write it as 2025-02-13.") from error


def browse(generation: Generation, wanted: Wanted) -> ArticlePage:
    """The page of `generation`'s articles that is wanted.

    Raises IndexUnavailableError when the index turns out to be damaged.
    """
    scope = Scope(wanted.since, wanted.until, sources=wanted.sources, outlets=wanted.outlets)
    terms = search_terms(wanted.query or "")
    if terms:
        found = generation.articles_with(terms, scope)
    elif wanted.query and wanted.query.strip():
        found = []  # words that no index has: the, of
    else:
        found = generation.articles_in(scope)
    some = found[wanted.offset : wanted.offset + wanted.limit]
    lines = tuple(_line(generation.article(dated.id)) for dated in some)
    return ArticlePage(len(found), wanted.offset, lines)


def _line(article: Article) -> ArticleLine:
    return ArticleLine(
        id=article.id,
        title=article.title,
        published=article.published,
        authors=article.authors,
        source=article.source,
        outlet=outlet_of(article),
        url=article.url,
        path=article.path,
        opening=article.text[:_OPENING],
        characters=len(article.text),
    )
