"""From a question to candidate passages: BM25 and vectors, fused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index import Embedder, Generation, Passage
from index.errors import VectorsUnreachableError
from index.scope import EVERYTHING, Scope

# The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).
_RRF = 60
# Both sides are asked for so many times what is wanted.
_DEPTH = 2
_RECENT = dt.timedelta(days=24)
_RECENT_PASSAGES = 15


class FusedRetriever(BaseRetriever):
    """A LlamaIndex retriever over a generation: give it to any query engine that takes one.

    Both sides rank the passages of the articles in `scope`; a passage's score is the sum of
    1 / (60 + rank) over them. With `now` given, a third ranking is that of the last weeks' articles
    alone. A generation without vectors is searched by its terms, and so is
    one whose Chroma server does not answer: `vectors_reachable` tells how the last search went,
    `by_terms` and `by_vectors` what either side found.
    """

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        limit: int = 20,
        scope: Scope = EVERYTHING,
        now: dt.date | None = None,
    ) -> None:
        super().__init__()
        self._now = now
        self._scope = scope
        self._generation = generation
        self._embedder = embedder
        self._limit = limit
        self.vectors_reachable = True
        self.by_terms: list[Passage] = []
        self.by_vectors: list[Passage] = []

    def _by_recent_terms(self, question: str, now: dt.date) -> list[tuple[Passage, float]]:
        """What the articles of the last weeks say: in an archive, old news outnumbers them."""
        since = (now - _RECENT).isoformat()
        if self._scope.since is not None and self._scope.since >= since:
            return []
        recent = replace(self._scope, since=since)
        return self._generation.search_terms(question, _RECENT_PASSAGES, recent)

    def _rankings(self, question: str, depth: int) -> list[list[tuple[Passage, float]]]:
        """What the terms and the vectors rank first, `depth` passages each."""
        near = by_vectors(self._generation, self._embedder, question, depth, self._scope)
        # The words are here: half an answer is worth more than none.
        self.vectors_reachable = near is not None
        return [self._generation.search_terms(question, depth, self._scope), near or []]

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = query_bundle.query_str
        rankings = self._rankings(question, self._limit * _DEPTH)
        if self._now is not None:
            rankings.append(self._by_recent_terms(question, self._now))
        self.by_terms, self.by_vectors = ([p for p, _ in found] for found in rankings[:2])
        passages, scores = fuse(rankings)
        best = sorted(scores, key=lambda id_: (-scores[id_], id_))[: self._limit]
        return [NodeWithScore(node=passage_node(passages[id_]), score=scores[id_]) for id_ in best]


def by_vectors(
    generation: Generation, embedder: Embedder, text: str, limit: int, scope: Scope
) -> list[tuple[Passage, float]] | None:
    """The passages in `scope` nearest to `text`; none from a generation without vectors, and None
    when they are on a server that does not answer.
    """
    if not generation.manifest.dense:
        return []
    try:
        return generation.search_vectors(embedder.question(text), limit, scope)
    except VectorsUnreachableError:
        return None


def fuse(
    rankings: Iterable[Sequence[tuple[Passage, float]]],
) -> tuple[dict[str, Passage], dict[str, float]]:
    """The passages of all rankings by id, and for each the sum of 1 / (60 + rank) over them."""
    passages: dict[str, Passage] = {}
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, (passage, _) in enumerate(ranking, 1):
            passages[passage.id] = passage
            scores[passage.id] = scores.get(passage.id, 0.0) + 1 / (_RRF + rank)
    return passages, scores


def passage_node(passage: Passage) -> TextNode:
    """The passage as a LlamaIndex node; its id, offsets and article come along."""
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={"article_id": passage.article_id, "position": passage.position},
    )


def node_passages(nodes: Sequence[NodeWithScore]) -> list[Passage]:
    """The passages that `passage_node` made nodes of."""
    return [
        Passage(
            article_id=str(node.metadata["article_id"]),
            position=int(node.metadata["position"]),
            start=node.start_char_idx or 0,
            end=node.end_char_idx or 0,
            text=node.text,
        )
        for scored in nodes
        if isinstance(node := scored.node, TextNode)
    ]
