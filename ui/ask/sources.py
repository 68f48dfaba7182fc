"""The sources panel: for each answer its quotes, each in its passage.

The panel holds the sources of every answer and shows those of one; the script in `assets` shows
another's when a reader follows one of its markers. Everything from an article is escaped by
`Markup.format`.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant import Answer
from ui.ask.exchange import Exchange, Exchanges
from ui.ask.source import Considered, Source
from ui.wording import authored, long_date, well_formed

_NONE_YET = "Ask a question: the sentences that answer it appear here, each in its place."
_NONE = "This reply quotes no article."
_SCORED = "Read for this question and not quoted. The score, from 0 to 1, is of the best sentence."
_WHOLE = Markup('<button type="button" class="whole" aria-expanded="false">Whole passage</button>')
_READ = Markup('<button type="button" class="read" aria-label="{}">Whole article</button>')
# How many characters of the passage stand on either side of a quote until the reader asks for
# the whole, and how many are the least worth hiding.
_NEAR = 220
_LEAST_HIDDEN = 80


def anchor(turn: int, number: int | None = None) -> str:
    """The id of a turn's sources, or of source `number` among them."""
    return f"sources-{turn}" if number is None else f"source-{turn}-{number}"


def heading(answer: Answer | None) -> str:
    """What the sources of `answer` are called: a refusal's only come near."""
    return "Sources" if answer is None or answer.answered else "Nearest in the articles"


def panel_html(exchanges: Exchanges) -> str:
    """The whole panel, with the sources of the latest exchange showing."""
    if not exchanges:
        empty = Markup("<h2>{}</h2><p>{}</p>").format(heading(None), _NONE_YET)
        return Markup('<section class="sources empty">{}</section>').format(empty)
    return well_formed(
        Markup("").join(
            _section(exchange, turn, shown=turn == len(exchanges))
            for turn, exchange in enumerate(exchanges, 1)
        )
    )


def _section(exchange: Exchange, turn: int, shown: bool) -> Markup:
    considered = _considered(exchange.considered)
    if exchange.sources:
        asked = Markup('<p class="asked">for “{}”</p>').format(exchange.question)
        items = Markup("").join(_item(source, turn) for source in exchange.sources)
        body = Markup("{}<ol>{}</ol>{}").format(asked, items, considered)
    else:
        body = Markup("<p>{}</p>").format(_NONE)
    name = heading(exchange.answer if exchange.sources else None)
    return Markup('<section class="{}" id="{}" tabindex="-1"{}><h2>{}</h2>{}</section>').format(
        "sources" if exchange.sources else "sources empty",
        anchor(turn),
        Markup("" if shown else " hidden"),
        name,
        body,
    )


def _item(source: Source, turn: int) -> Markup:
    citation = source.citation
    far_before, near_before = _tail(source.before.lstrip())
    near_after, far_after = _head(source.after.rstrip())
    return Markup(
        '<li class="source" id="{id}" tabindex="-1"{place}>'
        '<span class="number">{number}</span>'
        '<h3>{title}</h3><p class="byline">{byline}</p>'
        "<blockquote>{before}<mark>{quote}</mark>{after}</blockquote>{others}"
        '<p class="ways">{whole}{read}{original}'
        '<button type="button" class="back">Back to the answer</button></p></li>'
    ).format(
        id=anchor(turn, citation.number),
        place=_place(citation.article_id, citation.start, citation.end),
        number=citation.number,
        title=_title(source),
        byline=_byline(source),
        before=_span("far", far_before) + _span("near", near_before),
        quote=citation.quote,
        after=_span("near", near_after) + _span("far", far_after),
        others=_others(source),
        whole=_WHOLE if far_before or far_after else "",
        read=_READ.format(f"Whole article: {source.title}"),
        original=_original(source),
    )


def _place(article_id: str, start: int, end: int) -> Markup:
    """Where a quote stands, for the script that shows the whole article."""
    return Markup(' data-article="{}" data-start="{}" data-end="{}"').format(article_id, start, end)


def _original(source: Source) -> Markup:
    if source.url is None:
        return Markup("")
    return Markup(
        '<a class="original" href="{}" title="{}" target="_blank" rel="noopener noreferrer">'
        "Original</a>"
    ).format(source.address, f"The article at {source.outlet}")


def _considered(passages: Sequence[Considered]) -> Markup:
    """The passages that were read and not quoted, to be unfolded."""
    if not passages:
        return Markup("")
    items = Markup("").join(_passage(passage) for passage in passages)
    return Markup(
        '<details class="considered"><summary>{}</summary><p class="scored">{}</p>'
        "<ol>{}</ol></details>"
    ).format(f"More from the articles ({len(passages)})", _SCORED, items)


def _passage(passage: Considered) -> Markup:
    article = passage.article
    known = [passage.outlet, long_date(article.published), f"score {passage.score:.2f}"]
    return Markup(
        '<li class="passage" tabindex="-1"{place}><h3>{title}</h3><p class="byline">{byline}</p>'
        '<blockquote>{text}</blockquote><p class="ways">{read}</p></li>'
    ).format(
        place=_place(article.id, passage.start, passage.end),
        title=passage.title,
        byline=" · ".join(part for part in known if part),
        text=passage.text.strip(),
        read=_READ.format(f"Whole article: {passage.title}"),
    )


def _others(source: Source) -> Markup:
    """The other articles that tell the story, which need not be quoted again."""
    if not source.others:
        return Markup("")
    lines = Markup("").join(Markup("<span>{}</span>").format(line) for line in source.others)
    return Markup('<p class="others">The same story: {}</p>').format(lines)


def _tail(text: str) -> tuple[str, str]:
    """What is far from the quote that follows `text`, and what is near it."""
    if len(text) < _NEAR + _LEAST_HIDDEN:
        return "", text
    cut = len(text) - _NEAR
    space = text.find(" ", cut)
    cut = space if space >= 0 else cut
    return text[:cut], text[cut:]


def _head(text: str) -> tuple[str, str]:
    """What is near the quote that stands before `text`, and what is far from it."""
    if len(text) < _NEAR + _LEAST_HIDDEN:
        return text, ""
    space = text.rfind(" ", 0, _NEAR)
    cut = space if space >= 0 else _NEAR
    return text[:cut], text[cut:]


def _span(name: str, text: str) -> Markup:
    return Markup('<span class="{}">{}</span>').format(name, text) if text else Markup("")


def _title(source: Source) -> Markup:
    if source.url is None:
        return Markup("{}").format(source.title)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        source.address, source.title
    )


def _byline(source: Source) -> str:
    """Outlet, date and authors, as far as they are known."""
    parts = [source.outlet, long_date(source.citation.published)]
    if source.citation.authors:
        parts.append(authored(source.citation.authors))
    return " · ".join(part for part in parts if part)
