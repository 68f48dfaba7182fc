"""The direct answer: a few words of the quotation, where they certainly are the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Citation, Short
from assistant.evidence.rank import Scored
from assistant.evidence.reader import Reader
from assistant.understand.question import Kind, Question

CERTAIN_FROM = 0.75
"""From what chance on the words are shown; `python -m training.pointer` measures it."""
# Words that are nearly the whole quotation say nothing that it does not.
_MOST_OF_IT = 0.7
_LONGEST = 150
_AROUND = ",;:.…–—-"
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_SHORT_FORMS = frozenset(("Jr.", "Sr.", "Inc.", "Co.", "Ltd.", "Corp.", "St."))
_PAIRS = {"“": "”", "‘": "’", '"': '"', "(": ")", "[": "]"}


def direct(question: Question, best: Scored, reader: Reader) -> Short | None:
    """The short answer that the sentence `best` gives to `question`; None where it certainly gives
    none. Its citation is the answer's first.

    Raises WeightsError when the model that marks it cannot be loaded.
    """
    sentence = best.sentence
    words = reader.point(question.text, sentence.article.title, sentence.quote)
    if words is None or words.chance < CERTAIN_FROM or question.kind is Kind.YES_NO:
        return None
    text = sentence.article.text
    start, end = trimmed(text, sentence.start + words.start, sentence.start + words.end)
    if not 0 < end - start <= min(_LONGEST, _MOST_OF_IT * len(sentence.quote)):
        return None
    return Short(text[start:end], 1, start, end)


def within(short: Short, article_id: str, citations: Sequence[Citation]) -> Short | None:
    """`short`, of that article, with the number of the first of `citations` that quotes it."""
    return next(
        (
            replace(short, citation=c.number)
            for c in citations
            if c.article_id == article_id and c.start <= short.start and short.end <= c.end
        ),
        None,
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without signs at its ends, or a quotation mark or bracket whose other is outside."""
    before = (-1, -1)
    while before != (start, end) and start < end:
        before = (start, end)
        while start < end and _is_around(text[start]) and not _is_of_number(text, start):
            start += 1
        while start < end and _is_around(text[end - 1]) and not _abbreviates(text, start, end):
            end -= 1
        inner = text[start:end]
        for opens, closes in _PAIRS.items():
            if inner.startswith(opens) and inner.find(closes, 1) in (-1, len(inner) - 1):
                start, inner = start + 1, inner[1:]
            if inner.endswith(closes) and opens not in inner[:-1]:
                end, inner = end - 1, inner[:-1]
    return start, end


def _is_around(sign: str) -> bool:
    return sign in _AROUND or sign.isspace()


def _is_of_number(text: str, at: int) -> bool:
    """Whether the sign there begins a number: "-12C", ".22"."""
    return text[at] in "-–−." and text[at + 1 : at + 2].isdigit()


def _abbreviates(text: str, start: int, end: int) -> bool:
    """Whether the full stop that ends it belongs to its last word: "U.S.", "Donald Trump Jr."."""
    last = text[start:end].rpartition(" ")[2]
    return _INITIALS.fullmatch(last) is not None or last in _SHORT_FORMS
