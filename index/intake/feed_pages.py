"""The articles of a feed's entries: from their pages, or from the feed where it gives more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from urllib.parse import urlsplit

from index.article import Article, article_id
from index.errors import ArticleError, FetchError
from index.intake.feeds import Entry, Feed
from index.intake.fetch import fetch
from index.intake.file_names import page_name
from index.reading.formats.html import parse_page
from index.reading.options import DEFAULT_OPTIONS

THREADS = 6
THREADS_PER_HOST = 2
FAILURES_PER_HOST = 5
PAGE_SECONDS = 30.0
MIN_FEED_TEXT = 400
"""How many characters a feed must give of an entry to stand for its page."""


def entry_articles(
    feed: Feed, *, allow_private: bool = False
) -> Iterator[tuple[Entry, Article | ArticleError]]:
    """Each entry of `feed` with its article, or with why there is none, as they come in.

    Two pages at most are fetched from a host at a time, and none any more from a host of which
    five in a row could not be had.
    """
    hosts = _Hosts()
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="feed")
    try:
        waiting = {
            pool.submit(_article, entry, feed, hosts, allow_private): entry
            for entry in feed.entries
        }
        for done in as_completed(waiting):
            entry = waiting[done]
            try:
                yield entry, done.result()
            except ArticleError as error:
                yield entry, error
    finally:
        pool.shutdown(cancel_futures=True)


class _Hosts:
    """Who may be asked now, and who does not answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Semaphore] = {}
        self._failures: dict[str, int] = {}

    def fetch_page(self, url: str, allow_private: bool) -> Article:
        host = urlsplit(url).netloc.rpartition("@")[2].lower()
        with self._lock:
            turn = self._turns.setdefault(host, threading.Semaphore(THREADS_PER_HOST))
        with turn:
            if self._failures.get(host, 0) >= FAILURES_PER_HOST:
                raise ArticleError(
                    f"not asked for: {host} failed {FAILURES_PER_HOST} times in a row"
                )
            try:
                page = fetch(
                    url,
                    allow_private=allow_private,
                    max_bytes=DEFAULT_OPTIONS.limits.file_bytes,
                    total_seconds=PAGE_SECONDS,
                )
            except FetchError as error:
                self._count(host, failed=True)
                raise ArticleError(str(error).rstrip(".")) from error
        self._count(host, failed=False)
        return parse_page(page.content, page_name(page.url), page.url, page.charset)

    def _count(self, host: str, *, failed: bool) -> None:
        with self._lock:
            self._failures[host] = self._failures.get(host, 0) + 1 if failed else 0


def _article(entry: Entry, feed: Feed, hosts: _Hosts, allow_private: bool) -> Article:
    own = _feed_article(entry, feed)
    if entry.url is None:
        if own is None:
            raise ArticleError("has no link, and the feed gives too little of its text")
        return own
    try:
        page = hosts.fetch_page(entry.url, allow_private)
    except ArticleError as error:
        if own is None:
            raise ArticleError(f"{error}; and the feed gives too little of its text") from error
        return own
    completed = replace(
        page,
        published=page.published or entry.published,
        authors=page.authors or entry.authors,
        source=page.source or feed.title,
    )
    if own is not None and len(own.text) > len(page.text):
        return replace(completed, text=own.text)
    return completed


def _feed_article(entry: Entry, feed: Feed) -> Article | None:
    """The article that the feed itself gives, if it is one."""
    if len(entry.text) < MIN_FEED_TEXT or entry.title is None:
        return None
    name = page_name(entry.url or "", entry.title)
    return Article(
        id=article_id(name),
        title=entry.title,
        text=entry.text,
        path=name,
        published=entry.published,
        authors=entry.authors,
        source=feed.title,
        url=entry.url,
    )
