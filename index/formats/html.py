"""Web pages: the article's text and what the page says of it, without the page around it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction

from index.article import Article, article_id
from index.cleaning import one_line, web_address, without_controls, without_empty_heading
from index.dates import iso_date
from index.errors import ArticleError
from index.formats.page_metadata import page_metadata
from index.formats.web_charset import page_text

MAX_PAGE_BYTES = 10_000_000
MAX_TAGS = 200_000
MIN_TEXT_CHARACTERS = 200

# Left in the tree these cost time or speak of something other than the article.
_NO_TEXT = ("style", "svg", "template", "iframe", "object", "embed", "canvas", "dialog")
_MAX_ATTRIBUTE = 2_000
_BLOCKS = (
    *("p", "div", "br", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "hr", "section"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "article", "header", "footer", "dd", "dt"),
)
_MAX_FRAGMENT = 500_000
_NO_ARTICLE = (
    "has no article text (a login or cookie wall, a list of links, or a page that only a browser "
    "can build?)"
)


def parse_page(content: bytes, name: str, url: str | None = None, charset: str = "") -> Article:
    """The article on the web page `content`, known as `name` in its corpus.

    `url` is where the page came from and `charset` the encoding that its HTTP header named.
    Raises ArticleError when the page is too large, is not HTML or holds no article.
    """
    if len(content) > MAX_PAGE_BYTES:
        raise ArticleError(f"larger than {MAX_PAGE_BYTES // 1_000_000} MB")
    if content.count(b"<") > MAX_TAGS:
        raise ArticleError(f"has more than {MAX_TAGS:,} tags")
    tree = _tree(page_text(content, charset))
    about = page_metadata(tree, url)
    title = one_line(about.title) or _title_from(name)
    text = _main_text(tree, title)
    if len(text) < MIN_TEXT_CHARACTERS:
        raise ArticleError(_NO_ARTICLE)
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=iso_date(about.published),
        authors=tuple(author for item in about.authors if (author := one_line(item))),
        source=one_line(about.source),
        url=web_address(about.url),
    )


def html_text(fragment: str) -> str:
    """The words of a piece of HTML, a block a paragraph, with blank lines between."""
    fragment = fragment[:_MAX_FRAGMENT]
    if "<" not in fragment and "&" not in fragment:
        return "\n\n".join(_paragraphs(fragment))
    tree = _tree(f"<div>{fragment}</div>")
    etree.strip_elements(tree, *_NO_TEXT, "script", "figure", with_tail=False)
    for element in tree.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    return "\n\n".join(_paragraphs("".join(tree.itertext())))


def _tree(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(without_controls(text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError("is not a web page") from error
    for element in tree.iter(etree.Element):
        for attribute, value in element.attrib.items():
            if len(value) > _MAX_ATTRIBUTE:
                del element.attrib[attribute]
    return tree


def _main_text(tree: HtmlElement, title: str) -> str:
    etree.strip_elements(tree, *_NO_TEXT, "script", with_tail=False)
    document = bare_extraction(
        tree, include_comments=False, include_tables=False, favor_precision=True
    )
    text = getattr(document, "text", None) or ""
    paragraphs = [re.sub(r"\A- ", "", paragraph) for paragraph in _paragraphs(text)]
    if paragraphs and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    return without_empty_heading("\n\n".join(paragraphs))


def _paragraphs(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in without_controls(text).splitlines())
    return [line for line in lines if line]


def _title_from(name: str) -> str:
    return re.sub(r"[-_]+", " ", PurePosixPath(name).stem).strip().capitalize()
