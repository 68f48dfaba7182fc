"""The amounts in a sentence: "at least 1,200 people", "$3.8 million", "two dozen homes"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.english.numerals import SCALES, TENS, UNITS
from index.text.terms import STOP_WORDS, fold, words

_SCALES = {"dozen": 12, **SCALES}
_NUMERALS = "|".join(sorted((*UNITS, *TENS), key=len, reverse=True))
_AMOUNT = re.compile(
    r"(?<![\w.,$£€¥])(?:(?P<sign>(?:US|A|C)?[$£€¥]) ?)?(?:"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<part>\.\d{1,9})?"
    rf"|(?P<first>{_NUMERALS})\b(?:[- ](?P<second>{_NUMERALS})\b)?"
    r"|an? (?=dozen|hundred|thousand|million|billion|trillion))"
    r"(?:[- ]?(?P<scale>dozen|hundred|thousand|million|billion|trillion|[mbt]n|[mbk])\b)?"
    r"(?P<share> ?%| ?per ?cent\b)?",
    re.IGNORECASE,
)
_MONEY = re.compile(r" ?(dollars?|euros?|pounds?|yuan|rupees?|yen)\b", re.IGNORECASE)
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥", "yuan": "¥"}
_MEASURE = re.compile(
    r"[- ]?(?:square )?(second|minute|hour|day|week|month|year|decade|mile|kilomet|km|met|"
    r"feet|foot|inch|acre|hectare|ton|barrel|gallon|lit|degree|mph|magnitude|point)\w*",
    re.IGNORECASE,
)
# What makes a number no amount: the day of a month, a time, an age, a rank, a version, one part of
# a score or range.
_DAY = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? $", re.IGNORECASE)
_NO_AMOUNT_AFTER = re.compile(
    r"\d|(?:st|nd|rd|th)\b|[-–—/:]\d|:|[.,]\d| ?[ap]\.?m\b|[- ]years?[- ]olds?\b| (?:of|to|or) \d|"
    r" (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|[A-Za-z]",
    re.IGNORECASE,
)
_NO_AMOUNT_BEFORE = re.compile(
    r"(?:[-–—/:#]|\b(?:no\.|number|between|from|aged?|article|section|title|covid-|group|phase|"
    r"episode|season|chapter|gate|level|category|type|flight|boeing|route|highway)) ?$",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|over|under|more than|less than|"
    r"fewer than|up to|close to|an estimated|estimated) (?:the |an? )?$",
    re.IGNORECASE,
)
# "Another 12", "including 12", "12 of them": a part of another count.
_PART_BEFORE = re.compile(
    r"\b(?:another|includ\w+|other|additional|extra|further|of (?:them|whom)|first|next|last|past|"
    r"by|every|each|per) (?:at least |about |some |the )?$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r" (?:\w+ )?(?:more|others?|of (?:them|whom|those|the)|times|"
    r"in (?:every )?(?:\d|one|two|ten))\b",
    re.IGNORECASE,
)
_YEARS = range(1800, 2101)
_CLAUSE_END = re.compile(
    r"[,;:!?()“”\"—–]|(?<![A-Z])\.(?=\s|$)|\b(?:and|but|while|including|with|after)\b"
)
_IN = re.compile(r"\b(?:in|across|at|outside) (?:the )?([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*)")
_BEFORE = 10
_AFTER = 7
_COUNTED = 3


@dataclass(frozen=True)
class Amount:
    """A number that a sentence gives, and what it is of.

    `sort` is "$", "%", a measure ("mile", "day") or empty for a plain count; `rough` is whether
    the sentence rounds it. `around` are the terms of its clause, `named` those with a capital,
    `within` those of the place that it is of ("in Florida"), `counted` those of the small words
    right after it, of which one is what is counted.
    """

    number: float
    sort: str
    rough: bool
    around: frozenset[str]
    named: frozenset[str]
    within: frozenset[str]
    counted: frozenset[str]

    def agrees(self, other: Amount) -> bool:
        """Whether both may be the same number, said more or less exactly."""
        low, high = sorted((self.number, other.number))
        apart = high - low
        if apart <= high / 100 and (high >= 100 or high % 1 or low % 1):
            return True
        # 1,200 may stand for 1,237.
        grain = max(_grain(low), _grain(high))
        if grain >= 10 and high >= 100:
            return apart < min(grain, high / 10)
        return apart == 0 or (apart <= high / 10 and (self.rough or other.rough))


def amounts_in(text: str) -> list[Amount]:
    """The amounts in `text`, in order; years, dates, ages, ranks and scores are none, nor are
    those that are a part of another: "including 12 children".
    """
    taken = [match for match in _AMOUNT.finditer(text) if _is_amount(text, match)]
    found = []
    for i, match in enumerate(taken):
        start = taken[i - 1].end() if i else 0
        end = taken[i + 1].start() if i + 1 < len(taken) else len(text)
        left = _CLAUSE_END.split(text[start : match.start()])[-1].split()[-_BEFORE:]
        right = _CLAUSE_END.split(text[match.end() : end])[0].split()[:_AFTER]
        clause = [w for part in (left, right) for w in words(" ".join(part))]
        clause = [w for w in clause if fold(w.surface) not in STOP_WORDS]
        places = " ".join(m[1] for part in (left, right) for m in _IN.finditer(" ".join(part)))
        found.append(
            Amount(
                _number(match) or 0.0,
                _sort(match, text[match.end() : match.end() + 20]),
                _ROUGH.search(text[max(0, match.start() - 40) : match.start()]) is not None,
                frozenset(w.term for w in clause),
                frozenset(w.term for w in clause if w.surface[0].isupper()),
                frozenset(w.term for w in words(places)),
                frozenset(w.term for w in words(" ".join(right[:_COUNTED])) if w.surface.islower()),
            )
        )
    return found


def _is_amount(text: str, match: re.Match[str]) -> bool:
    number = _number(match)
    before = text[max(0, match.start() - 40) : match.start()]
    after = text[match.end() : match.end() + 60]
    if number is None or _DAY.search(before) or _NO_AMOUNT_AFTER.match(after):
        return False
    if _NO_AMOUNT_BEFORE.search(before) or _PART_BEFORE.search(before) or _PART_AFTER.match(after):
        return False
    bare = not match["scale"] and not _sort(match, after)
    return not (bare and number in _YEARS and "," not in match.group())


def _grain(number: float) -> int:
    """The largest power of ten that divides the number; 1 for a fraction."""
    grain = 1
    while number >= 10 * grain and number % (10 * grain) == 0:
        grain *= 10
    return grain


def _number(match: re.Match[str]) -> float | None:
    if match["digits"]:
        number = float(match["digits"].replace(",", "") + (match["part"] or ""))
    elif match["first"]:
        first, second = (fold(match[g] or "") for g in ("first", "second"))
        number = float(TENS.get(first, UNITS.get(first, 0)))
        if second:
            if first not in TENS or not 0 < UNITS.get(second, 0) < 10:
                return None
            number += UNITS[second]
        if first == "one" and not match["scale"]:
            return None  # "One of the ..."
    else:
        number = 1.0
    if match["scale"]:
        scale = match["scale"]
        if len(scale) == 1 and not match["sign"]:
            return None
        number *= _SCALES[scale.lower()]
    return number


def _sort(match: re.Match[str], after: str) -> str:
    if match["share"]:
        return "%"
    if match["sign"]:
        return match["sign"].upper()[-1]
    if money := _MONEY.match(after):
        return _CURRENCIES.get(money[1].lower().rstrip("s"), money[1].lower())
    measure = _MEASURE.match(after)
    return measure[1].lower() if measure else ""
