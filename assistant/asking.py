"""How a question is put: on which day, of which articles, with how much of an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from assistant.answer import Answer, Listed
from index import Generation
from index.errors import AssistantError
from index.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Asking:
    """`now` is the day of asking, `within` the articles that may answer, `limit` how many
    quotations an answer may have; None leaves each to the engine.
    """

    now: dt.date | None = None
    within: Scope = EVERYTHING
    limit: int | None = None

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise LimitError(f"The limit is {self.limit}; it must be at least 1.")


class LimitError(AssistantError, ValueError):
    """A limit that leaves nothing."""

    exit_code = 2


def both(asked: Scope, given: Scope, generation: Generation) -> Scope:
    """The articles that are in both scopes: what a question limits itself to, and what it is
    limited to from outside.
    """
    if given.is_everything:
        return asked
    since = max(filter(None, (asked.since, given.since)), default=None)
    until = min(filter(None, (asked.until, given.until)), default=None)
    named = replace(given, since=None, until=None)
    if named.is_everything:
        return replace(asked, since=since, until=until)
    # Two lists of names, of each of which one is enough, are no list of names.
    ids = frozenset(dated.id for dated in generation.articles_in(named))
    chosen = ids if asked.articles is None else ids & asked.articles
    # The outlets stay, to be named.
    return replace(asked, since=since, until=until, articles=chosen, outlets=given.outlets)


def shortened(answer: Answer, limit: int | None) -> Answer:
    """The answer up to its citation number `limit`; the note tells what was left out."""
    if limit is None or len(answer.citations) <= limit:
        return answer
    marker = f"[{limit}]"
    end = answer.text.find(marker)
    if end < 0:
        return answer
    left_out = f"Only the first {limit} of {len(answer.citations)} quotations were asked for."
    return replace(
        answer,
        text=answer.text[: end + len(marker)],
        citations=answer.citations[:limit],
        listed=_up_to(answer.listed, limit),
        note=" ".join(part for part in (answer.note, left_out) if part),
    )


def _up_to(listed: Listed | None, limit: int) -> Listed | None:
    if listed is None:
        return None
    return replace(listed, items=tuple(i for i in listed.items if i.citation <= limit))
