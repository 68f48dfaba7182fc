"""What an article is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """One news story.

    `text` is the body without its title; every character offset in the project counts
    Unicode code points in it. `published` is an ISO date (`YYYY-MM-DD`) or None; `path` is
    relative to the corpus folder, with forward slashes.
    """

    id: str
    title: str
    text: str
    path: str
    published: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None

    @property
    def content_hash(self) -> str:
        """The sha256 of everything that a reader can see of the article."""
        parts = (
            self.title,
            self.text,
            self.published or "",
            "\x1f".join(self.authors),
            self.source or "",
            self.url or "",
        )
        return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def article_id(path: str) -> str:
    """The id of the article at `path`: 16 hexadecimal digits that stay when its text changes."""
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]
