"""What an article gains by being new: of two that fit as well, a reader wants the newer."""

from __future__ import annotations

import datetime as dt
import math

# Fitted on questions of 2022 and 2023: an article of the week gains what 4 logits of the
# cross-encoder are worth, one of three weeks ago 3, one of half a year ago 1.
_SLOPE = 1.05
_SPAN = 400.0
_SOFTENED = 7.0
# A question about a time of its own is about that time for so long.
_ON_TIME = 60


def recency(published: str | None, now: dt.date, prefer_from: dt.date | None = None) -> float:
    """The gain, in the cross-encoder's logits, of an article published on that ISO date.

    It falls with the days to `now`, from 4.2 to 0 in 13 months. With `prefer_from` more than
    that long ago, it falls with the days from then on, and articles from before gain nothing.
    An undated article gains nothing.
    """
    if published is None:
        return 0.0
    day = dt.date.fromisoformat(published)
    if prefer_from is not None and (now - prefer_from).days > _ON_TIME:
        days = (day - prefer_from).days
        if days < 0:
            return 0.0
    else:
        days = max(0, (now - day).days)
    return max(0.0, _SLOPE * math.log(_SPAN / (days + _SOFTENED)))
