"""Numbers, money and shares in a normal form: "$126bn" is "126 billion dollars", "two" is 2.

Dates are not among them: `assistant/english/named_days.py` reads those first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.text.sentences import Span

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "b": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "mln": 10**6,
}
_SMALL = {
    **{word: float(number) for word, number in (_UNITS | _TENS).items()},
    "dozen": 12.0,
    "both": 2.0,
    "twin": 2.0,
    "twins": 2.0,
    "pair": 2.0,
    "twice": 2.0,
    "once": 1.0,
}
_ORDINALS = {
    word: float(n)
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        1,
    )
}
_FRACTIONS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4,
    "quarters": 1 / 4, "fifth": 1 / 5, "fifths": 1 / 5, "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "£": "pound", "€": "euro", "¥": "yen",
    "dollar": "dollar", "dollars": "dollar", "euro": "euro", "euros": "euro", "pound": "pound",
    "pounds": "pound", "yen": "yen", "cent": "cent", "cents": "cent", "rupees": "rupee",
    "yuan": "yuan", "usd": "dollar", "eur": "euro", "gbp": "pound",
}  # fmt: skip
_WORD = "|".join(sorted((*_SMALL, "hundred", "thousand"), key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<currency>US\$|[$£€¥])?\s?"
    r"(?:(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
    r"|\b(?P<words>(?:(?:" + _WORD + r")(?:-| and | )?){1,6})(?<![- ])(?<! and)\b)"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|bn|tn|mn|mln)\b"
    r"|(?P<letter>[kmb])\b)?"
    r"(?P<ordinal>st\b|nd\b|rd\b|th\b)?"
    r"(?P<share> ?%|[ -]per ?cent\b|[ -]percentage[ -]points?\b)?"
    r"(?: (?P<unit>(?:US )?dollars?|euros?|pounds?|yen|cents?|rupees|yuan|USD|EUR|GBP)\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(?P<h>[0-2]?\d):(?P<m>[0-5]\d)(?: ?(?P<half>[ap])\.?m\b)?", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?P<a>\d{1,3}|" + _WORD + r") (?:in|out of) (?:every )?(?P<b>\d{1,3}|" + _WORD + r")\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<of>an?|one|two|three|four|nine)[ -])?(?P<part>half|halves|thirds?|quarters?|"
    r"fifths?|tenths?)\b(?= (?:of|the)\b|[,.;]|$| as\b| a\b)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(?:" + "|".join(_ORDINALS) + r")\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|some|close to|over|more than|"
    r"at least|just under|less than|under|up to)\s+(?:US)?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:over|more than|above|at least|upwards of|exceed\w*|greater than|no fewer than)\s+"
    r"(?:an? )?$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:under|less than|fewer than|below|at most|no more than|not more than)\s+(?:an? )?$",
    re.IGNORECASE,
)
_PLUS = re.compile(r"[- ]plus\b|\+|\s+(?:or more|and more|at least)\b", re.IGNORECASE)
# "The two sides": however many are spoken of, they need not be counted in the source.
_KNOWN = re.compile(r"\b(?:the|these|those|between) +$", re.IGNORECASE)
_BEFORE = 24
_ROUNDING = 0.03
# A count of fewer is not rounded unless it says so.
_LARGE = 100


@dataclass(frozen=True)
class Quantity:
    """A number at `start` to `end` of a text, written there as `surface`.

    `unit` is a currency, "%" for a share (of which `value` is in per cent), "th" for a rank, and
    ":" for a time of day (in minutes), empty for any
    other number. `about` is whether it is said to be rough, `bound` whether it is
    said to be less (-1) or more (1) than that, `known` whether it counts what was spoken of before.
    """

    value: float
    unit: str
    surface: str
    start: int
    end: int
    about: bool = False
    bound: int = 0
    known: bool = False

    def agrees(self, other: Quantity) -> bool:
        """Whether `other`, which the source has, is what this one says."""
        if self.bound * other.bound < 0:
            return False
        if self.unit != other.unit and not (self.unit == "" and other.unit not in ("%", "th", ":")):
            return False
        if self.value == other.value:
            return True
        near = abs(self.value - other.value) <= _ROUNDING * abs(other.value)
        if self.unit == "%" and (self.surface[:1].isalpha() or other.surface[:1].isalpha()):
            return abs(self.value - other.value) < 1  # "a third" is 33%
        return self.about and near and _is_round(self.value, other.value)

    def is_about(self, other: Quantity) -> bool:
        """Whether both may be one number, said more or less exactly: 1,200 for 1,237."""
        if self.unit and other.unit and self.unit != other.unit:
            return False
        low, high = sorted((self.value, other.value))
        large = high >= _LARGE or low % 1 > 0 or high % 1 > 0
        rounded = large and (_is_round(low, high) or _is_round(high, low))
        if self.about or other.about or rounded:
            return high - low <= high / 10
        return high - low <= (high / 100 if large else 0)


def quantities(text: str, apart_from: Iterable[Span] = ()) -> list[Quantity]:
    """The quantities of `text` in order, those in the spans `apart_from` left out."""
    taken = list(apart_from)
    found: list[Quantity] = []

    def add(match: re.Match[str], value: float, unit: str) -> None:
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        if any(start < e and s < end for s, e in taken):
            return
        before = text[max(0, start - _BEFORE) : start]
        bound = 1 if _MORE.search(before) or _PLUS.match(text, end) else 0
        bound = -1 if _LESS.search(before) else bound
        about = bool(_ABOUT.search(before))
        known = bool(_KNOWN.search(before))
        surface = text[start:end].rstrip(" -")
        found.append(Quantity(value, unit, surface, start, end, about, bound, known))
        taken.append((start, end))

    for match in _CLOCK.finditer(text):
        afternoon = (match.group("half") or "").lower() == "p" and match.group("h") != "12"
        add(match, (int(match.group("h")) + 12 * afternoon) * 60 + int(match.group("m")), ":")
    for match in _PART_OF.finditer(text):
        a, b = _value(match.group("a")), _value(match.group("b"))
        if 0 < a < b and b in (5, 10, 20, 100):
            add(match, 100 * a / b, "%")
    for match in _FRACTION.finditer(text):
        of = match.group("of") or "one"
        many = 1.0 if of.lower() in ("a", "an") else _SMALL[of.lower()]
        part = match.group("part").lower()
        if match.group("of") or part == "half":
            add(match, 100 * many * _FRACTIONS[part], "%")
    for match in _NUMBER.finditer(text):
        value = _value(match.group("digits") or match.group("words"))
        scale = match.group("scale") or match.group("letter") or ""
        value *= _SCALES[scale.lower()] if scale else 1
        add(match, round(value, 6), _unit(match))
    for match in _ORDINAL.finditer(text):
        add(match, _ORDINALS[match.group().lower()], "th")
    return sorted(found, key=lambda q: q.start)


def unsupported(claimed: Sequence[Quantity], said: Sequence[Quantity]) -> Quantity | None:
    """The first of `claimed` that none of `said` agrees with; None when all are supported.

    "One" and "first" are let pass, for they are often no numbers, and so is "the two".
    """
    for one in claimed:
        plain = one.value == 1 and one.unit in ("", "th") and one.surface[:1].isalpha()
        plain |= one.known and one.value == 2
        if not plain and not any(one.agrees(other) for other in said):
            return one
    return None


def _unit(match: re.Match[str]) -> str:
    if match.group("share"):
        return "%"
    if match.group("ordinal"):
        return "th"
    written = (match.group("unit") or match.group("currency") or "").lower()
    return _CURRENCIES.get(written.removeprefix("us "), "") if written else ""


def _value(written: str) -> float:
    plain = written.replace(",", "").strip()
    if plain[:1].isdigit():
        return float(plain)
    total = current = 0.0
    for word in re.split(r"[- ]", plain.lower()):
        if word in _SMALL:
            current = current * 12 if word == "dozen" and current else current + _SMALL[word]
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0.0
    return total + current


def _is_round(rough: float, exact: float) -> bool:
    """Whether `rough` has fewer digits than `exact`, as what is rounded has."""
    return len(f"{rough:.6g}".rstrip("0").replace(".", "")) < len(
        f"{exact:.6g}".rstrip("0").replace(".", "")
    )
