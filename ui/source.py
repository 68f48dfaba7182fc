"""A citation with the passage around it, read once and kept as the reader saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant import Assistant, Citation, OtherSource
from ui.wording import long_date


@dataclass(frozen=True)
class Source:
    """A citation and the text of its passage on either side of the quote."""

    citation: Citation
    before: str = ""
    after: str = ""

    @property
    def url(self) -> str | None:
        """The article's address, if it is one that is safe to link to: http or https."""
        return safe_address(self.citation.url)

    @property
    def others(self) -> tuple[str, ...]:
        """The other articles that tell the same story, each in a line."""
        return tuple(_named(other) for other in self.citation.other_sources)

    @property
    def outlet(self) -> str | None:
        """Who published it: the article's source, or else the host of its address."""
        if self.citation.source:
            return self.citation.source
        return urlsplit(self.url).hostname if self.url else None


def safe_address(url: str | None) -> str | None:
    """`url` if it is one that is safe to link to, http or https; else None."""
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _named(other: OtherSource) -> str:
    outlet = other.source or urlsplit(safe_address(other.url) or "").hostname
    parts = [other.title or other.path, outlet, long_date(other.published)]
    return " · ".join(part for part in parts if part)


def sources_of(assistant: Assistant, citations: Iterable[Citation]) -> tuple[Source, ...]:
    """The sources for `citations`, in their order."""
    return tuple(_source(assistant, citation) for citation in citations)


def _source(assistant: Assistant, citation: Citation) -> Source:
    # The index may have been rebuilt since the answer was made. A quote whose article is gone
    # or has changed is shown without the text around it, never with another text.
    try:
        text = assistant.article(citation.article_id).text
        if text[citation.start : citation.end] != citation.quote:
            return Source(citation)
        start, end = assistant.passage_around(citation)
    except KeyError:
        return Source(citation)
    return Source(citation, text[start : citation.start], text[citation.end : end])
