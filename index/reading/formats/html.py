"""Web pages: the article's text and what the page says of it, without the page around it."""

from __future__ import annotations

import logging
import re
from pathlib import PurePosixPath

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction

from index.article import Article, article_id
from index.errors import ArticleError
from index.reading.bounded import parse_bounded
from index.reading.cleaning import one_line, web_address, without_controls, without_empty_heading
from index.reading.dates import iso_date
from index.reading.formats.not_articles import PageShape, without_boilerplate
from index.reading.formats.page_metadata import page_metadata
from index.reading.formats.web_charset import page_text
from index.reading.options import DEFAULT_OPTIONS, Limits

MAX_ELEMENTS = 30_000
MIN_TEXT_CHARACTERS = 200

# It says on standard error what is said here by exceptions.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Left in the tree these cost time or speak of something other than the article.
_NO_TEXT = ("style", "svg", "template", "iframe", "object", "embed", "canvas", "dialog")
_MAX_ATTRIBUTE = 2_000
_MAX_CLASS = 300
_MAX_ATTRIBUTES = 200
# The time of a parser grows with the square of a tag's attributes.
_HUGE_TAG = re.compile(r"<[a-z][^<>]{200000}", re.I)
# So does that of trafilatura's second opinion with the paragraphs: only pages up to this get one.
_MAX_COMPARED = 4_000
# What cannot take long, however it is made. Few of the larger pages are honest.
_READ_AT_ONCE = 500_000
_BLOCKS = (
    *("p", "div", "br", "li", "ul", "ol", "blockquote", "pre", "table", "tr", "hr", "section"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "article", "header", "footer", "dd", "dt"),
)
_MAX_FRAGMENT = 500_000
_NO_ARTICLE = (
    "has no article text (a login or cookie wall, a list of links, or a page that only a browser "
    "can build?)"
)


def parse_page(
    content: bytes,
    name: str,
    url: str | None = None,
    charset: str = "",
    limits: Limits = DEFAULT_OPTIONS.limits,
) -> Article:
    """The article on the web page `content`, known as `name` in its corpus.

    `url` is where the page came from and `charset` the encoding that its HTTP header named.
    Raises ArticleError when the page is larger than `limits` allow or takes longer, is not HTML
    or holds no article.
    """
    limits.check_size(len(content))
    article = parse_bounded(
        _parse_page,
        content,
        name,
        url,
        charset,
        gives=Article,
        limits=limits,
        at_once=_READ_AT_ONCE,
    )
    limits.check_length(len(article.text))
    return article


def _parse_page(content: bytes, name: str, url: str | None, charset: str) -> Article:
    tree = _tree(page_text(content, charset))
    about = page_metadata(tree, url)
    title = one_line(about.title) or _title_from(name)
    shape = PageShape(tree)
    paragraphs = _main_text(tree, title)
    text = without_empty_heading("\n\n".join(paragraphs))
    if len(text) < MIN_TEXT_CHARACTERS or not shape.is_article(
        paragraphs, declared=about.is_article
    ):
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
    etree.strip_elements(tree, "script", "figure", with_tail=False)
    for element in tree.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    return "\n\n".join(_paragraphs("".join(tree.itertext())))


def _tree(text: str) -> HtmlElement:
    if _HUGE_TAG.search(text):
        raise ArticleError("has a tag of more than 200,000 characters")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(without_controls(text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError("is not a web page") from error
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    for number, element in enumerate(tree.iter(etree.Element)):
        if number > MAX_ELEMENTS:
            raise ArticleError(f"has more than {MAX_ELEMENTS:,} elements")
        if len(element.attrib) > _MAX_ATTRIBUTES:
            element.attrib.clear()
        for attribute, value in element.attrib.items():
            limit = _MAX_CLASS if attribute in ("class", "id") else _MAX_ATTRIBUTE
            if len(value) > limit or value.count("<") > 20 or without_controls(value) != value:
                del element.attrib[attribute]
        # Control characters come as references too (&#27;), and trafilatura fails on them.
        element.text = without_controls(element.text or "")
        element.tail = without_controls(element.tail or "")
    return tree


def _main_text(tree: HtmlElement, title: str) -> list[str]:
    etree.strip_elements(tree, "script", with_tail=False)
    _unwrap_layout(tree)
    document = bare_extraction(
        tree,
        fast=sum(1 for _ in tree.iter(etree.Element)) > _MAX_COMPARED,
        include_comments=False,
        include_tables=False,
        favor_precision=True,
    )
    text = getattr(document, "text", None) or ""
    paragraphs = [re.sub(r"\A- ", "", paragraph) for paragraph in _paragraphs(text)]
    if paragraphs and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    return without_boilerplate(paragraphs)


def _unwrap_layout(tree: HtmlElement) -> None:
    """Make plain boxes of the tables that hold paragraphs: old pages are laid out in them."""
    for table in tree.xpath(".//table[.//p]"):
        table.tag = "div"
    for part in list(tree.iter("tbody", "tr", "td")):
        if next(part.iterancestors("table"), None) is None:
            part.tag = "div"


def _paragraphs(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in without_controls(text).splitlines())
    return [line for line in lines if line]


def _title_from(name: str) -> str:
    return re.sub(r"[-_]+", " ", PurePosixPath(name).stem).strip().capitalize()
