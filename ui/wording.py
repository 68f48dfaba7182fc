"""Numbers, dates, scores and foreign text, made fit to print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from assistant.answer import EXTRACTIVE
from assistant.wording import counted as counted

# What confidence is called, by the least (0 to 1) that earns the name. Of the held-back quiz
# answers of high confidence 6 of 6 were right (`python -m benchmarks.answers`): too few to promise
# nine in ten.
_CONFIDENCE = ((0.9, "High confidence"), (0.5, "Fair confidence"), (0.0, "Low confidence"))

# So many words may name a section of an outlet.
_MOST_OF_SECTION = 2
# How many of an article's authors are named.
_MOST_AUTHORS = 4


def long_date(published: str | None) -> str:
    """An ISO date as `12 February 2025`; `undated` for None; what is no ISO date as it is."""
    if not published:
        return "undated"
    try:
        day = dt.date.fromisoformat(published)
    except ValueError:
        return published
    return f"{day.day} {day:%B} {day.year}"


def confidence(value: float) -> str:
    """A confidence from 0 to 1 in words."""
    return next((name for least, name in _CONFIDENCE if value >= least), _CONFIDENCE[-1][1])


def moment(instant: str, now: dt.datetime) -> str:
    """An ISO instant as `11:38 today`, or as its day when that is over where `now` is; empty for
    what is none.
    """
    try:
        then = dt.datetime.fromisoformat(instant).astimezone(now.tzinfo)
    except ValueError:
        return ""
    today = then.date() == now.date()
    return f"{then:%H:%M} today" if today else long_date(then.date().isoformat())


def headline(title: str, outlet: str | None) -> str:
    """A title without what a page puts after it: its outlet's name, and dots for what was cut."""
    for sign in (" - ", " | ", " – ", " — "):
        rest, found, last = title.rpartition(sign)
        own = _words(outlet or "")
        # A section may follow: "CNN Politics".
        more = _MOST_OF_SECTION if sign == " | " else 0
        said = _words(last)
        if found and own and said[: len(own)] == own and len(said) <= len(own) + more:
            title = rest
    return title.strip().removesuffix("...").removesuffix("…").rstrip()


def authored(authors: Sequence[str]) -> str:
    """`by Ann Lee, Tom Webb and 3 more`; a name that only strings others together is left out."""
    names = [one for one in authors if not any(o in one and o != one for o in authors)]
    more = len(names) - _MOST_AUTHORS
    return "by " + ", ".join(names[:_MOST_AUTHORS]) + (f" and {more:,} more" if more > 0 else "")


def duration(timings_ms: Mapping[str, float]) -> str:
    """The time taken as `0.4 s`, from milliseconds by stage; empty when nothing was timed."""
    if not timings_ms:
        return ""
    seconds = timings_ms.get("total", sum(timings_ms.values())) / 1000
    return f"{max(seconds, 0.1):.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def written_by(engine: str) -> str:
    """Which language model wrote an answer; empty when it is made of quotations."""
    return "" if engine == EXTRACTIVE else f"Written by {engine}, each sentence verified"


def made_by(engine: str) -> str:
    """What made an answer, in a few words."""
    return "quotation, without a language model" if engine == EXTRACTIVE else engine


def same_question(one: str, other: str) -> bool:
    """Whether two questions differ in nothing but case, spacing and punctuation."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def well_formed(text: str) -> str:
    """`text` with lone surrogates, which no response may carry, made replacement characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
