"""The real assistant with a stage manager: for what it does too rarely or too fast to be seen."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from assistant import (
    EVERYTHING,
    Answer,
    Article,
    Assistant,
    Citation,
    Completed,
    Event,
    Scope,
    TextPart,
    Understood,
)


class Staged:
    """Delegates to the assistant; may pause between events, fail, or give a prepared answer."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.reset()

    def reset(self) -> None:
        self.pause = 0.0
        self.failure: Exception | None = None
        self.prepared: Answer | None = None
        self.its_article: Article | None = None
        self.suggested: tuple[str, ...] | None = None
        self.sent = 0
        self.closed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def conversation(
        self, turns: Sequence[tuple[str, str]] = (), within: Scope = EVERYTHING
    ) -> Staged:
        self._turns, self._within = turns, within
        return self

    def article(self, article_id: str) -> Article:
        return self.its_article or self._assistant.article(article_id)

    def follow_ups(self, answer: Answer, *turns: Any, **asking: Any) -> Iterator[str]:
        if self.suggested is None:
            yield from self._assistant.follow_ups(answer, *turns, **asking)
        else:
            for question in self.suggested:
                yield question
                time.sleep(self.pause)

    def passage_around(self, citation: Citation) -> tuple[int, int]:
        if self.its_article:
            return 0, len(self.its_article.text)
        return self._assistant.passage_around(citation)

    def stream(self, question: str) -> Iterator[Event]:
        try:
            for event in self._events(question):
                self.sent += 1
                yield event
                time.sleep(self.pause)
        finally:
            self.closed += 1

    def _events(self, question: str) -> Iterator[Event]:
        if self.failure is not None:
            yield Understood(question)
            raise self.failure
        if self.prepared is None:
            yield from self._assistant.conversation(self._turns, within=self._within).stream(
                question
            )
        else:
            yield Understood(self.prepared.standalone_question)
            yield TextPart(self.prepared.text)
            yield Completed(self.prepared)
