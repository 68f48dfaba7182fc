"""From an extractive answer to the numbered passages that a language model is shown."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer
from assistant.written.grounds import Ground
from index import Generation


def grounds_of(answer: Answer, generation: Generation) -> tuple[Ground, ...]:
    """The passages of the answer's citations, then what else was read, best first, each once."""
    grounds: list[Ground] = []
    for article_id, start, end in _places(answer, generation):
        if any(g.article.id == article_id and g.start < end and start < g.end for g in grounds):
            continue
        grounds.append(Ground(len(grounds) + 1, generation.article(article_id), start, end))
    return tuple(grounds)


def _places(answer: Answer, generation: Generation) -> Iterator[tuple[str, int, int]]:
    for citation in answer.citations:
        for passage in generation.store.passages_of(citation.article_id):
            if passage.start <= citation.start < passage.end:
                # A quotation may run over the end of its passage.
                yield passage.article_id, passage.start, max(passage.end, citation.end)
    for span in answer.read:
        yield span.article_id, span.start, span.end
