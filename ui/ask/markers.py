"""The small links from an answer to its sources."""

from __future__ import annotations

from markupsafe import Markup

from ui.ask.exchange import Exchange
from ui.ask.sources import anchor


def marker_html(turn: int, number: int, title: str) -> Markup:
    """The link to source `number` of a turn, which has that title."""
    return Markup('<a class="cite" href="#{}" title="{}">{}</a>').format(
        anchor(turn, number), f"Source {number}: {title}", f"[{number}]"
    )


def titles_of(exchange: Exchange) -> dict[int, str]:
    """The titles of an exchange's sources by their numbers."""
    return {s.citation.number: s.title for s in exchange.sources}
