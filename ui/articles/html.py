"""The articles as HTML that is made here: a page of the list, and one of them with its text.

Everything that is an article's is escaped by `Markup.format`.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from assistant import Article, ArticleLine, ArticlePage, outlet_of
from ui.ask.source import safe_address
from ui.wording import authored, headline, long_date, well_formed

_COLUMNS = ("Title", "Outlet", "Date")


def list_html(page: ArticlePage) -> str:
    """A table of the articles of `page`; each title is a button that opens the article."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in _COLUMNS)
    rows = Markup("").join(_row(line) for line in page.articles)
    if not page.articles:
        return well_formed(Markup('<p class="count" role="status">{}</p>').format(count(page)))
    return well_formed(
        Markup(
            '<table><caption class="count" role="status">{}</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        ).format(count(page), head, rows)
    )


def count(page: ArticlePage) -> str:
    """Which articles of how many the page shows."""
    if page.total == 0:
        return "There is no such article."
    if not page.articles:
        return f"There are only {page.total:,}."
    first, last = page.offset + 1, page.offset + len(page.articles)
    shown = f"{first:,}" if first == last else f"{first:,}–{last:,}"
    kind = "article" if page.total == 1 else "articles, newest first"
    return f"{shown} of {page.total:,} {kind}"


def _row(line: ArticleLine) -> Markup:
    return Markup(
        '<tr><th scope="row"><button type="button" data-value="{}"><bdi>{}</bdi></button></th>'
        "<td><bdi>{}</bdi></td><td>{}</td></tr>"
    ).format(line.id, _title(line), line.outlet or "", long_date(line.published))


def article_html(article: Article) -> str:
    """One article: its title, what is known of it, a link to its address, and its text."""
    known = [outlet_of(article), long_date(article.published)]
    if article.authors:
        known.append(authored(article.authors))
    byline = Markup(" · ").join(Markup("<bdi>{}</bdi>").format(part) for part in known if part)
    address = safe_address(article.url)
    link = Markup("")
    if address is not None:
        link = Markup(
            '<p class="original"><a href="{}" target="_blank" rel="noopener noreferrer">'
            "The original</a></p>"
        ).format(address)
    paragraphs = re.split(r"\n\s*\n", article.text.strip())
    text = Markup("").join(Markup('<p dir="auto">{}</p>').format(p) for p in paragraphs)
    return well_formed(
        Markup(
            '<article><h2 tabindex="-1" dir="auto">{}</h2><p class="byline">{}</p>{}'
            '<div class="text">{}</div></article>'
        ).format(_title(article), byline, link, text)
    )


def _title(article: Article | ArticleLine) -> str:
    return headline(article.title, outlet_of(article)) or article.path
