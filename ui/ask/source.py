"""A citation with the passage around it, read once and kept as the reader saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from assistant import Answer, Article, Assistant, Citation, OtherSource, outlet_of
from ui.wording import headline, long_date

# How many of the passages that were read besides are shown.
_MOST_CONSIDERED = 8
# A quotation of more words is named in an address by so many at either end.
_WHOLE, _END = 8, 4


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
    def title(self) -> str:
        """The headline; where there is none, the file."""
        return headline(self.citation.title, self.outlet) or self.citation.path

    @property
    def others(self) -> tuple[str, ...]:
        """The other articles that tell the same story, each in a line."""
        return tuple(_named(other) for other in self.citation.other_sources)

    @property
    def address(self) -> str | None:
        """The same at the quotation, for a browser to scroll to and mark (a text fragment)."""
        return self.url and at_words(self.url, self.citation.quote)

    @property
    def outlet(self) -> str | None:
        """Who published it, as people call them."""
        return outlet_of(self.citation)


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
        return outlet_of(self.article)

    @property
    def title(self) -> str:
        """Its headline; where there is none, its file."""
        return headline(self.article.title, self.outlet) or self.article.path


def at_words(url: str, said: str) -> str:
    """`url` at the words `said`: `#:~:text=first words,last words` of the URL Fragment Text
    Directives. A long quotation is named by its ends, which may lie in different paragraphs.
    """
    words = said.split()
    whole = len(words) <= _WHOLE and "\n" not in said.strip()
    end = min(_END, len(words) // 2)
    ends = [words] if whole or not end else [words[:end], words[-end:]]
    named = ",".join(_escaped(" ".join(part)) for part in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={named}"


def _escaped(words: str) -> str:
    # A hyphen sets a prefix apart there, and is one of the few signs that `quote` leaves.
    return quote(words, safe="").replace("-", "%2D")


def safe_address(url: str | None) -> str | None:
    """`url` if it is one that is safe to link to, http or https; else None."""
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _named(other: OtherSource) -> str:
    outlet = outlet_of(other)
    parts = [headline(other.title, outlet) or other.path, outlet, long_date(other.published)]
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
