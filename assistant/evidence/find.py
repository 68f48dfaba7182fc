"""From a standalone question to its evidence: retrieved, and read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from llama_index.core.schema import QueryBundle

from assistant.answers.holders import asks_for_holder
from assistant.clock import Clock
from assistant.evidence.rank import Scored, Time, rank
from assistant.evidence.reader import Reader
from assistant.evidence.retrieve import FusedRetriever, node_passages
from assistant.understand.question import Question
from assistant.understand.reading import understand
from assistant.understand.time.limits import Limits, read_limits
from index import Article, Embedder, Generation, Passage
from index.scope import EVERYTHING, Scope

READ = 14
"""How many passages the reader reads."""
# How many passages of the articles that the conversation is about are read at least.
_OF_TALK = 4
# How much more being new counts for who asks for the latest.
_NEWEST_GAIN = 2.0
# "Last week" is seldom meant to the day.
_WELL_BEFORE = dt.timedelta(days=14)
_WORDS_ALONE = "The Chroma server did not answer, so this was found by words alone."


@dataclass(frozen=True)
class Evidence:
    """What one question found: its reading; the passages that were read, and their sentences, best
    first; and the rankings of passages that led there. `outdated` is whether all of it is from
    before the time that is asked about.
    """

    question: Question
    passages: tuple[Passage, ...]
    ranked: tuple[Scored, ...]
    note: str | None = None
    by_terms: tuple[Passage, ...] = ()
    by_vectors: tuple[Passage, ...] = ()
    fused: tuple[Passage, ...] = ()
    scope: Scope = EVERYTHING
    outdated: bool = False


@dataclass(frozen=True)
class Read:
    """A standalone question as it is read: what it asks, of which articles, on which day; `note`
    says what the reader should know of that, and `talk` are the ids of the articles that the
    conversation is about.
    """

    question: Question
    limits: Limits
    now: dt.date
    note: str | None
    talk: frozenset[str] = frozenset()


class Finder:
    """Finds evidence in one generation; safe for many threads."""

    def __init__(self, generation: Generation, embedder: Embedder, reader: Reader) -> None:
        self._generation = generation
        self._embedder = embedder
        self._reader = reader

    def read(self, standalone: str, now: dt.date, scope: Scope) -> Read:
        """How `standalone`, asked on the day `now` of the articles in `scope`, is read."""
        limits = read_limits(standalone, now, scope, self._generation)
        question, corrected = understand(limits.text, self._generation.store)
        note = " ".join(part for part in (corrected, limits.note) if part) or None
        if asks_for_holder(question) and limits.prefer_from is None:
            limits = replace(limits, newest=True)  # who holds it today
        return Read(question, limits, now, note)

    def find(self, read: Read, clock: Clock) -> Evidence:
        """The evidence for a question. Raises IndexUnavailableError when the index turns out to
        be damaged, WeightsError when the reader cannot be loaded.
        """
        question, limits, note = read.question, read.limits, read.note
        retriever = FusedRetriever(self._generation, self._embedder, READ, limits.scope, read.now)
        fused = node_passages(retriever.retrieve(QueryBundle(question.text)))
        if not retriever.vectors_reachable:
            note = " ".join(part for part in (note, _WORDS_ALONE) if part)
        clock.lap("retrieve")
        passages = self._with_talk(read, fused)
        found = [(self._generation.article(p.article_id), p) for p in passages]
        # Of a time that is over, an article from well before it knows nothing.
        knowing = [f for f in found if not _is_before(f[0], limits.past_from)]
        outdated, found = bool(found) and not knowing, knowing or found
        time = Time(read.now, limits.prefer_from, _NEWEST_GAIN if limits.newest else 1.0)
        ranked = rank(question.text, found, time, self._reader, read.talk)
        clock.lap("read")
        return Evidence(
            question=question,
            passages=_best_first(ranked, [passage for _, passage in found]),
            ranked=tuple(ranked),
            note=note,
            by_terms=tuple(retriever.by_terms),
            by_vectors=tuple(retriever.by_vectors),
            fused=tuple(fused),
            scope=limits.scope,
            outdated=outdated,
        )

    def _with_talk(self, read: Read, fused: list[Passage]) -> list[Passage]:
        """`fused`, its last ones giving way to passages of what the conversation is about."""
        within = read.limits.scope.articles
        articles = read.talk if within is None else read.talk & within
        if not articles:
            return fused
        scope = replace(read.limits.scope, articles=articles)
        found = self._generation.search_terms(read.question.text, _OF_TALK, scope)
        own = {passage.id: passage for passage, _ in found}
        others = [passage for passage in fused if passage.id not in own]
        return [*others[: READ - len(own)], *own.values()]


def _is_before(article: Article, since: dt.date | None) -> bool:
    return since is not None and (article.published or "9") < (since - _WELL_BEFORE).isoformat()


def _best_first(ranked: list[Scored], passages: list[Passage]) -> tuple[Passage, ...]:
    """The passages in the order of their best sentences."""

    def place(passage: Passage) -> int:
        return next(
            (
                at
                for at, scored in enumerate(ranked)
                if scored.sentence.article.id == passage.article_id
                and passage.start <= scored.sentence.start < passage.end
            ),
            len(ranked),
        )

    return tuple(sorted(passages, key=place))
