"""`.html` and `.htm`: the main text of a web page and what the page says of it."""

from __future__ import annotations

from typing import Any

from index.article import Article, article_id
from index.cleaning import clean_text, names, one_line, web_address
from index.dates import iso_date
from index.errors import ArticleError
from index.formats.text import title_from_name


def parse_page(content: bytes, name: str, url: str | None = None) -> Article:
    """The article of the page `content`, known as `name`; raises ArticleError when it has none."""
    from trafilatura import bare_extraction

    page: Any = bare_extraction(content, url=url, include_comments=False, with_metadata=True)
    text = clean_text(page.text or "") if page else ""
    if page is None or not text:
        raise ArticleError("has no text")
    return Article(
        id=article_id(name),
        title=one_line(page.title) or title_from_name(name),
        text=text,
        path=name,
        published=iso_date(page.date),
        authors=names(page.author),
        source=one_line(page.sitename),
        url=web_address(page.url),
    )
