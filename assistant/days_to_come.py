"""The day that a sentence says something is still to happen: "opens on 3 May"."""

from __future__ import annotations

import datetime as dt
import re

from assistant.question import Kind, Question
from assistant.sentence import Sentence
from assistant.support import found

_ASKED = re.compile(r"\bwhen (?:will|is|are|does|do|'s|’s)\b", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = re.compile(
    rf"\b(?:{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?|(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH})\b"
    r"(?:,? (20\d\d)\b)?",
    re.IGNORECASE,
)
# A day further off without its year is rather one that has passed.
_FAR = 300


def asks_for_day_to_come(question: Question) -> bool:
    """Whether `question` asks when something will be."""
    return question.kind is Kind.WHEN and _ASKED.search(question.text) is not None


def day_to_come(question: Question, sentence: Sentence, published: dt.date) -> dt.date | None:
    """The one day after `published` that `sentence` names, with its month; None if it names
    several, or does not speak of all that is asked.
    """
    if not all(found(s, sentence.terms) for s in question.sought):
        return None
    days = {_day(match, published) for match in _DAY.finditer(sentence.quote)}
    if len(days) != 1:
        return None
    day = days.pop()
    return day if day is not None and day > published else None


def _day(match: re.Match[str], published: dt.date) -> dt.date | None:
    month = _MONTHS.index((match[1] or match[4])[:3].lower()) + 1
    try:
        day = dt.date(int(match[5] or published.year), month, int(match[2] or match[3]))
        if not match[5] and day < published:
            day = day.replace(year=published.year + 1)
    except ValueError:  # 31 February
        return None
    return day if (day - published).days < _FAR or match[5] else None
