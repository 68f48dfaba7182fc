"""One question and what has come of it: the whole state of a reader's page is a tuple of these."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant import Answer, Assistant, Completed, Event, TextPart, Understood
from ui.source import Considered, Source, considered_by, sources_of


@dataclass(frozen=True)
class Exchange:
    """A question, and its answer as far as it has come.

    `text` is what has been streamed so far and is in the end `answer.text`; `sources` are of the
    answer's quotes, `considered` the other passages that were read for it. At most one of
    `answer`, `error` (one line for the reader) and `stopped` is set; none while it is answering.
    """

    question: str
    understood: str | None = None
    text: str = ""
    answer: Answer | None = None
    sources: tuple[Source, ...] = ()
    considered: tuple[Considered, ...] = ()
    error: str | None = None
    stopped: bool = False

    @property
    def pending(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and self.error is None and not self.stopped

    def after(self, event: Event, assistant: Assistant) -> Exchange:
        """The exchange once `event` has happened."""
        match event:
            case Understood(standalone_question):
                return replace(self, understood=standalone_question)
            case TextPart(text):
                return replace(self, text=self.text + text)
            case Completed(answer):
                return replace(
                    self,
                    understood=answer.standalone_question,
                    text=answer.text,
                    answer=answer,
                    sources=sources_of(assistant, answer.citations or answer.nearest),
                    considered=considered_by(assistant, answer),
                )

    def as_stopped(self) -> Exchange:
        """The exchange as it stays when the reader wants no more of it."""
        return replace(self, stopped=True)


Exchanges = tuple[Exchange, ...]
