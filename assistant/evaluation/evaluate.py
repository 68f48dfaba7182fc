"""Asking questions whose answers are known, and measuring every stage on the way to an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.answer import Answer
from assistant.answers.choose import choose
from assistant.answers.citations import is_exact, quote_all
from assistant.clock import Clock
from assistant.editing.building import builder
from assistant.engine import Engine
from assistant.evaluation.examples import Example
from assistant.evaluation.measures import first_words, holds
from assistant.evidence.find import Evidence, Finder, Read
from assistant.evidence.reader import Reader
from assistant.settings import load_settings
from assistant.understand.question import clean
from assistant.understand.standalone import meaning_in, plain, settled
from index import Embedder, Generation, Passage, open_published
from index.errors import IndexUnavailableError
from index.generations.writer import Progress
from index.scope import EVERYTHING

READ_WORDS = 60
EARLY_WORDS = 25
_DEPTH = 50


class Stage(StrEnum):
    """The rankings that a question goes through, in their order."""

    TERMS = "terms (BM25)"
    VECTORS = "vectors"
    FUSED = "fused"
    READ = "read"


class Went(StrEnum):
    """What became of a question."""

    RIGHT = "right"
    RIGHTLY_REFUSED = "rightly refused"
    NOT_FOUND = "no passage with the answer was found"
    NOT_CHOSEN = "a passage with the answer was read, and another sentence chosen"
    REFUSED = "the answer was there, and refused"
    NOT_REFUSED = "answered, though there is no answer"


@dataclass(frozen=True)
class Outcome:
    """A question's way: for each stage the rank of the first passage that holds the answer (None
    when none of the first 50 does), the answer given, and what is to be said of it.

    `in_time` is whether the first 60 words of the answer hold it, `would` whether they would if
    nothing were refused, `early` whether the short answer and what follows hold it in their first
    25, `cited` whether a quoted passage holds it; `exact` whether every quote
    is its article's text.
    """

    example: Example
    answerable: bool
    ranks: dict[Stage, int | None]
    answer: Answer
    in_time: bool
    would: bool
    early: bool
    cited: bool
    exact: bool

    def to_dict(self) -> dict[str, Any]:
        """What one reads to learn from failures, ready for JSON."""
        return {
            "question": self.example.question,
            "standalone_question": self.answer.standalone_question,
            "answers": list(self.example.answers),
            "went": self.went,
            "ranks": {stage.name.lower(): rank for stage, rank in self.ranks.items()},
            "answered": self.answer.answered,
            "confidence": self.answer.confidence,
            "short": self.answer.short and self.answer.short.text,
            "text": self.answer.text,
            "cited": [c.url or c.path for c in self.answer.citations],
            "published": [c.published for c in self.answer.citations],
            "milliseconds": self.answer.timings_ms.get("total"),
        }

    @property
    def went(self) -> Went:
        """What became of it, in one phrase."""
        if not self.answerable:
            return Went.NOT_REFUSED if self.answer.answered else Went.RIGHTLY_REFUSED
        if self.in_time:
            return Went.RIGHT
        if not self.answer.answered and self.would:
            return Went.REFUSED
        if self.ranks[Stage.FUSED] is None:
            return Went.NOT_FOUND
        return Went.NOT_CHOSEN


class Evaluation:
    """Asks examples of one generation."""

    def __init__(self, generation: Generation, embedder: Embedder, reader: Reader) -> None:
        self._generation = generation
        self.finder = _Watched(generation, embedder, reader)
        self._engine = Engine(generation, embedder, reader, self.finder)
        self._by_address: dict[str, str] | None = None

    @classmethod
    @contextmanager
    def open(
        cls, corpus: Path | None, index_dir: Path | None, progress: Progress
    ) -> Iterator[Evaluation]:
        """An evaluation of the articles in `corpus`, those of the settings by default.

        Their index is in `index_dir` and is brought up to date; that of another corpus than the
        settings' is made for the occasion if no place is given. Raises AssistantError subclasses
        for a corpus, an index or settings that cannot be used.
        """
        with ExitStack() as stack:
            if corpus is not None and index_dir is None:
                index_dir = Path(stack.enter_context(TemporaryDirectory(prefix="evaluation-")))
            given = {"corpus": corpus, "index_dir": index_dir}
            settings = load_settings().model_copy(
                update={name: value for name, value in given.items() if value is not None}
            )
            embedder = Embedder(settings.embedding_model)
            builder(settings, embedder, progress).update()
            generation = open_published(settings.index_dir, settings.chroma_url)
            if generation is None:
                raise IndexUnavailableError(f"There is no index at {settings.index_dir}.")
            stack.callback(generation.close)
            yield cls(generation, embedder, Reader(settings.reranker_model))

    def ask(self, examples: Sequence[Example]) -> Iterator[Outcome]:
        """What became of each, in order.

        An example with `docs` counts as answerable when one of those articles, as it is in the
        index, holds one of its answers: the rest cannot be answered by quoting. Those that have
        answers, but none that can be quoted, are left out.
        """
        for example in self.quotable(examples):
            yield self._ask(example, bool(example.answers))

    def quotable(self, examples: Iterable[Example]) -> Iterator[Example]:
        """Those of the examples that count: without an answer, or with one that can be quoted."""
        for example in examples:
            if not (example.answers and example.docs) or self._is_in_docs(example):
                yield example

    def _ask(self, example: Example, answerable: bool) -> Outcome:
        self.finder.seen.clear()
        asked = clean(example.question)
        meant = meaning_in(self._engine.generation.store, asked, example.turns)
        answer_to = self._engine.answering(asked, meant, example.turns, example.now)
        standalone = settled(meant, asked, answer_to).text
        answer = answer_to(standalone)
        rankings = self._rankings(standalone, example.now)
        shown = " ".join(c.quote for c in answer.citations or answer.nearest)
        would = answer.text if answer.answered else self._unrefused(standalone, example.now)
        return Outcome(
            example=example,
            answerable=answerable,
            ranks={stage: _rank(example, found) for stage, found in rankings.items()},
            answer=answer,
            in_time=answer.answered and _says_in_time(answer.text, example),
            would=_says_in_time(would, example),
            early=answer.answered and _says_in_time(_as_read(answer), example, EARLY_WORDS),
            cited=holds(shown, example.answers),
            exact=all(
                is_exact(c, article)
                for c in (*answer.citations, *answer.nearest)
                if (article := self._generation.store.article(c.article_id)) is not None
            ),
        )

    def _rankings(self, standalone: str, now: dt.date | None) -> dict[Stage, Sequence[Passage]]:
        evidence = self._evidence(standalone, now)
        return {
            Stage.TERMS: evidence.by_terms,
            Stage.VECTORS: evidence.by_vectors,
            Stage.FUSED: evidence.fused,
            Stage.READ: evidence.passages,
        }

    def _evidence(self, standalone: str, now: dt.date | None) -> Evidence:
        """What the answer was made of; what an ordinary one would be, if it is of another sort."""
        if not self.finder.seen:
            self._engine.find(standalone, now)
        return self.finder.seen[-1]

    def _unrefused(self, standalone: str, now: dt.date | None) -> str:
        evidence = self._evidence(standalone, now)
        if not evidence.ranked:
            return ""
        return quote_all(choose(evidence.ranked))[0]

    def _is_in_docs(self, example: Example) -> bool:
        if self._by_address is None:
            self._by_address = {}
            for dated in self._generation.articles_in(EVERYTHING):
                article = self._generation.store.article(dated.id)
                if article is not None:
                    self._by_address[article.path] = article.id
                    self._by_address[article.url or article.path] = article.id
        for place in example.docs:
            article = self._generation.store.article(self._by_address.get(place, ""))
            if article is not None and holds(f"{article.title}\n{article.text}", example.answers):
                return True
        return False


class _Watched(Finder):
    """A finder that keeps what it found on the way to an answer."""

    def __init__(self, generation: Generation, embedder: Embedder, reader: Reader) -> None:
        super().__init__(generation, embedder, reader)
        self.seen: list[Evidence] = []

    def find(self, read: Read, clock: Clock) -> Evidence:
        """What Finder.find gives."""
        evidence = super().find(read, clock)
        self.seen.append(evidence)
        return evidence


def _says_in_time(text: str, example: Example, count: int = READ_WORDS) -> bool:
    # A citation's [2] is no answer to "How many?".
    return holds(first_words(plain(text), count), example.answers)


def _as_read(answer: Answer) -> str:
    return f"{answer.short.text}. {answer.text}" if answer.short else answer.text


def _rank(example: Example, passages: Sequence[Passage]) -> int | None:
    for rank, passage in enumerate(passages[:_DEPTH], 1):
        if holds(passage.text, example.answers):
            return rank
    return None
