"""Which fields of a dump's record hold the title, the text and the rest of an article.

Without a setting, the first of these names that a record has, and that holds something, is taken;
upper and lower case, `_`, `-` and spaces make no difference (`articleBody` is `article_body`):

| field | names |
|---|---|
| title | title, headline, name, heading |
| text | text, body, content, article_body, full_text, article_text, article, maintext, story |
| date | date, published_at, published, date_published, publication_date, publish_date, published_date, pub_date, publish_time, created_at, timestamp |
| authors | authors, author, byline, creator, writers |
| source | source, publisher, outlet, site_name, publication, newspaper, site |
| url | url, link, canonical_url, web_url, article_url, permalink, uri |
| id | id, _id, guid, uuid, article_id, doc_id |

A setting such as `title=headline,text=body.content|body.plain` names others: a dot goes into a
nested object, `|` separates alternatives, and a field that is named no longer has the names above.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

Names = tuple[str, ...]

_EXAMPLE = "write it like title=headline,text=body.content"


@dataclass(frozen=True)
class Fields:
    """For each property of an article, the names that a record may have it under, best first."""

    title: Names = ("title", "headline", "name", "heading")
    text: Names = (
        "text",
        "body",
        "content",
        "article_body",
        "full_text",
        "article_text",
        "article",
        "maintext",
        "story",
    )
    date: Names = (
        "date",
        "published_at",
        "published",
        "date_published",
        "publication_date",
        "publish_date",
        "published_date",
        "pub_date",
        "publish_time",
        "created_at",
        "timestamp",
    )
    authors: Names = ("authors", "author", "byline", "creator", "writers")
    source: Names = (
        "source",
        "publisher",
        "outlet",
        "site_name",
        "publication",
        "newspaper",
        "site",
    )
    url: Names = ("url", "link", "canonical_url", "web_url", "article_url", "permalink", "uri")
    id: Names = ("id", "_id", "guid", "uuid", "article_id", "doc_id")

    @classmethod
    def parse(cls, setting: str) -> Fields:
        """The mapping that `setting` spells, such as `title=headline,text=body.content`.

        An empty setting is the default mapping. Raises ValueError with one line that says what is
        wrong when it cannot be read.
        """
        known = [field.name for field in fields(cls)]
        named: dict[str, Names] = {}
        for part in filter(None, (part.strip() for part in setting.split(","))):
            name, equals, value = (piece.strip() for piece in part.partition("="))
            if not equals:
                raise ValueError(f"The field mapping has “{part}” without a “=”: {_EXAMPLE}.")
            if name not in known:
                raise ValueError(
                    f"The field mapping names “{name}”, which no article has: use "
                    f"{', '.join(known[:-1])} or {known[-1]}."
                )
            if name in named:
                raise ValueError(
                    f"The field mapping names “{name}” twice: separate alternatives with “|”."
                )
            paths = tuple(path.strip() for path in value.split("|"))
            if not all(path and all(path.split(".")) for path in paths):
                raise ValueError(
                    f"The field mapping gives “{name}” no field or an empty one: {_EXAMPLE}."
                )
            named[name] = paths
        return replace(cls(), **named)


class Record:
    """A dump's record, whose values are found under any spelling of their field's name."""

    def __init__(self, record: dict[Any, Any]) -> None:
        self._values = _plain_keys(record)
        self.names = tuple(map(str, record))

    def values(self, names: Names) -> Iterator[Any]:
        """What the record holds under each of `names` that it has, in their order."""
        for name in names:
            value = self._values.get(_plain(name))
            if value is None and "." in name:
                value = self._nested(name.split("."))
            if value is not None:
                yield value

    def _nested(self, path: list[str]) -> Any:
        level: Any = self._values
        for position, name in enumerate(path):
            if not isinstance(level, dict):
                return None
            level = (level if position == 0 else _plain_keys(level)).get(_plain(name))
        return level


def _plain_keys(record: dict[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in record.items():
        # Of two spellings of one name, the first that holds something.
        if plain.get(name := _plain(str(key))) in (None, ""):
            plain[name] = value
    return plain


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).lower() or name
