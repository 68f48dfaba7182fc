"""Saving what came from the web: pages as readable text files, documents as they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import yaml

from index.article import Article
from index.errors import ArticleError
from index.intake.fetch import Fetched
from index.intake.file_names import (
    candidates,
    page_name,
    safe_name,
    slug,
    split_ending,
    web_folder,
)
from index.intake.saving import folder_in, same_content, write_new, write_over
from index.reading.corpus import read_article
from index.reading.formats.text import parse_article


@dataclass(frozen=True)
class Kept:
    """Where something is in the corpus (a relative name), and whether that is news."""

    name: str
    changed: bool


def keep_article(corpus: Path, article: Article, folder_of: str = "") -> Kept:
    """Save `article` as a text file under `web/<host>/`; an earlier version of it is replaced.

    The earlier version is the file there that names the same address. What is at a name already
    and is something else stays, and the article is saved as `-2`. `folder_of` is the address
    whose host's folder takes an article that has no address. Raises OSError, CorpusError, and
    ArticleError when it could not be read again.
    """
    url = article.url
    wanted = (
        page_name(url, article.title)
        if url
        else f"{web_folder(folder_of)}/{slug(article.title)}.txt"
    )
    for name in candidates(wanted):
        path = folder_in(corpus, name)
        content = spelt_out(article, dt.date.today())
        # As it will be read: that is what an earlier version is compared with.
        placed = parse_article(content.decode("utf-8"), name)
        if write_new(path, content):
            return Kept(name, changed=True)
        earlier = earlier_article(path, name)
        if earlier is None:
            continue
        if earlier.content_hash == placed.content_hash:
            return Kept(name, changed=False)
        if url and earlier.url == url:
            write_over(path, content)
            return Kept(name, changed=True)
    raise ArticleError("has a name that too many others have")


def keep_document(corpus: Path, fetched: Fetched, ending: str) -> Kept:
    """Save a fetched document as it is, under `web/<host>/` and its own name.

    A hidden file beside it remembers its address, by which its next version replaces it. Raises
    OSError and CorpusError.
    """
    last = PurePosixPath(unquote(urlsplit(fetched.url).path)).name
    stem, own_ending = split_ending(safe_name(last) if last else "document")
    if own_ending.lower() != ending:
        stem += own_ending
    for name in candidates(f"{web_folder(fetched.url)}/{stem}{ending}"):
        path = folder_in(corpus, name)
        origin = path.with_name(f".{path.name}.url")
        ours = origin.is_file() and origin.read_text(encoding="utf-8").strip() == fetched.url
        if ours or not path.exists():
            write_over(origin, f"{fetched.url}\n".encode())
        if write_new(path, fetched.content):
            return Kept(name, changed=True)
        if same_content(path, fetched.content):
            return Kept(name, changed=False)
        if ours:
            write_over(path, fetched.content)
            return Kept(name, changed=True)
    raise ArticleError("has a name that too many others have")


def spelt_out(article: Article, fetched: dt.date | None = None) -> bytes:
    """The text file that `index.reading.corpus` reads as `article`: front matter, then the text.

    `fetched` is the day on which it was, if it was.
    """
    lines = [_line("title", article.title)]
    if article.published:
        lines.append(f"date: {article.published}")
    if article.authors:
        lines.append(_line("authors", list(article.authors)))
    if article.source:
        lines.append(_line("source", article.source))
    if article.url:
        lines.append(_line("url", article.url))
    if fetched:
        lines.append(f"fetched: {fetched.isoformat()}")
    return "\n".join(["---", *lines, "---", article.text, ""]).encode("utf-8")


def _line(key: str, value: str | list[str]) -> str:
    """A line of front matter, quoted where YAML needs it."""
    flow = isinstance(value, list)
    written: str = yaml.safe_dump(
        value if flow else {key: value},
        allow_unicode=True,
        default_flow_style=flow,
        width=1_000_000,  # one line each
    )
    return f"{key}: {written.rstrip()}" if flow else written.rstrip()


def earlier_article(path: Path, name: str) -> Article | None:
    """The article in the file at `path`, or None when there is none that can be read."""
    try:
        return read_article(path, name)
    except ArticleError:
        return None


def earlier_version(corpus: Path, url: str | None) -> Article | None:
    """The article of `url` that was saved before, if any."""
    if url is None:
        return None
    for name in candidates(page_name(url)):
        path = corpus / name
        if not path.exists():
            return None
        earlier = earlier_article(path, name)
        if earlier is not None and earlier.url == url:
            return earlier
    return None
