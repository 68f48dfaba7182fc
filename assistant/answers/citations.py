"""From chosen sentences to numbered citations and a text that carries their numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answer import Citation, OtherSource
from assistant.evidence.rank import Scored
from assistant.evidence.sentence import Sentence
from index import Article

_MARKER = re.compile(r"\[(\d+)\]")


def cite(number: int, sentence: Sentence, logit: float) -> Citation:
    """The citation of `sentence`; its score is the logit as a share from 0 to 1."""
    return cite_span(number, sentence.article, sentence.start, sentence.end, share(logit))


def share(logit: float) -> float:
    """A logit as a share from 0 to 1."""
    return round(1 / (1 + math.exp(-logit)), 4)


def cite_span(number: int, article: Article, start: int, end: int, score: float) -> Citation:
    """The citation of `article.text[start:end]`, with a score from 0 to 1."""
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        published=article.published,
        authors=article.authors,
        source=article.source,
        url=article.url,
        path=article.path,
        quote=article.text[start:end],
        start=start,
        end=end,
        score=score,
    )


def with_other_sources(citation: Citation, others: Iterable[Article]) -> Citation:
    """The citation, with the articles that tell the same story."""
    return replace(
        citation,
        other_sources=tuple(
            OtherSource(a.id, a.title, a.published, a.source, a.url, a.path) for a in others
        ),
    )


def quote_all(chosen: Sequence[Scored], dated: bool = False) -> tuple[str, tuple[Citation, ...]]:
    """An answer's text and citations: each sentence followed by its [n].

    With `dated`, sentences of different days have their articles' dates before them.
    """
    days = [s.sentence.article.published if dated else None for s in chosen]
    citations = [cite(n, s.sentence, s.fit) for n, s in enumerate(chosen, 1)]
    parts = [
        f"{head}{unmarked(' '.join(c.quote.split()))} [{c.number}]"
        for c, head in zip(citations, day_heads(days), strict=True)
    ]
    return " ".join(parts), tuple(citations)


def is_exact(citation: Citation, article: Article) -> bool:
    """Whether the quote is the article's text at its offsets."""
    return bool(citation.quote) and article.text[citation.start : citation.end] == citation.quote


def day_heads(days: Sequence[str | None]) -> list[str]:
    """What stands before each of several quotations of those ISO dates: nothing if all are of one
    day, else the date where it changes; None is no date.
    """
    if len(set(days)) < 2:
        return [""] * len(days)
    before = [None, *days[:-1]]
    return [
        "" if day == last else f"({day or 'undated'}) "
        for day, last in zip(days, before, strict=True)
    ]


def unmarked(text: str) -> str:
    """`text` with a "[2]" of the article's own as "(2)": it must not pass for a citation."""
    return _MARKER.sub(r"(\1)", text)


def inside_quotes(text: str) -> str:
    """`text` as it stands in quotation marks: double ones inside become single, as in any
    newspaper.
    """
    return text.replace("“", "‘").replace("”", "’").replace('"', "'")
