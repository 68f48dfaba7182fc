"""Where sentences begin and end in news text.

A rule-based splitter in the manner of pySBD (Sadvilkar and Neumann, 2020), cut down to English
news: one pass of one regular expression over the text, with the exceptions that newspapers are
full of (abbreviated titles, initials, "U.S.", decimal amounts).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

# A candidate end: closing punctuation, any quotes or brackets after it, then white space.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)")
_WORD = re.compile(r"\S+")
_PARAGRAPH = re.compile(r"\n+")
# The sign before an item of a list is no part of its sentence.
_BULLET = re.compile(r"\s*[•‣▪■●◦]\s+(?=\S)")

# Abbreviations that are followed by a name or a number: they never end a sentence.
_TITLES = frozenset(
    """
    adm atty brig capt cmdr col comm cpl dep det dr fr gen gov hon insp lt maj messrs mlle mme
    mr mrs ms msgr ofc pfc pres prof pvt rep reps rev sec sen sens sgt sra st supt treas
    no nos vs v fig art vol pp pg cf viz ca approx est al ft mt
    """.split()
)
# Abbreviations that may end a sentence: they do so when what follows looks like a new one.
_MAYBE = frozenset(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    inc corp co ltd llc plc bros dept univ assn jr sr esq phd etc ave blvd rd
    am pm a.m p.m u.s u.k u.n e.u d.c u.s.a i.e e.g ph.d b.a m.a
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb
    nev okla ore pa tenn tex va vt wash wis wyo
    """.split()
)
# Words that open a sentence far more often than they continue one after an abbreviation.
_OPENERS = frozenset(
    """
    the a an he she it they we i you this that these those his her its their our my there here
    but and in on at for from with when while after before as if although though however
    meanwhile what who why how
    """.split()
)
_WORD_BEFORE = re.compile(r"[\w.&'’-]+$")
_LONGEST = 40  # characters; no abbreviation is longer
_NEXT_WORD = re.compile(r"\s+[\"'“‘«(\[]*([\w$£€][\w’'-]*)")
_CLAUSE_END = re.compile(r"(?<=[;:—–,])\s+|(?<!\s)\s+(?=[—–-]\s)")
_GAP = re.compile(r"\s+")

# Of 238,000 sentences of news 45 have more characters. What has is cut: a text without full stops
# is no sentence, and whoever reads a sentence may count on its size.
LONGEST = 600


def sentence_spans(
    text: str, start: int = 0, end: int | None = None, longest: int = LONGEST
) -> list[Span]:
    """The sentences of `text[start:end]`, as (start, end) offsets into `text`.

    Spans are in order, do not overlap, and neither begin nor end with white space; between them
    there is nothing but white space and the bullets of lists. A line break always ends a sentence.
    None has more than `longest` characters: a longer one comes in pieces, cut at a clause's end,
    else between two words, else between two characters.
    """
    stop = len(text) if end is None else end
    return [
        piece
        for line_start, line_end in _lines(text, start, stop)
        for span in _split_line(text, line_start, line_end)
        for piece in _pieces(text, span, longest)
    ]


def clause_spans(text: str, span: Span, max_words: int) -> list[Span]:
    """`span` of `text` cut at clause ends into pieces of at most `max_words` words.

    Where a piece has no clause end within its limit, it is cut between two words.
    """
    pieces: list[Span] = []
    start, end = span
    word_ends = [match.end() for match in _WORD.finditer(text, start, end)]
    first = 0
    while len(word_ends) - first > max_words:
        limit = word_ends[first + max_words - 1]
        cuts = [m for m in _CLAUSE_END.finditer(text, start, limit) if m.start() > start]
        # A clause end in the first third would leave a stump; then a word boundary reads better.
        useful = [m for m in cuts if m.start() - start > (limit - start) / 3]
        cut, resume = (useful[-1].start(), useful[-1].end()) if useful else (limit, limit)
        pieces.append(_strip(text, start, cut))
        start = _strip(text, resume, end)[0]
        first = bisect_right(word_ends, start, first)
    pieces.append(_strip(text, start, end))
    return pieces


def _pieces(text: str, span: Span, longest: int) -> Iterator[Span]:
    """`span` of `text` in pieces of at most `longest` characters."""
    start, end = span
    while end - start > longest:
        limit = start + longest
        # As with words, a stump of less than a third reads worse than another cut.
        cut = max(
            (m.start() for m in _CLAUSE_END.finditer(text, start + longest // 3, limit)),
            default=0,
        ) or max(
            (m.start() for m in _GAP.finditer(text, start + 1, limit + 1)),
            default=limit,
        )
        yield _strip(text, start, cut)
        start = _strip(text, cut, end)[0]
    yield start, end


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for match in _PARAGRAPH.finditer(text, start, end):
        yield position, match.start()
        position = match.end()
    yield position, end


def _split_line(text: str, start: int, end: int) -> Iterator[Span]:
    bullet = _BULLET.match(text, start, end)
    begin = bullet.end() if bullet else start
    for match in _END.finditer(text, begin, end):
        if match.end() < end and not _ends_sentence(text, begin, match, end):
            continue
        span = _strip(text, begin, match.end())
        if span[0] < span[1]:
            yield span
        begin = match.end()
    span = _strip(text, begin, end)
    if span[0] < span[1]:
        yield span


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    following = _NEXT_WORD.match(text, match.end(), end)
    next_word = following.group(1) if following else ""
    if not match.group().startswith("."):
        # "Yahoo! said", "Why? he asked": a small letter goes on with the sentence.
        return not next_word[:1].islower()
    if next_word[:1].islower():
        return False
    if match.group() != ".":
        return True  # an ellipsis, or a closing quote or bracket after the full stop
    before = _WORD_BEFORE.search(text, max(begin, match.start() - _LONGEST), match.start())
    word = before.group() if before else ""
    lower = word.lower()
    if len(word) == 1 and word.isalpha() and word.isupper():
        return _single_letter_ends(text, begin, match.start(), next_word)
    if lower in _TITLES:
        return False
    if lower in _MAYBE or re.fullmatch(r"(?:[a-z]\.)+[a-z]", lower):
        return next_word.lower() in _OPENERS
    return True


def _single_letter_ends(text: str, begin: int, dot: int, next_word: str) -> bool:
    """Whether a lone capital before a full stop ends a sentence ("plan B. The") or is an initial.

    An initial stands before a name: after another initial, a capitalised word or at the start.
    """
    if next_word.lower() in _OPENERS:
        preceding = text[max(begin, dot - _LONGEST) : dot - 1].rstrip().rsplit(None, 1)
        return bool(preceding) and preceding[-1][:1].islower()
    return False


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
