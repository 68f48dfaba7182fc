"""The way in for scripts, the shell and the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Completed, Event, Understood, pieces_of
from assistant.answers.archive.browsing import ArticlePage, Outlet, Wanted, browse
from assistant.answers.archive.coverage import Coverage, coverage
from assistant.answers.citations import cite
from assistant.asking import Asking, shortened
from assistant.calling_off import CalledOffError
from assistant.editing.building import build_behind, builder, first_build
from assistant.engine import Engine
from assistant.engines import Engines
from assistant.evidence.reader import Reader
from assistant.offers.follow_ups import follow_ups
from assistant.offers.suggest import suggest
from assistant.settings import Settings, load_settings
from assistant.status import Status, describe
from assistant.traffic import Traffic
from assistant.understand import smalltalk
from assistant.understand.question import clean
from assistant.understand.standalone import Meaning, Turn, meaning_in, settled
from index import Article, Embedder, Manifest, Update
from index.generations import publish
from index.generations.writer import Progress, writer_of
from index.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from assistant.editing.editing import Editor
    from assistant.written.prose import Prose

_ARTICLES_SUGGESTED_FROM = 12
# How long what can wait waits for a moment in which nothing is asked.
_SECONDS_GIVING_WAY = 3.0


class Assistant:
    """Answers questions about the articles of one index; safe for many threads.

    A newly published generation is picked up by the next question.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._embedder = Embedder(settings.embedding_model)
        self._reader = Reader(settings.reranker_model)
        self._engines = Engines(settings, self._embedder, self._reader)
        self._traffic = Traffic()
        self._suggestions: tuple[str, tuple[str, ...]] = ("", ())
        self._prose: Prose | None = None
        if settings.llm is not None:
            from assistant.written.prose import open_prose  # who has no model pays nothing for it

            self._prose = open_prose(settings, self._reader)
        self._listeners: list[Callable[[Answer], None]] = []

    @classmethod
    def open(
        cls,
        *,
        corpus: Path | str | None = None,
        index_dir: Path | str | None = None,
        progress: Progress | None = None,
        wait: bool = True,
    ) -> Assistant:
        """The assistant over the published index, built from the corpus first if there is none.

        Arguments override the settings of the environment. Without `wait` it is given back as
        soon as it can answer by words; a thread of this process then works out the vectors.
        Raises AssistantError subclasses for a corpus, an index, settings or a language model that
        cannot be used.
        """
        given = {"corpus": corpus, "index_dir": index_dir}
        settings = load_settings().model_copy(
            update={name: Path(value) for name, value in given.items() if value is not None}
        )
        assistant = cls(settings)
        if publish.current(settings.index_dir) is None:
            build = first_build if wait else build_behind
            build(builder(settings, assistant._embedder, progress))
        with assistant._engines.current() as engine:
            # A server that was stopped before the vectors were done goes on with them.
            unfinished = engine.generation.manifest.dense < 1
        if unfinished and not wait and writer_of(settings.index_dir) is None:
            build_behind(builder(settings, assistant._embedder))
        return assistant

    def ask(
        self,
        question: str,
        *,
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
        limit: int | None = None,
    ) -> Answer:
        """The answer to a question that stands alone.

        `now` is the day it is asked: today by default, or the newest article's day when that is
        over. "Yesterday" means the day before it, and newer articles are preferred to old ones.
        `within` limits it to articles by their dates, authors or outlets; `limit` is how many
        quotations it may have. Raises ValueError for an empty or over-long question, or a limit
        below 1.
        """
        return self._ask(question, (), Asking(now, within, limit))

    def stream(
        self,
        question: str,
        *,
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
        limit: int | None = None,
    ) -> Iterator[Event]:
        """The answer in pieces: Understood, Direct where a short answer comes first, any number of
        TextPart, Completed.

        The rest is as for `ask`. Raises ValueError, at the first step, for an empty or over-long
        question.
        """
        return self._stream(question, (), Asking(now, within, limit))

    def conversation(
        self,
        turns: Sequence[Turn] = (),
        *,
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
        limit: int | None = None,
    ) -> Conversation:
        """A conversation, or the continuation of one: (question, answer text), oldest first.

        The rest is as for `ask`.
        """
        asking = Asking(now, within, limit)
        return Conversation(
            partial(self._ask, asking=asking), partial(self._stream, asking=asking), turns
        )

    def search(
        self,
        question: str,
        limit: int = 10,
        *,
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
    ) -> list[Citation]:
        """The sentences nearest to `question`, best first, whether or not they answer it.

        `now` and `within` are as for `ask`. Raises ValueError for an empty or over-long question
        or a limit below 1.
        """
        Asking(limit=limit)
        asked = clean(question)
        with self._engines.current() as engine:
            evidence = engine.find(asked, now, scope=within)
        return [
            cite(number, scored.sentence, scored.logit)
            for number, scored in enumerate(evidence.ranked[:limit], 1)
        ]

    def article(self, article_id: str) -> Article:
        """The article with that id. Raises KeyError when there is none."""
        with self._engines.current() as engine:
            article = engine.generation.store.article(article_id)
        if article is None:
            raise KeyError(f"There is no article {article_id!r} in the index.")
        return article

    def articles(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        sources: Sequence[str] = (),
        outlets: Sequence[str] = (),
        query: str | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> ArticlePage:
        """`limit` of the articles from `offset` on, newest first, undated ones last, and how many
        there are.

        `since` and `until` are ISO dates, both included; `sources` and `outlets` are outlets, of
        which one is enough, by words of their names or by whole names; of `query`, all words
        stand in one passage of the article, or in its title. Raises ValueError for a date that is
        none, an offset below 0 or a limit below 1.
        """
        wanted = Wanted(since, until, tuple(sources), tuple(outlets), query, offset, limit)
        with self._engines.current() as engine:
            return browse(engine.generation, wanted)

    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets of the articles, those with most articles first."""
        with self._engines.current() as engine:
            return tuple(Outlet(name, articles) for name, articles in engine.generation.outlets)

    def coverage(
        self, question: str, *, now: dt.date | None = None, within: Scope = EVERYTHING
    ) -> Coverage:
        """When the articles that a standalone question is about were published.

        `now` and `within` are as for `ask`. It takes some milliseconds, and reads nothing that a
        model would. Raises ValueError for an empty or over-long question.
        """
        asked = clean(question)
        with self._engines.current() as engine:
            return coverage(asked, now or engine.today(), within, engine.generation)

    def update(self, progress: Progress | None = None) -> Update:
        """Index what is new, changed or gone in the corpus; questions are answered meanwhile.

        `progress` is told how the work comes on. Raises what Builder.update raises.
        """
        return builder(self.settings, self._embedder, progress).update()

    @property
    def editor(self) -> Editor:
        """What adds articles, tells what an update would do, and goes back to what was before."""
        from assistant.editing.editing import Editor  # who only asks needs no parsers of pages

        return Editor(self.settings)

    def passage_around(self, citation: Citation) -> tuple[int, int]:
        """Where the passage that holds a citation's quote starts and ends in its article's text."""
        with self._engines.current() as engine:
            passages = engine.generation.store.passages_of(citation.article_id)
        for passage in passages:
            if passage.start <= citation.start < passage.end:
                return passage.start, max(passage.end, citation.end)
        return citation.start, citation.end

    def suggestions(self, limit: int = 4) -> list[str]:
        """Questions drawn from the articles, each of which they answer."""
        name, kept = self._suggestions
        with self._engines.current() as engine:
            if name != engine.generation.name or len(kept) < limit:
                articles = engine.generation.store.newest(_ARTICLES_SUGGESTED_FROM)
                kept = suggest(articles, lambda q: engine.answer(q, q), limit)
                self._suggestions = (engine.generation.name, kept)
        return list(kept[:limit])

    def follow_ups(
        self,
        answer: Answer,
        turns: Sequence[Turn] = (),
        *,
        now: dt.date | None = None,
        within: Scope = EVERYTHING,
        limit: int = 3,
    ) -> Iterator[str]:
        """Up to `limit` questions to ask after `answer`, each as soon as it is known that the
        articles answer it; `turns` are those before it.

        It gives way: there are fewer, or none, while others are being answered. After a refusal,
        questions about other stories fill up what is missing.
        """
        context = [*turns, (answer.question, answer.text)]

        def ask(question: str) -> Answer | None:
            if not self._traffic.clears(_SECONDS_GIVING_WAY):
                raise CalledOffError
            meant = meaning_in(engine.generation.store, question, context)
            if meant.text.casefold() != question.casefold():
                return None
            return engine.answering(question, meant, context, now, within)(question)

        with self._engines.current() as engine, suppress(CalledOffError):
            found = []
            for question in islice(follow_ups(answer, turns, ask, engine.generation), limit):
                found.append(question)
                yield question
            if not answer.answered and within.is_everything:
                asked = [answer.question, *found, *(question for question, _ in turns)]
                others = (q for q in self.suggestions() if q not in asked)
                yield from islice(others, limit - len(found))

    def status(self) -> Status:
        """What the index that answers holds, and what is being done to it."""
        with self._engines.current() as engine:
            return describe(engine.generation.manifest, self.settings)

    def index(self) -> Manifest:
        """The generation that answers now; quicker than `status`.

        Raises IndexUnavailableError when there is none that can be read.
        """
        with self._engines.current() as engine:
            return engine.generation.manifest

    @property
    def busy(self) -> bool:
        """Whether a question is being answered, or the index is being read, at this moment."""
        return self._engines.in_use

    @contextmanager
    def listening(self, listener: Callable[[Answer], None]) -> Iterator[None]:
        """For the length of the block, `listener` is called with every answer, from the thread
        that made it.
        """
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def _heard(self, answer: Answer) -> None:
        for listener in tuple(self._listeners):
            listener(answer)

    def _ask(self, question: str, turns: Sequence[Turn], asking: Asking) -> Answer:
        *_, last = self._stream(question, turns, asking)
        assert isinstance(last, Completed)
        return last.answer

    def _stream(self, question: str, turns: Sequence[Turn], asking: Asking) -> Iterator[Event]:
        asked = clean(question)
        with self._traffic.passing(), self._engines.current() as engine:
            for event in self._events(engine, asked, turns, asking):
                if isinstance(event, Completed):
                    self._heard(event.answer)
                yield event

    def _events(
        self, engine: Engine, asked: str, turns: Sequence[Turn], asking: Asking
    ) -> Iterator[Event]:
        if (friendly := self._small_talk(asked, engine)) is not None:
            yield Understood(asked)
            yield from pieces_of(friendly)
            return
        meant, fault = meaning_in(engine.generation.store, asked, turns), None
        if self._prose is not None:
            standalone, fault = self._prose.standalone(asked, turns, meant.text)
            meant = meant if standalone == meant.text else Meaning(standalone)
        answer_to = engine.answering(asked, meant, turns, asking.now, asking.within)
        meant = settled(meant, asked, answer_to)
        yield Understood(meant.text)
        found = replace(
            answer_to(meant.text), other_question=meant.other, new_topic=meant.new_topic
        )
        answer = shortened(found, asking.limit)
        if self._prose is None:
            yield from pieces_of(answer)
        else:
            today = (asking.now or engine.today()).isoformat()
            yield from self._prose.events(answer, engine.generation, today, fault)

    def _small_talk(self, asked: str, engine: Engine) -> Answer | None:
        if smalltalk.reply(asked, ()) is None:
            return None
        return Answer(
            question=asked,
            standalone_question=asked,
            text=smalltalk.reply(asked, self.suggestions(2)) or "",
            answered=True,
            confidence=1.0,
            index=engine.index_used(),
        )


class Conversation:
    """Questions in a row, each understood in the light of those before."""

    def __init__(
        self,
        ask: Callable[[str, Sequence[Turn]], Answer],
        stream: Callable[[str, Sequence[Turn]], Iterator[Event]],
        turns: Sequence[Turn] = (),
    ) -> None:
        self._ask = ask
        self._stream = stream
        self._turns: list[Turn] = list(turns)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The questions and answer texts so far, oldest first."""
        return tuple(self._turns)

    def ask(self, question: str) -> Answer:
        """The answer to `question` as it is meant here. Raises ValueError as Assistant.ask does."""
        answer = self._ask(question, self._turns)
        self._turns.append((answer.question, answer.text))
        return answer

    def stream(self, question: str) -> Iterator[Event]:
        """The same in pieces; the turn counts once the answer is complete."""
        for event in self._stream(question, tuple(self._turns)):
            if isinstance(event, Completed):
                self._turns.append((event.answer.question, event.answer.text))
            yield event
