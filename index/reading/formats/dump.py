"""`.json`, `.jsonl` and `.csv`, gzip-compressed or not: files of many articles."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterator
from typing import Any, BinaryIO

from index.article import Article, article_id
from index.errors import ArticleError
from index.reading.cleaning import (
    MAX_LINE,
    clean_text,
    names,
    one_line,
    web_address,
    without_controls,
)
from index.reading.dates import iso_date
from index.reading.fields import Names, Record
from index.reading.formats.dump_records import csv_records, json_records
from index.reading.formats.dump_stream import DamagedDumpError
from index.reading.formats.markup import plain_text
from index.reading.formats.text import title_and_text
from index.reading.options import ReadOptions
from index.reading.skipped import Skipped

_LONGEST_KEY = 80
# A first line that may be a title, and text after it.
_TITLE_LINE = re.compile(rf"[^\n]{{1,{MAX_LINE}}}\n")


def read_dump(
    file: BinaryIO, name: str, options: ReadOptions, *, form: str
) -> Iterator[Article | Skipped]:
    """The articles of the dump `file`, one at a time, with the records that gave none.

    `form` is `json`, `jsonl` or `csv`. A bad record costs that record alone. Where a dump cannot
    be read any further, what came before stays and the place is named. Raises ArticleError when
    it has nothing to read at all or looks like a decompression bomb.
    """
    limits = options.limits
    seen: dict[str, tuple[int, int]] = {}
    unnamed = place = articles = 0
    try:
        if form == "csv":
            found = csv_records(file, limits)
        else:
            found = json_records(file, options, by_line=form == "jsonl")
        for place, value in found:
            try:
                if isinstance(value, str):
                    raise ArticleError(value)
                article, key = _article(Record(value), name, place, options)
                same = (place, hash(article))
                earlier = seen.setdefault(key, same)
                if earlier is not same:
                    what = "is the same as" if earlier[1] == same[1] else "has the same id as"
                    raise ArticleError(f"{what} {name}:{earlier[0]}")
            except ArticleError as error:
                unnamed += 1
                if unnamed <= limits.reported:
                    yield Skipped(f"{name}:{place}" if place else name, str(error))
            else:
                articles += 1
                yield article
    except DamagedDumpError as error:
        if not articles:
            raise ArticleError(str(error)) from error
        yield Skipped(f"{name}:{place + 1}", f"{error}; what comes before it was read")
    if unnamed > limits.reported:
        yield Skipped(name, f"and {unnamed - limits.reported:,} more of its records were skipped")
    if not place and not articles and not unnamed:
        raise ArticleError("has no records")


def _article(record: Record, name: str, place: int, options: ReadOptions) -> tuple[Article, str]:
    fields = options.fields
    text = next(filter(None, map(_text, record.values(fields.text))), "")
    if not text:
        raise ArticleError(_without_text(record, fields.text))
    options.limits.check_length(len(text))
    title = _first_line(record, fields.title)
    if title is None and not _TITLE_LINE.match(text):
        title = textwrap.shorten(text[:500], _LONGEST_KEY, placeholder="…")
    else:
        title, text = title_and_text(text, title, name)
    published = next(filter(None, map(iso_date, record.values(fields.date))), None)
    url = next(filter(None, map(web_address, record.values(fields.url))), None)
    key = _key(record, fields.id) or url or f"{title} {published or ''}".strip()
    article = Article(
        id=article_id(f"{name}#{key}" if place else name),
        title=title,
        text=text,
        path=f"{name}#{_short(key)}" if place else name,
        published=published,
        authors=next(filter(None, map(names, record.values(fields.authors))), ()),
        source=_first_line(record, fields.source),
        url=url,
    )
    return article, key


def _without_text(record: Record, names_of_text: Names) -> str:
    if any(True for _ in record.values(names_of_text)) or not record.names:
        return "has no text"
    has = ", ".join(filter(None, (one_line(name, 40) for name in record.names[:8])))
    return f"has no text under any name that is known; it has {has}: map one, as in text=NAME"


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    return clean_text(plain_text(value)) if isinstance(value, str) else ""


def _first_line(record: Record, fields: Names) -> str | None:
    for value in record.values(fields):
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and (line := one_line(plain_text(value[:10_000]))):
            return line
    return None


def _key(record: Record, fields: Names) -> str | None:
    for value in record.values(fields):
        if isinstance(value, dict):
            value = value.get("$oid")  # how MongoDB's exports write one
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            key = without_controls(str(value)[:5000]).strip()
            if key:
                return key
    return None


def _short(key: str) -> str:
    """`key` as it is shown in a path: short, on one line, and still of no other key."""
    shown = "_".join(key.removeprefix("https://").split())
    # An address is shown without what nearly all addresses begin with, and nothing else is.
    whole = key == (f"https://{shown}" if "/" in shown else shown)
    if whole and len(shown) <= _LONGEST_KEY:
        return shown
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    if len(shown) > _LONGEST_KEY:
        shown = f"{shown[:24]}…{shown[-40:]}"
    return f"{shown}~{digest}"
