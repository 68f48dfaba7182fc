"""RSS and Atom feeds: bytes in, entries out. Nothing is fetched here."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import feedparser

from index.errors import ArticleError
from index.reading.bounded import parse_bounded
from index.reading.cleaning import names, one_line, web_address
from index.reading.dates import iso_date
from index.reading.formats.html import html_text
from index.reading.options import DEFAULT_OPTIONS, Limits

MAX_ENTRIES = 200
MAX_FEED_BYTES = 10_000_000

# What the parser cannot take long over, however it is made: five times as much may take it 10 s.
_READ_AT_ONCE = 20_000

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.S)
_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|RDF|channel)\b")
# What publishing systems put under an entry's text, and what stands for the rest of a cut one.
_TAIL = re.compile(
    r"\n\n(?:The post .{1,400} (?:appeared first on|first appeared on) [^\n]{1,200}"
    r"|(?:continue reading|read more|read the full (?:story|article))[^\n]{0,100})\Z",
    re.I,
)


@dataclass(frozen=True)
class Entry:
    """One entry of a feed; `text` is what the feed itself gives of it, as plain paragraphs."""

    title: str | None
    url: str | None
    published: str | None
    authors: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Feed:
    """A feed's newest entries, newest first, and how many older ones were left out."""

    title: str | None
    entries: tuple[Entry, ...]
    left_out: int


def is_feed(content: bytes, content_type: str = "") -> bool:
    """Whether `content` is an RSS or Atom feed: by its root element, or failing that its type.

    A page that links to a feed is a page, whatever type it is sent as.
    """
    start = content[:8_192]
    codec = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = start.decode(codec, "replace")
    rest = text[match.end() :] if (match := _BEFORE_ROOT.match(text)) else text
    if _ROOT.match(rest):
        return True
    return content_type in _FEED_TYPES and not re.match(r"<(?:!doctype\s+)?html\b", rest, re.I)


def parse_feed(
    content: bytes,
    url: str = "",
    max_entries: int = MAX_ENTRIES,
    limits: Limits = DEFAULT_OPTIONS.limits,
) -> Feed:
    """The `max_entries` newest entries of the feed `content`, which came from `url`.

    Broken XML is read as far as it can be. A large feed may take the seconds and the memory that
    `limits` allow: some broken ones would take the parser hours. Raises ArticleError when no
    entry can be read.
    """
    if len(content) > MAX_FEED_BYTES:
        raise ArticleError(f"larger than {MAX_FEED_BYTES // 1_000_000} MB")
    return parse_bounded(
        _parse, content, url, max_entries, gives=Feed, limits=limits, at_once=_READ_AT_ONCE
    )


def _parse(content: bytes, url: str, max_entries: int) -> Feed:
    # A stream, never a string: feedparser would fetch or open what a string names.
    parsed = feedparser.parse(
        io.BytesIO(content),
        resolve_relative_uris=False,
        sanitize_html=False,  # the text is taken out of the HTML here, which is never shown
        response_headers={"content-location": url} if url else {},
    )
    found = parsed.entries
    if not found:
        raise ArticleError("is not a feed that can be read, or has no entries")
    newest = sorted(found, key=_moment, reverse=True)[:max_entries]
    return Feed(
        title=one_line(_plain(parsed.feed.get("title"))),
        entries=tuple(_entry(item, url) for item in newest),
        left_out=len(found) - len(newest),
    )


def _moment(item: Any) -> tuple[int, ...]:
    parsed = item.get("published_parsed") or item.get("updated_parsed")
    return tuple(parsed[:6]) if parsed else ()


def _entry(item: Any, base: str) -> Entry:
    link = item.get("link")
    return Entry(
        title=one_line(_plain(item.get("title"))),
        url=web_address(_joined(base, link)) if isinstance(link, str) else None,
        published=iso_date(item.get("published") or item.get("updated")) or _day(item),
        authors=_authors(item),
        text=_text(item),
    )


def _joined(base: str, link: str) -> str | None:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return None


def _day(item: Any) -> str | None:
    moment = _moment(item)
    try:
        return dt.date(*moment[:3]).isoformat() if moment else None
    except ValueError:
        return None


def _authors(item: Any) -> tuple[str, ...]:
    named = [author.get("name") for author in item.get("authors") or [] if author.get("name")]
    # "desk@example.com (Ann Lee)" is how RSS 2.0 has it.
    return tuple(
        name
        for written in named or [item.get("author")]
        for name in names(re.sub(r"\S+@\S+", "", written or "").strip("() "))
    )


def _text(item: Any) -> str:
    bodies = [*(item.get("content") or []), item.get("summary_detail") or {}]
    texts = [
        _one_form(body.get("value") or "", str(body.get("type") or "")) for body in bodies if body
    ]
    text = max(texts, key=len, default="")
    return _TAIL.sub("", text).strip()


def _one_form(value: str, kind: str) -> str:
    if kind == "text/plain" and not re.search(r"<(?:p|br|div|a)\b", value):
        return "\n\n".join(" ".join(part.split()) for part in value.splitlines() if part.strip())
    try:
        return html_text(value)
    except ArticleError:  # costs the entry its text, not the feed its entries
        return ""


def _plain(value: Any) -> str | None:
    return _one_form(value, "text/html") if isinstance(value, str) and value else None
