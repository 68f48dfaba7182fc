"""From a standalone question to its evidence: retrieved, reranked and read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.clock import Clock
from assistant.cross_encoder import CrossEncoder
from assistant.extract import Scored, rank
from assistant.limits import Limits, read_limits
from assistant.question import Question
from assistant.rerank import Reranker
from assistant.retrieve import FusedRetriever, node_passages
from assistant.sentence import Sentence, sentences_of
from assistant.understand import understand
from index import Article, Embedder, Generation, Passage
from index.errors import IndexUnavailableError
from index.scope import EVERYTHING, Scope

# How many passages the cross-encoder reads whole, and how many of them sentence by sentence.
CANDIDATES = 20
READ = 6
_WORDS_ALONE = "The Chroma server did not answer, so this was found by words alone."


@dataclass(frozen=True)
class Evidence:
    """What one question found: its reading, the passages that were read, their sentences, best
    first; and the rankings of passages that led there.
    """

    question: Question
    passages: tuple[Passage, ...]
    ranked: tuple[Scored, ...]
    note: str | None = None
    by_terms: tuple[Passage, ...] = ()
    by_vectors: tuple[Passage, ...] = ()
    fused: tuple[Passage, ...] = ()
    reranked: tuple[Passage, ...] = ()
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class Read:
    """A standalone question as it is read: what it asks, of which articles, on which day; `note`
    says what the reader should know of that.
    """

    question: Question
    limits: Limits
    now: dt.date
    note: str | None


class Finder:
    """Finds evidence in one generation; safe for many threads."""

    def __init__(self, generation: Generation, embedder: Embedder, encoder: CrossEncoder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._encoder = encoder
        self._reranker = Reranker(encoder, CANDIDATES)

    def read(self, standalone: str, now: dt.date, scope: Scope) -> Read:
        """How `standalone`, asked on the day `now` of the articles in `scope`, is read."""
        limits = read_limits(standalone, now, scope, self._generation)
        question, corrected = understand(limits.text, self._generation.store)
        note = " ".join(part for part in (corrected, limits.note) if part) or None
        return Read(question, limits, now, note)

    def find(self, read: Read, clock: Clock) -> Evidence:
        """The evidence for a question. Raises IndexUnavailableError when the index turns out to
        be damaged.
        """
        question, limits, note = read.question, read.limits, read.note
        bundle = QueryBundle(question.text)
        retriever = FusedRetriever(self._generation, self._embedder, CANDIDATES, limits.scope)
        nodes: list[NodeWithScore] = retriever.retrieve(bundle)
        if not retriever.vectors_reachable:
            note = " ".join(part for part in (note, _WORDS_ALONE) if part)
        clock.lap("retrieve")
        reranked = node_passages(self._rerank(nodes, bundle))
        passages = reranked[:READ]
        clock.lap("rerank")
        ranked = rank(question, self._sentences(passages), self._encoder)
        clock.lap("read")
        return Evidence(
            question,
            tuple(passages),
            tuple(ranked),
            note,
            tuple(retriever.by_terms),
            tuple(retriever.by_vectors),
            tuple(node_passages(nodes)),
            tuple(reranked),
            limits.scope,
        )

    def _rerank(self, nodes: list[NodeWithScore], bundle: QueryBundle) -> list[NodeWithScore]:
        # The sentences of so few will all be read anyway, one by one.
        if len(nodes) <= READ:
            return nodes
        return self._reranker.postprocess_nodes(nodes, bundle)

    def _sentences(self, passages: Sequence[Passage]) -> list[Sentence]:
        sentences: list[Sentence] = []
        for article_id in dict.fromkeys(p.article_id for p in passages):
            own = [p for p in passages if p.article_id == article_id]
            sentences.extend(sentences_of(article_in(self._generation, article_id), own))
        return sentences


def article_in(generation: Generation, article_id: str) -> Article:
    """The article of a passage. Raises IndexUnavailableError when the index lacks it."""
    article = generation.store.article(article_id)
    if article is None:
        raise IndexUnavailableError(
            f"The index lacks article {article_id} of one of its passages: "
            "build it again with `assistant index build`."
        )
    return article
