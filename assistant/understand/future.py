"""Questions about what had not happened on the day that they are asked on."""

from __future__ import annotations

import datetime as dt
import re

from assistant.understand.time.years import years_in

_PAST = re.compile(
    r"\b(?:won|was|were|did|had|died|happened|lost|beat|became|took|got|made|went|came|"
    r"killed|hosted|scored|elected|defeated)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|would|going to|plan\w*|expect\w*|predict\w*|forecast\w*|schedul\w*|project\w*|"
    r"say|said|says|announc\w*|promis\w*|target\w*|goal|run|running|candida\w*|nomin\w*|bid|by|"
    r"until|before|for|award\w*|chosen|select\w*)\b",
    re.IGNORECASE,
)


def tells_the_future(question: str, now: dt.date) -> str | None:
    """What is to be said to who asks in the past tense for a year after `now`: "Who won the 2030
    election?"; None for all other questions.
    """
    years = years_in(question)
    if not years or min(years) <= now.year or _TO_COME.search(question):
        return None
    if _PAST.search(question) is None:
        return None
    return (
        f"The articles don't say: {min(years)} had not come on {now.isoformat()}, "
        "the day that this is asked on."
    )
