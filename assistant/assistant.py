"""The way in for scripts, the shell and the page."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant import smalltalk
from assistant.answer import Answer, Citation, Completed, Event, IndexUsed, TextPart, Understood
from assistant.citations import cite
from assistant.cross_encoder import CrossEncoder
from assistant.engine import Engine
from assistant.followup import Turn, standalone_question
from assistant.question import clean
from assistant.settings import Settings, load_settings
from assistant.suggest import suggest
from assistant.understand import names_in, written_properly
from index import Article, Embedder, Generation, Manifest, build_index, publish
from index.build import Progress
from index.errors import IndexUnavailableError

_PIECE = re.compile(r"\S+\s*")
_ARTICLES_SUGGESTED_FROM = 12


class Assistant:
    """Answers questions about the articles of one index; safe for many threads.

    A newly published generation is picked up by the next question; the one before stays open
    for the questions that are still being answered from it.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._embedder = Embedder(settings.embedding_model)
        self._encoder = CrossEncoder(settings.reranker_model)
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._engine: Engine | None = None
        self._replaced: Engine | None = None
        self._suggestions: tuple[str, tuple[str, ...]] = ("", ())

    @classmethod
    def open(
        cls,
        *,
        corpus: Path | str | None = None,
        index_dir: Path | str | None = None,
        progress: Progress | None = None,
    ) -> Assistant:
        """The assistant over the published index, built from the corpus first if there is none.

        Arguments override the settings of the environment. Raises AssistantError subclasses for
        a corpus, an index or settings that cannot be used.
        """
        given = {"corpus": corpus, "index_dir": index_dir}
        settings = load_settings().model_copy(
            update={name: Path(value) for name, value in given.items() if value is not None}
        )
        assistant = cls(settings)
        if publish.current(settings.index_dir) is None:
            build_index(settings.corpus, settings.index_dir, assistant._embedder, progress)
        assistant._current()
        return assistant

    def ask(self, question: str) -> Answer:
        """The answer to a question that stands alone.

        Raises ValueError for an empty or over-long question.
        """
        return self._ask(question, ())

    def stream(self, question: str) -> Iterator[Event]:
        """The answer in pieces: Understood, any number of TextPart, Completed.

        Raises ValueError, at the first step, for an empty or over-long question.
        """
        return self._stream(question, ())

    def conversation(self, turns: Sequence[Turn] = ()) -> Conversation:
        """A conversation, or the continuation of one: (question, answer text), oldest first."""
        return Conversation(self._ask, self._stream, turns)

    def search(self, question: str, limit: int = 10) -> list[Citation]:
        """The sentences nearest to `question`, best first, whether or not they answer it.

        Raises ValueError for an empty or over-long question or a limit below 1.
        """
        if limit < 1:
            raise ValueError(f"The limit is {limit}; it must be at least 1.")
        evidence = self._current().find(clean(question))
        return [
            cite(number, scored.sentence, scored.logit)
            for number, scored in enumerate(evidence.ranked[:limit], 1)
        ]

    def article(self, article_id: str) -> Article:
        """The article with that id. Raises KeyError when there is none."""
        article = self._current().generation.store.article(article_id)
        if article is None:
            raise KeyError(f"There is no article {article_id!r} in the index.")
        return article

    def passage_around(self, citation: Citation) -> tuple[int, int]:
        """Where the passage that holds a citation's quote starts and ends in its article's text."""
        for passage in self._current().generation.store.passages_of(citation.article_id):
            if passage.start <= citation.start < passage.end:
                return passage.start, max(passage.end, citation.end)
        return citation.start, citation.end

    def suggestions(self, limit: int = 4) -> list[str]:
        """Questions drawn from the articles, each of which they answer."""
        engine = self._current()
        name, kept = self._suggestions
        if name != engine.generation.name or len(kept) < limit:
            articles = engine.generation.store.newest(_ARTICLES_SUGGESTED_FROM)
            kept = suggest(articles, lambda q: engine.answer(q, q), limit)
            self._suggestions = (engine.generation.name, kept)
        return list(kept[:limit])

    def status(self) -> Manifest:
        """What the index that answers says of itself."""
        return self._current().generation.manifest

    def _ask(self, question: str, turns: Sequence[Turn]) -> Answer:
        asked = clean(question)
        engine = self._current()
        friendly = self._small_talk(asked, engine)
        if friendly is not None:
            return friendly
        return engine.answer(asked, _standalone(engine, asked, turns))

    def _stream(self, question: str, turns: Sequence[Turn]) -> Iterator[Event]:
        asked = clean(question)
        engine = self._current()
        answer = self._small_talk(asked, engine)
        if answer is None:
            standalone = _standalone(engine, asked, turns)
            yield Understood(standalone)
            answer = engine.answer(asked, standalone)
        else:
            yield Understood(asked)
        for piece in _PIECE.findall(answer.text):
            yield TextPart(piece)
        yield Completed(answer)

    def _small_talk(self, asked: str, engine: Engine) -> Answer | None:
        if smalltalk.reply(asked, ()) is None:
            return None
        manifest = engine.generation.manifest
        return Answer(
            question=asked,
            standalone_question=asked,
            text=smalltalk.reply(asked, self.suggestions(2)) or "",
            answered=True,
            confidence=1.0,
            index=IndexUsed(manifest.generation, manifest.articles, manifest.passages),
        )

    def _current(self) -> Engine:
        """The engine over the published generation, opened anew when that has changed."""
        with self._lock:
            folder = publish.current(self.settings.index_dir)
            if folder is None:
                raise IndexUnavailableError(
                    f"There is no index at {self.settings.index_dir}: "
                    "build it with `assistant index build`."
                )
            if self._engine is not None and folder == self._folder:
                return self._engine
            try:
                opened = self._open(folder)
            except IndexUnavailableError:
                if self._engine is None:
                    raise
                return self._engine  # the one before still answers
            # Questions may still be under way in the engine that is replaced, but hardly in the
            # one before that.
            if self._replaced is not None:
                self._replaced.generation.close()
            self._replaced, self._engine, self._folder = self._engine, opened, folder
            return opened

    def _open(self, folder: Path) -> Engine:
        generation = Generation(folder)
        model = generation.manifest.embedding_model
        if model != self._embedder.model:
            generation.close()
            raise IndexUnavailableError(
                f"The index was built with the embedding model {model}, and the setting is "
                f"{self._embedder.model}: set ASSISTANT_EMBEDDING_MODEL={model}, or build the "
                "index again with `assistant index build`."
            )
        return Engine(generation, self._embedder, self._encoder)


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


def _standalone(engine: Engine, asked: str, turns: Sequence[Turn]) -> str:
    if not turns:
        return asked
    typed = " ".join([asked, *(question for question, _ in turns)])
    store = engine.generation.store
    filled = standalone_question(asked, turns, names_in(typed, store))
    return filled if filled == asked else written_properly(filled, store)
