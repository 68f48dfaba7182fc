"""A link to one question: asked anew, within the same limits, by whoever opens it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant import Scope
from ui.exchange import Exchange
from ui.wording import well_formed

# As long as a question may be. Browsers and servers take addresses of some 8,000 characters.
_LONGEST = 2000
_LONGEST_LINK = 7000
_MOST_SOURCES = 20
_Outlet = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Shared(BaseModel):
    """What the address of a shared link asks. A date that is none makes the link invalid."""

    model_config = ConfigDict(frozen=True)

    question: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)
    ]
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[_Outlet, ...] = ()

    @property
    def within(self) -> Scope:
        """What the articles are limited to."""
        return Scope(
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            sources=self.sources[:_MOST_SOURCES],
        )


def link(exchange: Exchange) -> str | None:
    """The address of the question alone, relative to the page's; None where it is too long.

    A follow-up is shared as what it was understood as, since its conversation is not.
    """
    question = well_formed(exchange.understood or exchange.question).strip()
    within = exchange.within
    query = [("q", question)]
    query += [(name, day) for name in ("since", "until") if (day := getattr(within, name))]
    query += [("source", well_formed(source)) for source in within.sources[:_MOST_SOURCES]]
    address = "?" + urlencode(query)
    return address if len(question) <= _LONGEST and len(address) <= _LONGEST_LINK else None
