"""What a web page says of its article: title, date, authors, outlet, address."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)\Z")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_DATES = (
    *("article:published_time", "og:article:published_time", "datepublished", "date.created"),
    *("parsely-pub-date", "dc.date.issued", "dc.date", "pubdate", "publishdate", "sailthru.date"),
)
_MAX_JSON = 300_000
_MAX_AUTHORS = 20
_MAX_OBJECTS = 2_000
_TITLE_ENDS = (" | ", " - ", " – ", " — ", " · ", " :: ", " « ", " » ")
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\d{3}", re.I)
_BY = re.compile(r"\A(?:by|from|written by|reported by|words by)\s+", re.I)


@dataclass(frozen=True)
class PageMetadata:
    """As the page writes it: dates in any form, names and titles uncleaned."""

    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None
    is_article: bool = False
    """Whether the page says that it is an article."""


def page_metadata(tree: HtmlElement, url: str | None = None) -> PageMetadata:
    """What `tree` says of itself; `url` is where it came from.

    Its JSON-LD (schema.org) comes first, then its `<meta>` tags, then what trafilatura finds
    elsewhere. A canonical address is believed only within the site that the page came from. The
    JSON-LD is taken out of `tree`.
    """
    described = _take_json_ld(tree)
    story = next(filter(_is_article, described), {})
    dated = next((item for item in described if _string(item.get("datePublished"))), {})
    meta = _Meta(tree)
    # Its own reading of JSON-LD is left out: it guesses names by patterns where JSON is broken,
    # and takes minutes over what is made to be broken.
    guessed = extract_metadata(
        tree, url, {"original_date": True, "extensive_search": False, "url": None}
    )
    source = _name(story.get("publisher")) or meta.first(
        "og:site_name", "application-name", "dc.publisher", "publisher"
    )
    title = _string(story.get("headline")) or meta.first("og:title") or guessed.title
    source = source or _after_title(tree, title) or guessed.sitename
    authors = (
        tuple(_names(story.get("author")))
        or tuple(_names(meta.all(*_AUTHORS)))
        or tuple(_names(guessed.author.split(";") if guessed.author else None))
    )
    return PageMetadata(
        title=_without_source(title, source),
        published=(
            _string(story.get("datePublished"))
            or _string(story.get("dateCreated"))
            or meta.first(*_DATES)
            or _string(dated.get("datePublished"))
            or guessed.date
        ),
        authors=tuple(dict.fromkeys(authors))[:_MAX_AUTHORS],
        source=source,
        url=_address(tree, story, meta, url),
        is_article=bool(story) or (meta.first("og:type") or "").lower() == "article",
    )


class _Meta:
    """The `<meta>` tags of a page, by name or property in lower case."""

    def __init__(self, tree: HtmlElement) -> None:
        self._values: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            key = element.get("property") or element.get("name") or element.get("itemprop") or ""
            value = " ".join((element.get("content") or "").split())
            if key and value:
                self._values.setdefault(key.strip().lower(), []).append(value)

    def all(self, *names: str) -> list[str]:
        return next((self._values[name] for name in names if name in self._values), [])

    def first(self, *names: str) -> str | None:
        return next(iter(self.all(*names)), None)


def _take_json_ld(tree: HtmlElement) -> list[dict[str, Any]]:
    """The objects that the page's JSON-LD describes it by; its scripts are taken out of `tree`."""
    described: list[dict[str, Any]] = []
    for script in list(tree.iter("script")):
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        if not kind.endswith("+json"):
            continue
        text = script.text or ""
        script.drop_tree()
        if kind != "application/ld+json" or len(text) > _MAX_JSON:
            continue
        with contextlib.suppress(ValueError, RecursionError):
            described += _objects(json.loads(text.strip().rstrip(";"), strict=False))
    return described


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in kinds)


def _objects(loaded: Any) -> Iterator[dict[str, Any]]:
    """The objects that a page may be described in: top ones, and those of lists and graphs."""
    waiting = [loaded]
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item[:_MAX_OBJECTS]
        elif isinstance(item, dict):
            yield item
            waiting[:0] = [item[key] for key in ("@graph", "mainEntity") if key in item]


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return value.strip() or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _names(value: Any) -> Iterator[str]:
    """The people (or newsrooms) in an author field, whatever its shape."""
    for item in value if isinstance(value, list) else [value]:
        found = item.get("name") if isinstance(item, dict) else item
        if isinstance(found, list):
            yield from _names(found)
        elif isinstance(found, str):
            for part in re.split(r"\s*(?:;|,|\||\band\b|&)\s*", found):
                name = _BY.sub("", part.strip())
                if name and len(name) <= 100 and not _NOT_A_NAME.search(name):
                    yield name


def _without_source(title: str | None, source: str | None) -> str | None:
    """A title without the outlet's name that many pages put after it."""
    for end in _TITLE_ENDS:
        head, found, tail = (title or "").rpartition(end)
        if found and source and tail.strip().casefold() in source.casefold() and head.strip():
            return head.strip()
    return title


def _after_title(tree: HtmlElement, title: str | None) -> str | None:
    """The outlet's name, where the window's title is the story's and then that."""
    window = " ".join((tree.findtext(".//title") or "").split())
    rest = window.removeprefix(title or window).strip()
    end = next((end for end in _TITLE_ENDS if rest.startswith(end.strip())), None)
    return rest.removeprefix(end.strip()).strip() or None if end and len(rest) < 60 else None


def _address(tree: HtmlElement, story: dict[str, Any], meta: _Meta, url: str | None) -> str | None:
    page = story.get("mainEntityOfPage")
    candidates = [
        *(link.get("href") for link in tree.iter("link") if _is_canonical(link)),
        meta.first("og:url"),
        _string(story.get("url")),
        _string(page.get("@id")) if isinstance(page, dict) else _string(page),
    ]
    for candidate in candidates:
        if not candidate:
            continue
        try:
            address = urljoin(url or "", candidate.strip())
            parts = urlsplit(address)
            own = urlsplit(url) if url else parts
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname:
            continue
        front_page = parts.path in ("", "/") and not parts.query
        if front_page and (own.path not in ("", "/") or own.query):
            continue
        if _same_site(parts.hostname, own.hostname or ""):
            return str(urldefrag(address).url)
    return url


def _is_canonical(link: HtmlElement) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def _same_site(one: str, other: str) -> bool:
    one, other = one.lower(), other.lower()
    return (
        one == other
        or one.endswith("." + other)
        or other.endswith("." + one)
        or (one.split(".")[-2:] == other.split(".")[-2:] and len(one.split(".")[-2]) > 3)
    )
