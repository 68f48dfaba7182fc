"""A conversation as the reader's browser keeps it: written as JSON, and read back with suspicion.

What comes back may have been kept by an older version, or changed by anybody at that browser. It
is validated whole, and its quotes are looked up in the index again.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from assistant import EVERYTHING, Answer, Assistant, Scope
from ui.ask.exchange import Exchange, Exchanges, Verdict
from ui.ask.source import sources_of
from ui.ask.spans import iso_day
from ui.wording import well_formed

# Of what one conversation may take: browsers keep some 5 million characters for a whole site.
LONGEST = 300_000
MOST_TURNS = 50
_QUESTION = 20_000
_ERROR = 1000
INTERRUPTED = "The connection was lost before this answer was complete."

Id = Annotated[str, StringConstraints(pattern=r"\A[A-Za-z0-9_-]{6,40}\z")]


class KeptError(ValueError):
    """What came back from a browser is no conversation."""


def _of_days(within: Scope) -> Scope:
    for day in (within.since, within.until):
        iso_day(day)
    return within


class KeptExchange(BaseModel):
    """One question, with its answer unless that was still coming."""

    model_config = ConfigDict(frozen=True)

    id: Id
    asked: dt.datetime
    question: Annotated[str, StringConstraints(min_length=1, max_length=_QUESTION)]
    understood: Annotated[str, StringConstraints(max_length=_QUESTION)] | None = None
    text: Annotated[str, StringConstraints(max_length=100_000)] = ""
    answer: Answer | None = None
    error: Annotated[str, StringConstraints(max_length=_ERROR)] | None = None
    stopped: bool = False
    within: Annotated[Scope, AfterValidator(_of_days)] = EVERYTHING
    verdict: Verdict | None = None
    commented: bool = False

    @staticmethod
    def of(exchange: Exchange) -> KeptExchange:
        """What is kept of `exchange`; not the sources, which are looked up again."""
        answer = exchange.answer
        # By `model_construct`, for what was made here needs no checking.
        return KeptExchange.model_construct(
            id=exchange.id,
            asked=exchange.asked,
            question=exchange.question,
            understood=exchange.understood,
            text=exchange.text,
            answer=answer and replace(answer, sentences=(), read=()),
            error=exchange.error and exchange.error[:_ERROR],
            stopped=exchange.stopped,
            within=exchange.within,
            verdict=exchange.verdict,
            commented=exchange.commented,
        )

    def exchange(self, assistant: Assistant) -> Exchange:
        """The exchange as it is shown again."""
        answer = self.answer
        if answer is not None and not _is_quoted(answer):
            answer = replace(answer, short=None)
        unfinished = answer is None and self.error is None and not self.stopped
        return Exchange(
            question=self.question,
            # Even one whose server never said how it was understood is asked again.
            understood=self.understood or self.question,
            short=answer.short if answer else None,
            text=self.text,
            answer=answer,
            sources=sources_of(assistant, answer.citations or answer.nearest) if answer else (),
            error=INTERRUPTED if unfinished else self.error,
            stopped=self.stopped,
            id=self.id,
            asked=self.asked,
            within=self.within,
            verdict=self.verdict,
            commented=self.commented,
        )


def _is_quoted(answer: Answer) -> bool:
    """Whether what came back as the short answer is words of its quotation."""
    short = answer.short
    cited = [c for c in answer.citations if short and c.number == short.citation]
    if short is None or not answer.answered or not cited:
        return False
    quote, start = cited[0].quote, cited[0].start
    return short.text == quote[short.start - start : short.end - start]


class KeptConversation(BaseModel):
    """What one conversation is to the browser, which adds a title when the reader gives one."""

    model_config = ConfigDict(frozen=True)

    exchanges: Annotated[tuple[KeptExchange, ...], Field(min_length=1, max_length=MOST_TURNS)]
    title: Annotated[str, StringConstraints(max_length=300)] | None = None

    @property
    def name(self) -> str:
        """Its title: what the reader calls it, or else its first question."""
        return self.title or self.exchanges[0].question


def record(exchanges: Exchanges) -> str:
    """`exchanges` as the browser is to keep them, as JSON; empty when there is nothing to keep.

    Of a conversation that has become too long the newest part that fits.
    """
    kept = [KeptExchange.of(e) for e in exchanges if _is_worth_keeping(e)][-MOST_TURNS:]
    while kept:
        conversation = KeptConversation.model_construct(exchanges=tuple(kept), title=None)
        # Not by pydantic's own JSON, which cannot write lone surrogates.
        kept_as = conversation.model_dump(mode="json", exclude={"title"})
        text = well_formed(json.dumps(kept_as, ensure_ascii=False, separators=(",", ":")))
        # "<" stands in strings only: no HTML can be found in what is kept.
        text = text.replace("<", "\\u003c")
        if len(text) <= LONGEST:
            return text
        kept = kept[1:]
    return ""


def _is_worth_keeping(exchange: Exchange) -> bool:
    # What could not even be read is in the box again, to be put right.
    unread = exchange.error is not None and exchange.understood is None
    return bool(exchange.question.strip()) and not unread and len(exchange.question) <= _QUESTION


def read(text: object) -> KeptConversation:
    """The conversation that a browser gives back. Raises KeptError when it is none."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise KeptError("it is too long, or no text")
    try:
        return KeptConversation.model_validate_json(well_formed(text))
    except ValidationError as error:
        raise KeptError(f"{error.error_count()} of its fields are not usable") from error


def restored(text: object, assistant: Assistant) -> Exchanges:
    """The exchanges that a browser gives back. Raises KeptError when they are none."""
    return tuple(kept.exchange(assistant) for kept in read(text).exchanges)
