"""From a typed question to an exchange that grows: the stream behind the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from assistant import EVERYTHING, Assistant, AssistantError, Scope
from ui.ask.exchange import Exchange, Exchanges
from ui.wording import well_formed

_UNEXPECTED = "Something went wrong while answering. Please ask again."

_log = logging.getLogger(__name__)


def ask(
    assistant: Assistant,
    earlier: Exchanges,
    question: str,
    within: Scope = EVERYTHING,
    *,
    alone: bool = False,
) -> Iterator[Exchanges]:
    """The conversation after each step of answering `question`, the first before any work.

    `within` is what the articles are limited to; a question asked `alone` is taken as it is
    typed, and follows up on nothing.

    Raises nothing: what goes wrong becomes the last exchange's `error`.
    """
    # A question that failed has nothing to follow up on; an empty one has nothing to show.
    earlier = tuple(exchange for exchange in earlier if exchange.question.strip())
    question = well_formed(question)
    rateable = assistant.settings.feedback is not None
    exchange = Exchange(question, within=within, rateable=rateable)
    yield (*earlier, exchange)
    try:
        before = [] if alone else turns(earlier)
        for event in assistant.conversation(before, within=within).stream(question):
            exchange = exchange.after(event, assistant)
            yield (*earlier, exchange)
    except AssistantError as error:
        exchange = replace(exchange, error=_one_line(error))
    except ValueError as error:
        # Only before any work has begun is it about the question, and meant to be read.
        if exchange.understood is None:
            exchange = replace(exchange, error=_one_line(error))
        else:
            exchange = _unexpected(exchange)
    except Exception:
        exchange = _unexpected(exchange)
    if exchange.error is not None:
        yield (*earlier, exchange)


def turns(exchanges: Exchanges) -> list[tuple[str, str]]:
    """The (question, answer text) of every answered exchange, oldest first."""
    return [(e.answer.question, e.answer.text) for e in exchanges if e.answer is not None]


def _unexpected(exchange: Exchange) -> Exchange:
    _log.exception("A question from the page failed")
    return replace(exchange, error=_UNEXPECTED)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or _UNEXPECTED
