"""An answer that is a list of articles, each with its day."""

from __future__ import annotations

from markupsafe import Markup

from assistant import Item, Listed
from ui.ask.exchange import Exchange
from ui.ask.markers import marker_html
from ui.ask.source import Source
from ui.wording import long_date


def entries_html(listed: Listed, exchange: Exchange, turn: int) -> Markup:
    """The list, each entry with the day and outlet of its article and the link to its source."""
    sources = {source.citation.number: source for source in exchange.sources}
    entries = Markup("").join(
        _entry(item, sources[item.citation], turn)
        for item in listed.items
        if item.citation in sources
    )
    head = Markup('<p class="head">{}</p>').format(listed.head) if listed.head else Markup("")
    return Markup('{}<ol class="entries {}">{}</ol>').format(head, listed.kind, entries)


def _entry(item: Item, source: Source, turn: int) -> Markup:
    citation = source.citation
    label = Markup('<p class="label-of">{}</p>').format(item.label) if item.label else Markup("")
    called = Markup('<p class="title">{}</p>').format(source.title)
    known = [long_date(citation.published), source.outlet]
    return Markup(
        '<li>{label}<p class="when">{when}</p>{called}<p class="quoted">{text}{marker}</p></li>'
    ).format(
        label=label,
        when=" · ".join(part for part in known if part),
        called=called,
        text=item.text,
        marker=marker_html(turn, citation.number, source.title),
    )
