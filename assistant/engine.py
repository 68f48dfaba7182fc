"""One generation and the models: the straight line from a standalone question to an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from assistant.answer import Answer, Citation, IndexUsed, Passage, Searched
from assistant.answers import summary
from assistant.answers.archive.article_questions import asked_of_article, reply_about
from assistant.answers.archive.listing import Reply, reply
from assistant.answers.archive.search import open_search
from assistant.answers.changes import change, compose
from assistant.answers.choose import choose
from assistant.answers.citations import cite, is_exact, quote_all, share, with_other_sources
from assistant.answers.confidence import NOTHING, Verdict, judge
from assistant.answers.direct import direct
from assistant.answers.refusal import nothing_within, refusal
from assistant.answers.speaker import not_of_others
from assistant.answers.whole import whole
from assistant.asking import both
from assistant.clock import Clock
from assistant.evidence.find import Evidence, Finder
from assistant.evidence.reader import Reader
from assistant.evidence.support import found
from assistant.evidence.talk import talked_of
from assistant.understand import parts
from assistant.understand.aside import aside, foreign
from assistant.understand.bylines import outlet_of, read_byline
from assistant.understand.future import tells_the_future
from assistant.understand.question import Question, Sought, core, parse, topics
from assistant.understand.reading import names_in
from assistant.understand.standalone import Meaning, Turn
from index import Article, Embedder, Generation
from index.scope import EVERYTHING, Scope

_NEAREST = 2
# A longer question tells so much that a name in it may be missing from the articles.
_SHORT = 12


class Engine:
    """Answers standalone questions from one generation; safe for many threads."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        reader: Reader,
        finder: Finder | None = None,
    ) -> None:
        self.generation = generation
        self._reader = reader
        self._finder = finder or Finder(generation, embedder, reader)

    def answer(
        self,
        asked: str,
        standalone: str,
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
        talk: frozenset[str] = frozenset(),
    ) -> Answer:
        """The answer of the articles `within` a scope to `standalone`, which the reader typed as
        `asked` on the day `now`, in a conversation about the articles with the ids `talk`.
        """
        several = parts.split(standalone, names_in(standalone, self.generation.store))
        if len(several) > 1:
            answers = [self._answer_one(part, part, now, within, talk) for part in several]
            return parts.compose(asked, standalone, several, answers)
        return self._answer_one(asked, standalone, now, within, talk)

    def answering(
        self,
        asked: str,
        meant: Meaning,
        turns: Sequence[Turn],
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
    ) -> Callable[[str], Answer]:
        """`answer` for the readings of `asked` in the conversation of `turns`, each made once."""
        talk = frozenset[str]() if meant.new_topic else talked_of(turns, self.generation)
        return cache(partial(self.answer, asked, now=now, within=within, talk=talk))

    def _answer_one(
        self,
        asked: str,
        standalone: str,
        now: dt.date | None,
        within: Scope,
        talk: frozenset[str],
    ) -> Answer:
        clock = Clock()
        now = now or self.today()
        if not within.is_everything and not self.generation.some_articles_in(within, 1):
            return self._nothing_asked(asked, nothing_within(within))
        if (found := self._about_article(asked, standalone, within)) is not None:
            return self._from_archive(asked, standalone, found, clock)
        if (search := open_search(core(standalone), now, self.generation, within)) is not None:
            return self._from_archive(asked, standalone, reply(search), clock)
        if (word := aside(core(asked))) is not None:
            return self._nothing_asked(asked, word)
        if because := foreign(asked) or tells_the_future(core(standalone), now):
            # A word that no article has is foreign here, not misspelt.
            evidence = replace(self.find(standalone, now, clock, within), note=None)
            return self._finish(asked, standalone, evidence, NOTHING, "", (), clock, because)
        if summary.is_request(core(standalone)):
            return self._summarize(asked, standalone, now, clock, within)
        byline, bare = read_byline(standalone, self.generation)
        read = self._finder.read(bare, now, both(byline.within(), within, self.generation))
        clock.lap("understand")
        evidence = self._finder.find(replace(read, talk=talk), clock)
        if evidence.question.speaker is not None:
            own = not_of_others(evidence.question.speaker, evidence.ranked)
            evidence = replace(evidence, ranked=tuple(own))
        verdict = judge(evidence.question, evidence.ranked)
        if evidence.outdated or self._is_of_nobody(evidence.question):
            verdict = replace(verdict, answered=False)
        clock.lap("verify")
        if verdict.answered:
            question = evidence.question
            chosen = whole(question.text, choose(evidence.ranked), self._reader)
            changed = change(question, evidence.ranked, self._reader, now, read.limits.prefer_from)
            best = changed.newest if changed else chosen[0]
            short = direct(question, best, self._reader) if verdict.is_likely else None
            text, citations = compose(question, chosen, changed)
        else:
            text, citations, short = "", (), None
        clock.lap("extract")
        answer = self._finish(asked, standalone, evidence, verdict, text, citations, clock)
        return replace(answer, short=short if answer.answered else None)

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
        """The evidence for `standalone` in the articles of `scope`: retrieved and read."""
        read = self._finder.read(standalone, now or self.today(), scope)
        return self._finder.find(read, clock or Clock())

    def _summarize(
        self, asked: str, standalone: str, now: dt.date, clock: Clock, within: Scope
    ) -> Answer:
        subject = summary.subject(core(standalone))
        if subject is None:
            newest = self._newest(within)
            if newest is None:
                evidence = Evidence(parse(standalone), (), (), scope=within)
                return self._finish(asked, standalone, evidence, NOTHING, "", (), clock)
            article = newest
            whole = self.generation.store.passages_of(article.id)
            evidence = Evidence(parse(standalone), tuple(whole), (), scope=within)
        else:
            evidence = self.find(subject, now, clock, within)
            verdict = judge(evidence.question, evidence.ranked)
            if verdict.absent or not evidence.ranked:
                return self._finish(asked, standalone, evidence, verdict, "", (), clock)
            article = evidence.ranked[0].sentence.article
        text, citations = quote_all(summary.of_article(article, self.generation))
        clock.lap("extract")
        certain = Verdict(True, 1.0 if subject is None else 0.8)
        return self._finish(asked, standalone, evidence, certain, text, citations, clock)

    def _about_article(self, asked: str, standalone: str, within: Scope) -> Reply | None:
        """What is asked about the one article that a conversation is limited to."""
        if within.articles is None or len(within.articles) != 1:
            return None
        # "When was it published?" means the article, whatever else was spoken of before.
        about = asked_of_article(core(asked)) or asked_of_article(core(standalone))
        if about is None:
            return None
        return reply_about(about, self.generation.article(*within.articles), asked)

    def _newest(self, within: Scope) -> Article | None:
        if within.is_everything:
            return self.generation.store.newest(1)[0]
        found = self.generation.articles_in(within)
        return self.generation.article(found[0].id) if found else None

    def _from_archive(self, asked: str, standalone: str, found: Reply, clock: Clock) -> Answer:
        clock.lap("archive")
        others = self.generation.other_versions
        return Answer(
            question=asked,
            standalone_question=standalone,
            text=found.text,
            answered=bool(found.citations),
            confidence=found.confidence,
            citations=tuple(with_other_sources(c, others(c.article_id)) for c in found.citations),
            nearest=found.nearest,
            searched=found.searched,
            index=self.index_used(),
            timings_ms=clock.milliseconds(),
            note=found.note,
            listed=found.listed,
        )

    def _nothing_asked(self, asked: str, said: str) -> Answer:
        return Answer(asked, asked, said, answered=False, confidence=0.0, index=self.index_used())

    def _finish(
        self,
        asked: str,
        standalone: str,
        evidence: Evidence,
        verdict: Verdict,
        text: str,
        citations: tuple[Citation, ...],
        clock: Clock,
        because: str | None = None,
    ) -> Answer:
        # The promise that a reader relies on most is checked on every answer, not only in tests.
        exact = all(is_exact(c, self.generation.article(c.article_id)) for c in citations)
        answered = verdict.answered and exact and bool(citations)
        nearest: tuple[Citation, ...] = ()
        if not answered:
            nearest = tuple(
                cite(number, scored.sentence, scored.fit)
                for number, scored in enumerate(evidence.ranked[:_NEAREST], 1)
            )
            text, citations = (
                refusal(
                    evidence.question,
                    self._unheard(evidence.question),
                    nearest if _is_near(evidence) else (),
                    evidence.scope,
                    because,
                ),
                (),
            )
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
            read=_read(evidence),
        )

    def _is_of_nobody(self, question: Question) -> bool:
        """Whether a short question names somebody or something that is in no article."""
        short = len(question.text.split()) <= _SHORT
        return short and any(s in question.names for s in self._unheard(question))

    def _unheard(self, question: Question) -> tuple[Sought, ...]:
        """The names, numbers and topics of the question that stand in no article at all: only of
        what is nowhere may absence be told.
        """
        told = (s for s in question.sought if s in question.names or s in topics(question))
        return tuple(
            s for s in told if s.key is None and not self.generation.articles_with([s.term])
        )

    def _searched(self, evidence: Evidence, citations: Sequence[Citation]) -> Searched:
        ids = [p.article_id for p in evidence.passages] or [c.article_id for c in citations]
        articles = [self.generation.article(id_) for id_ in dict.fromkeys(ids)]
        dates = sorted(a.published for a in articles if a.published)
        return Searched(
            question=evidence.question.text,
            dates=_limits(evidence.scope, dates),
            authors=tuple(sorted({name for a in articles for name in a.authors})),
            sources=tuple(sorted({name for a in articles if (name := outlet_of(a))})),
            articles=len(articles),
        )


def _is_near(evidence: Evidence) -> bool:
    """Whether the best of it speaks of somebody or something that the question names."""
    question = evidence.question
    context = evidence.ranked[0].sentence.context if evidence.ranked else None
    sought = question.names or question.sought
    return context is not None and (not sought or any(found(s, context) for s in sought))


def _read(evidence: Evidence) -> tuple[Passage, ...]:
    """The passages of the evidence, each with the score of the best of its sentences."""
    logits: dict[str, list[tuple[int, float]]] = {}
    for scored in evidence.ranked:
        sentence = scored.sentence
        logits.setdefault(sentence.article.id, []).append((sentence.start, scored.fit))
    read = []
    for p in evidence.passages:
        own = [logit for at, logit in logits.get(p.article_id, ()) if p.start <= at < p.end]
        score = share(max(own)) if own else None
        read.append(Passage(p.article_id, p.start, p.end, score))
    return tuple(read)


def _limits(scope: Scope, dates: Sequence[str]) -> tuple[str, ...]:
    """The first and last day searched: those asked for, else those of the articles read."""
    if scope.since is None and scope.until is None:
        return (dates[0], dates[-1]) if dates else ()
    return (scope.since or (dates[0] if dates else ""), scope.until or (dates[-1] if dates else ""))
