"""A link to one question: asked anew, within the same limits, by whoever opens it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant import Scope
from assistant.service.routes.messages import ISODay
from ui.ask.exchange import Exchange
from ui.wording import well_formed

# As long as a question may be. Browsers and servers take addresses of some 8,000 characters.
_LONGEST = 2000
_LONGEST_LINK = 7000
# Of outlets, and of articles.
_MOST = 20
_Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Shared(BaseModel):
    """What the address of a shared link asks. A date that is none makes the link invalid."""

    model_config = ConfigDict(frozen=True)

    question: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)
    ]
    since: ISODay | None = None
    until: ISODay | None = None
    outlets: Annotated[tuple[_Name, ...], Field(max_length=_MOST)] = ()
    articles: Annotated[tuple[_Name, ...], Field(max_length=_MOST)] = ()

    @property
    def within(self) -> Scope:
        """What the articles are limited to."""
        return Scope(
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            outlets=self.outlets,
            articles=frozenset(self.articles) if self.articles else None,
        )


def link(exchange: Exchange) -> str | None:
    """The address of the question and its limits, relative to the page's; None where it is too
    long.

    A follow-up is shared as what it was understood as, since its conversation is not.
    """
    question = well_formed(exchange.standalone).strip()
    within = exchange.within
    query = [("q", question)]
    query += [(name, day) for name in ("since", "until") if (day := getattr(within, name))]
    query += [("source", well_formed(outlet)) for outlet in within.outlets]
    query += [("article", well_formed(article)) for article in sorted(within.articles or ())]
    address = "?" + urlencode(query)
    most = max(len(within.outlets), len(within.articles or ()))
    fits = len(question) <= _LONGEST and len(address) <= _LONGEST_LINK and most <= _MOST
    return address if fits else None
