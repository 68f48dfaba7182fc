"""When, by whom and in which outlet the articles of a segment were published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from index.generations.store import ArticleStore
from index.scope import Scope
from index.text.terms import fold, words

Mask = npt.NDArray[np.bool_]
# The day of an article that has none; dt.date.toordinal() gives 1 at the least.
UNDATED = 0


@dataclass(frozen=True)
class Facets:
    """What is known of each article, by its row, and of each passage, by its own.

    `days` are dates as dt.date.toordinal() gives them, UNDATED where there is none; `outlets` is
    what an outlet may be called, `outlet_names` what it is called, empty if unknown; `passages`
    says which article's each passage is.
    """

    ids: tuple[str, ...]
    days: npt.NDArray[np.int32]
    authors: tuple[tuple[str, ...], ...]
    outlets: tuple[str, ...]
    outlet_names: tuple[str, ...]
    passages: npt.NDArray[np.int32]

    @staticmethod
    def read(store: ArticleStore) -> Facets:
        """The facets of the articles in `store`. Raises sqlite3.Error when it is damaged."""
        ids, days, authors, outlets, outlet_names = [], [], [], [], []
        known: dict[str, str] = {}  # so that a name is held once, however many articles have it
        for id_, published, names, source, url in store.facets():
            ids.append(id_)
            days.append(day_of(published))
            authors.append(names)
            called = outlet(source, url)
            outlets.append(known.setdefault(called, called))
            name = outlet_name(source, url)
            outlet_names.append(known.setdefault(name, name))
        return Facets(
            tuple(ids),
            np.array(days, dtype=np.int32),
            tuple(authors),
            tuple(outlets),
            tuple(outlet_names),
            np.array(store.article_rows(), dtype=np.int32),
        )

    def within(self, scope: Scope) -> Mask:
        """Which articles are in `scope`, shape (articles,)."""
        inside = np.ones(len(self.ids), dtype=np.bool_)
        if scope.since is not None:
            inside &= self.days >= day_of(scope.since)
        if scope.until is not None:
            inside &= (self.days <= day_of(scope.until)) & (self.days != UNDATED)
        if scope.authors:
            inside &= self._by(scope.authors, self._author_words)
        if scope.sources:
            inside &= self._by(scope.sources, self._outlet_words)
        if scope.outlets:
            # A limit that was kept may name an outlet by its address.
            named = frozenset(outlet_name(name, None) for name in scope.outlets)
            inside &= np.fromiter(
                (name in named for name in self.outlet_names), np.bool_, len(self.ids)
            )
        if scope.articles is not None:
            chosen = scope.articles
            inside &= np.fromiter((id_ in chosen for id_ in self.ids), np.bool_, len(self.ids))
        return inside

    @cached_property
    def _author_words(self) -> tuple[frozenset[str], ...]:
        known: dict[tuple[str, ...], frozenset[str]] = {}
        return tuple(
            known.setdefault(names, frozenset(name_words(" ".join(names))))
            for names in self.authors
        )

    @cached_property
    def _outlet_words(self) -> tuple[frozenset[str], ...]:
        known: dict[str, frozenset[str]] = {}
        return tuple(known.setdefault(name, frozenset(name_words(name))) for name in self.outlets)

    @staticmethod
    def _by(names: tuple[str, ...], written: tuple[frozenset[str], ...]) -> Mask:
        wanted = [frozenset(name_words(name)) for name in names]
        return np.fromiter(
            (any(some and some <= these for some in wanted) for these in written),
            np.bool_,
            len(written),
        )


def outlet(source: str | None, url: str | None) -> str:
    """What an article's outlet is called: its name, its source, and its address's host; empty if
    unknown.

    "www.usatoday.com" makes it known as "usatoday" too.
    """
    parts = (outlet_name(source, url), source or "", host_of(url))
    return " ".join(dict.fromkeys(part for part in parts if part))


def outlet_name(source: str | None, url: str | None) -> str:
    """What people call an outlet: its source, or else what its address's host is known as;
    empty if unknown.
    """
    called = source or host_of(url)
    host = called.lower().removeprefix("www.")
    # "m.bbc.com" and "eu.usatoday.com" are the same as without.
    return _names().get(host) or _names().get(host.partition(".")[2], called)


@cache
def _names() -> dict[str, str]:
    text = files("index").joinpath("text/lexicon/outlets.tsv").read_text("utf-8")
    lines = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {host: name for host, _, name in lines}


def host_of(url: str | None) -> str:
    """The host of an address without its "www.", empty when it is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def name_words(name: str) -> list[str]:
    """The words that a person's or an outlet's name is matched by."""
    return [fold(word.surface) for word in words(name.replace(".", " "))]


def day_of(iso: str | None) -> int:
    """The day of an ISO date, as dt.date.toordinal() gives it; UNDATED when there is none."""
    if not iso:
        return UNDATED
    try:
        return dt.date.fromisoformat(iso).toordinal()
    except ValueError:
        return UNDATED
