"""One question and what has come of it: the whole state of a reader's page is a tuple of these."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant import (
    EVERYTHING,
    Answer,
    Assistant,
    Completed,
    Direct,
    Event,
    Scope,
    Short,
    TextPart,
    Understood,
)
from ui.ask.source import Considered, Source, considered_by, sources_of

Verdict = Literal["up", "down"]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _new_id() -> str:
    return secrets.token_urlsafe(9)


@dataclass(frozen=True)
class Exchange:
    """A question, and its answer as far as it has come.

    `short` and `text` are what has been streamed so far, in the end the answer's; `sources` are
    of the answer's quotes, `considered` the other passages that were read for it. At most one of
    `answer`, `error` (one line for the reader) and `stopped` is set; none while it is answering.

    `id` is its own for good, and that of a conversation's first exchange the conversation's.
    `asked` is when, `within` what the articles were limited to. `rateable` says that the reader's
    `verdict` on the answer is taken: not on one that came back from a browser, which may be
    anything. `commented` is whether they have said more than that.
    """

    question: str
    understood: str | None = None
    short: Short | None = None
    text: str = ""
    answer: Answer | None = None
    sources: tuple[Source, ...] = ()
    considered: tuple[Considered, ...] = ()
    error: str | None = None
    stopped: bool = False
    id: str = field(default_factory=_new_id)
    asked: dt.datetime = field(default_factory=_now)
    within: Scope = EVERYTHING
    rateable: bool = False
    verdict: Verdict | None = None
    commented: bool = False

    @property
    def pending(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and self.error is None and not self.stopped

    @property
    def standalone(self) -> str:
        """The question as it was understood, or as it was typed where nobody got so far."""
        return self.understood or self.question

    def after(self, event: Event, assistant: Assistant) -> Exchange:
        """The exchange once `event` has happened."""
        match event:
            case Understood(standalone_question):
                return replace(self, understood=standalone_question)
            case Direct(short):
                return replace(self, short=short)
            case TextPart(text):
                return replace(self, text=self.text + text)
            case Completed(answer):
                return replace(
                    self,
                    understood=answer.standalone_question,
                    short=answer.short,
                    text=answer.text,
                    answer=answer,
                    sources=sources_of(assistant, answer.citations or answer.nearest),
                    considered=considered_by(assistant, answer),
                )

    def as_stopped(self) -> Exchange:
        """The exchange as it stays when the reader wants no more of it."""
        return replace(self, stopped=True)


Exchanges = tuple[Exchange, ...]
