"""A citation with the passage around it, read once and kept as the reader saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant import Answer, Article, Assistant, Citation, OtherSource
from ui.wording import long_date

# How many of the passages that were read besides are shown.
_MOST_CONSIDERED = 8


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
        return _outlet(self.citation.source, self.citation.url)


@dataclass(frozen=True)
class Considered:
    """A passage that was read for a question and not quoted: `article.text[start:end] == text`;
    `score` is the reranker's, from 0 to 1.
    """

    article: Article
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The verbatim text."""
        return self.article.text[self.start : self.end]

    @property
    def outlet(self) -> str | None:
        """Who published the article."""
        return _outlet(self.article.source, self.article.url)


def _outlet(source: str | None, url: str | None) -> str | None:
    host = urlsplit(safe_address(url) or "").hostname
    return source or (host.removeprefix("www.") if host else None)


def safe_address(url: str | None) -> str | None:
    """`url` if it is one that is safe to link to, http or https; else None."""
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _named(other: OtherSource) -> str:
    outlet = _outlet(other.source, other.url)
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


def considered_by(assistant: Assistant, answer: Answer) -> tuple[Considered, ...]:
    """What else was read for `answer`, that with the best score first."""
    shown = answer.citations or answer.nearest
    found: dict[tuple[str, int], Considered] = {}
    for passage in answer.read:
        quoted = any(
            c.article_id == passage.article_id and c.start < passage.end and passage.start < c.end
            for c in shown
        )
        if quoted or passage.score is None:
            continue
        try:
            article = assistant.article(passage.article_id)
        except KeyError:  # gone with a rebuild
            continue
        read = Considered(article, passage.start, passage.end, passage.score)
        known = found.setdefault((passage.article_id, passage.start), read)
        if read.score > known.score:
            found[passage.article_id, passage.start] = read
    best = sorted(found.values(), key=lambda c: -c.score)
    return tuple(best[:_MOST_CONSIDERED])
