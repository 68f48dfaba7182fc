"""One generation and the models: the straight line from a standalone question to an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant import parts, summary
from assistant.answer import Answer, Citation, IndexUsed, Searched
from assistant.citations import cite, quote_all, with_other_sources
from assistant.clock import Clock
from assistant.cross_encoder import CrossEncoder
from assistant.extract import Scored, choose, rank
from assistant.question import Question, core, parse
from assistant.refuse import refusal
from assistant.rerank import Reranker
from assistant.retrieve import FusedRetriever, node_passages
from assistant.sentence import Sentence, sentences_of
from assistant.statements import Statements
from assistant.understand import names_in, understand
from assistant.verify import Verdict, is_exact, judge
from index import Article, Embedder, Generation, Passage
from index.errors import IndexUnavailableError
from index.scope import EVERYTHING, Scope

_NEAREST = 2
_WORDS_ALONE = "The Chroma server did not answer, so this was found by words alone."


@dataclass(frozen=True)
class Evidence:
    """What one question found: its reading, the passages, and their sentences, best first."""

    question: Question
    passages: tuple[Passage, ...]
    ranked: tuple[Scored, ...]
    note: str | None = None


class Engine:
    """Answers standalone questions from one generation; safe for many threads."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        encoder: CrossEncoder,
        candidates: int = 20,
    ) -> None:
        self.generation = generation
        self._encoder = encoder
        self._embedder = embedder
        self._candidates = candidates
        self._reranker = Reranker(encoder)
        self._statements = Statements(generation, embedder, encoder)

    def answer(self, asked: str, standalone: str, now: dt.date | None = None) -> Answer:
        """The answer to `standalone`, which the reader typed as `asked` on the day `now`."""
        several = parts.split(standalone, names_in(standalone, self.generation.store))
        if len(several) > 1:
            answers = [self._answer_one(part, part, now) for part in several]
            return parts.compose(asked, standalone, several, answers)
        return self._answer_one(asked, standalone, now)

    def _answer_one(self, asked: str, standalone: str, now: dt.date | None) -> Answer:
        clock = Clock()
        now = now or self.today()
        if summary.is_request(core(standalone)):
            return self._summarize(asked, standalone, now, clock)
        question, note = understand(standalone, self.generation.store)
        said = self._statements.answer(question)
        clock.lap("statements")
        if said is not None and said.verdict.answered:
            note = " ".join(part for part in (note, said.note) if part) or None
            evidence = Evidence(said.question, said.passages, said.ranked, note)
            return self._finish(
                asked, standalone, evidence, said.verdict, said.text, said.citations, clock
            )
        evidence = self.find(standalone, now, clock)
        verdict = judge(evidence.question, evidence.ranked, self._encoder)
        clock.lap("verify")
        if said is not None:
            # Who is asked to have said it did not: whatever else answers is not their words.
            evidence = replace(evidence, question=said.question)
            verdict = said.verdict
        if verdict.answered:
            text, citations = quote_all(choose(evidence.question, evidence.ranked))
        else:
            text, citations = "", ()
        clock.lap("extract")
        return self._finish(asked, standalone, evidence, verdict, text, citations, clock)

    def index_used(self) -> IndexUsed:
        """The generation that this engine answers from."""
        manifest = self.generation.manifest
        return IndexUsed(
            manifest.generation, manifest.articles, manifest.passages, round(manifest.dense, 4)
        )

    def today(self) -> dt.date:
        """The day that questions are asked on: today, or the newest article's when that is over.

        An archive that nobody adds to has no yesterday but its own.
        """
        newest = self.generation.manifest.newest
        today = dt.date.today()
        return min(today, dt.date.fromisoformat(newest)) if newest else today

    def find(
        self,
        standalone: str,
        now: dt.date | None = None,
        clock: Clock | None = None,
        scope: Scope = EVERYTHING,
    ) -> Evidence:
        """The evidence for `standalone` in the articles of `scope`: retrieved, reranked and read
        sentence by sentence.
        """
        clock = clock or Clock()
        question, note = understand(standalone, self.generation.store)
        clock.lap("understand")
        bundle = QueryBundle(question.text)
        retriever = FusedRetriever(self.generation, self._embedder, self._candidates, scope)
        nodes: list[NodeWithScore] = retriever.retrieve(bundle)
        if not retriever.vectors_reachable:
            note = " ".join(part for part in (note, _WORDS_ALONE) if part)
        clock.lap("retrieve")
        passages = node_passages(self._reranker.postprocess_nodes(nodes, bundle))
        clock.lap("rerank")
        ranked = rank(question, self._sentences(passages), self._encoder)
        clock.lap("read")
        return Evidence(question, tuple(passages), tuple(ranked), note)

    def _sentences(self, passages: Sequence[Passage]) -> list[Sentence]:
        sentences: list[Sentence] = []
        for article_id in dict.fromkeys(p.article_id for p in passages):
            own = [p for p in passages if p.article_id == article_id]
            sentences.extend(sentences_of(self._article(article_id), own))
        return sentences

    def _article(self, article_id: str) -> Article:
        article = self.generation.store.article(article_id)
        if article is None:
            raise IndexUnavailableError(
                f"The index lacks article {article_id} of one of its passages: "
                "build it again with `assistant index build`."
            )
        return article

    def _summarize(self, asked: str, standalone: str, now: dt.date, clock: Clock) -> Answer:
        subject = summary.subject(core(standalone))
        if subject is None:
            article = self.generation.store.newest(1)[0]
            evidence = Evidence(parse(standalone), (), ())
        else:
            evidence = self.find(subject, now, clock)
            verdict = judge(evidence.question, evidence.ranked, self._encoder)
            if verdict.missing or not evidence.ranked:
                return self._finish(asked, standalone, evidence, verdict, "", (), clock)
            article = evidence.ranked[0].sentence.article
        passages = self.generation.store.passages_of(article.id)
        text, citations = quote_all(summary.central(sentences_of(article, passages)))
        clock.lap("extract")
        certain = Verdict(True, 1.0 if subject is None else 0.8, ())
        return self._finish(asked, standalone, evidence, certain, text, citations, clock)

    def _finish(
        self,
        asked: str,
        standalone: str,
        evidence: Evidence,
        verdict: Verdict,
        text: str,
        citations: tuple[Citation, ...],
        clock: Clock,
    ) -> Answer:
        # The promise that a reader relies on most is checked on every answer, not only in tests.
        exact = all(is_exact(c, self._article(c.article_id)) for c in citations)
        answered = verdict.answered and exact and bool(citations)
        nearest: tuple[Citation, ...] = ()
        if not answered:
            nearest = tuple(
                cite(number, scored.sentence, scored.logit)
                for number, scored in enumerate(evidence.ranked[:_NEAREST], 1)
            )
            text, citations = refusal(evidence.question, verdict.missing, nearest), ()
        others = self.generation.other_versions
        citations = tuple(with_other_sources(c, others(c.article_id)) for c in citations)
        return Answer(
            question=asked,
            standalone_question=standalone,
            text=text,
            answered=answered,
            confidence=round(verdict.confidence, 3),
            citations=citations,
            nearest=nearest,
            searched=self._searched(evidence, citations),
            index=self.index_used(),
            timings_ms=clock.milliseconds(),
            note=evidence.note,
        )

    def _searched(self, evidence: Evidence, citations: Sequence[Citation]) -> Searched:
        ids = [p.article_id for p in evidence.passages] or [c.article_id for c in citations]
        articles = [self._article(id_) for id_ in dict.fromkeys(ids)]
        dates = sorted(a.published for a in articles if a.published)
        return Searched(
            question=evidence.question.text,
            dates=(dates[0], dates[-1]) if dates else (),
            authors=tuple(sorted({name for a in articles for name in a.authors})),
            sources=tuple(sorted({a.source for a in articles if a.source})),
            articles=len(articles),
        )
