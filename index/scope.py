"""Which articles a question limits itself to: by their date, their authors, their outlet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Articles published from `since` to `until` (ISO dates, both included), by one of `authors`,
    in one of `sources`, of one of `outlets`, with one of the ids `articles`. What is not given
    limits nothing; an undated article is in no range of dates.

    Authors and sources are matched by their words, whatever their case and accents: "maria
    silva" is found in "Maria João Silva, CNN". Outlets are whole names, letter for letter, as
    Facets.outlet_names has them: "The Times" is not "The Times of India".
    """

    since: str | None = None
    until: str | None = None
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    articles: frozenset[str] | None = None
    outlets: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether it limits nothing."""
        return self == Scope()


EVERYTHING = Scope()
