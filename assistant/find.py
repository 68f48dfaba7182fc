"""From a standalone question to its evidence: retrieved, reranked and read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant.clock import Clock
from assistant.clues import Standing
from assistant.cross_encoder import CrossEncoder
from assistant.extract import Scored, rank
from assistant.holders import office_asked
from assistant.limits import Limits, read_limits
from assistant.question import Question
from assistant.recency import recency
from assistant.rerank import Reranker
from assistant.retrieve import FusedRetriever, node_passages
from assistant.sentence import Sentence, sentences_of
from assistant.understand import understand
from assistant.years import years_told
from index import Article, Embedder, Generation, Passage
from index.scope import EVERYTHING, Scope

# How many passages the cross-encoder reads whole, and how many of them sentence by sentence.
CANDIDATES = 20
READ = 6
# How much more being new counts for who asks for the latest.
_NEWEST_GAIN = 2.0
# A year that the sentence itself is of opens it or ends it: "Carter won the prize in 2002."
_TELLS_OF = re.compile(r"^In (?:19|20)\d\d\b|\bin (?:19|20)\d\d[.”\"]*$")
# "Last week" is seldom meant to the day.
_WELL_BEFORE = dt.timedelta(days=14)
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


@dataclass(frozen=True)
class _Candidate:
    passage: Passage
    article: Article
    standing: Standing


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
        if office_asked(question) is not None and limits.prefer_from is None:
            limits = replace(limits, newest=True)  # who holds it today
        return Read(question, limits, now, note)

    def find(self, read: Read, clock: Clock) -> Evidence:
        """The evidence for a question. Raises IndexUnavailableError when the index turns out to
        be damaged.
        """
        question, limits, note = read.question, read.limits, read.note
        bundle = QueryBundle(question.text)
        retriever = FusedRetriever(
            self._generation, self._embedder, CANDIDATES, limits.scope, read.now
        )
        nodes: list[NodeWithScore] = retriever.retrieve(bundle)
        if not retriever.vectors_reachable:
            note = " ".join(part for part in (note, _WORDS_ALONE) if part)
        clock.lap("retrieve")
        candidates = self._candidates(self._reranker.postprocess_nodes(nodes, bundle), read)
        best = candidates[:READ]
        clock.lap("rerank")
        sentences, standings = self._sentences(best)
        ranked = rank(question, sentences, self._encoder, standings)
        ranked = [s for s in ranked if not tells_of_before(s, limits.past_from)] or ranked
        clock.lap("read")
        return Evidence(
            question=question,
            passages=tuple(c.passage for c in best),
            ranked=tuple(ranked),
            note=note,
            by_terms=tuple(retriever.by_terms),
            by_vectors=tuple(retriever.by_vectors),
            fused=tuple(node_passages(nodes)),
            reranked=tuple(c.passage for c in candidates),
            scope=limits.scope,
        )

    def _candidates(self, nodes: Sequence[NodeWithScore], read: Read) -> list[_Candidate]:
        """The passages as the cross-encoder and the dates of their articles rank them."""
        more = _NEWEST_GAIN if read.limits.newest else 1.0
        found = []
        for node, passage in zip(nodes, node_passages(nodes), strict=True):
            article = self._generation.article(passage.article_id)
            gain = recency(article.published, read.now, read.limits.prefer_from)
            standing = Standing(node.score or 0.0, gain * more)
            found.append(_Candidate(passage, article, standing))
        since = read.limits.past_from
        return sorted(
            found,
            key=lambda c: (_is_before(c.article, since), -(c.standing.logit + c.standing.recency)),
        )

    def _sentences(self, candidates: Sequence[_Candidate]) -> tuple[list[Sentence], list[Standing]]:
        """The sentences of the passages, each with the standing of the best that it stands in."""
        sentences: list[Sentence] = []
        standings: list[Standing] = []
        for article in dict.fromkeys(c.article for c in candidates):
            own = [(c.passage, c.standing) for c in candidates if c.article.id == article.id]
            found = sentences_of(article, [passage for passage, _ in own])
            sentences += found
            standings += standings_of(found, own)
        return sentences, standings


def tells_of_before(scored: Scored, since: dt.date | None) -> bool:
    """Whether a sentence can tell nothing of the time from `since` on, which a question is about:
    its article was published well before, or the years that it tells of are past by then.
    """
    if since is None:
        return False
    years = years_told(scored.sentence.quote)
    past = bool(years) and max(years) < since.year and _TELLS_OF.search(scored.sentence.quote)
    return _is_before(scored.sentence.article, since) or bool(past)


def _is_before(article: Article, since: dt.date | None) -> bool:
    return since is not None and (article.published or "9") < (since - _WELL_BEFORE).isoformat()


def standings_of(
    sentences: Sequence[Sentence], passages: Sequence[tuple[Passage, Standing]]
) -> list[Standing]:
    """For each sentence the standing of the first of its article's passages that it stands in."""
    return [
        next(s for p, s in passages if sentence.start < p.end and p.start < sentence.end)
        for sentence in sentences
    ]
