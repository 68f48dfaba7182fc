"""A sentence of a model taken apart: its clauses, and the words that claim something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.text.sentences import Span
from index.text.terms import STOP_WORDS, Word, fold, words

# A clause of fewer words belongs to the one before it.
_SHORTEST = 3
_LEAST_CONTENT = 1
_CUT = re.compile(
    r"(?:,|;|:|\s[–—-]|[–—])\s+|\s+(?=(?:and|but|while|whereas|although|though|because|"
    r"since|after|before|so that|which|who|whose|when|unless|until|where|despite|amid|amidst|"
    r"following)\s)",
    re.IGNORECASE,
)
# Words that claim nothing themselves: what joins, hedges and reports.
_EMPTY = frozenset(
    """
    say says said saying state states stated tell tells told report reports reported reporting
    accord according article articles source sources passage evidence text note notes noted add
    adds added also however therefore thus meanwhile moreover furthermore additionally
    us would could may might must shall can will yet still even around about nearly almost
    approximately roughly over much many several per via among amongst within upon toward towards
    despite although though whether unless since while whereas mr mrs ms dr himself herself
    itself themselves one ones thing things be being get gets got become became make makes made
    take takes took come comes came go goes went put let
    """.split()
)
_OPENING = re.compile(
    r"^(?:(?:based on|according to|as (?:stated|reported|noted|mentioned) in|per|in) the "
    r"(?:\w+ ){0,2}(?:evidence|articles?|passages?|sources?|text|context|report)"
    r"(?: (?:provided|given|above|from [\w .]{1,40}))?,\s*|"
    r"the (?:\w+ )?(?:evidence|articles?|passages?|sources?|text) "
    r"(?:says?|states?|notes?|reports?|shows?|mentions?|indicates?)(?: that)?,?\s+|"
    r"(?:yes|no|in short|in summary|overall|additionally|furthermore|moreover|however|"
    r"meanwhile|also|finally|in addition|answer:),?\s+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Claim:
    """`text` with its `clauses`, spans of it, and its `content`: the words that claim something."""

    text: str
    clauses: tuple[Span, ...]
    content: tuple[Word, ...]


def take_apart(text: str, apart_from: Iterable[Span] = ()) -> Claim:
    """`text` as a claim; what lies in `apart_from` (numbers, dates) is no content."""
    begins = 0
    while (match := _OPENING.match(text[begins:])) is not None:
        begins += match.end()
    return Claim(text, tuple(_clause_spans(text, begins)), tuple(content_words(text, apart_from)))


def content_words(text: str, apart_from: Iterable[Span] = ()) -> list[Word]:
    """The words of `text` that say something of the world."""
    taken = list(apart_from)
    return [
        w
        for w in words(text)
        if fold(w.surface) not in STOP_WORDS | _EMPTY
        and not any(s < w.end and w.start < e for s, e in taken)
        and any(c.isalpha() for c in w.surface)
    ]


def _clause_spans(text: str, begins: int) -> list[Span]:
    """The clauses of `text` from `begins` on: what its commas and conjunctions set apart."""
    ends = [m.start() for m in _CUT.finditer(text, begins) if m.start() > begins]
    found: list[Span] = []
    start = begins
    for end in (*ends, len(text)):
        if _is_short(text[start:end]):
            if end < len(text):
                continue
            if found:
                found[-1] = (found[-1][0], end)
                break
        found.append((start, end))
        start = end
    return [(_skip(text, s), e) for s, e in found] or [(begins, len(text))]


def _is_short(text: str) -> bool:
    """Whether it is too short to be a clause: "and sequins", "he said"."""
    return len(text.split()) < _SHORTEST or sum(1 for _ in content_words(text)) < _LEAST_CONTENT


def _skip(text: str, start: int) -> int:
    while start < len(text) and text[start] in " ,;:–—-":
        start += 1
    return start
