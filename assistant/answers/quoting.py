"""One sentence that stands for an article, and the lines of a list that quote it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Item
from assistant.answers.archive.subject import Subject
from assistant.answers.citations import cite, inside_quotes, unmarked
from assistant.evidence.sentence import Sentence, last_mark, pieces_of
from assistant.understand.bylines import outlet_of
from index import Article
from index.text.sentences import Span, sentence_spans

_SHORTEST = 6
_LONGEST = 45
# How many sentences of an article are looked at: live pages have thousands.
_MOST = 2000
# How many of an article's sentences are its lead: fewer, if its title says what it is about.
_LEAD = 10
_TITLED_LEAD = 3
# What else pages say between the sentences of an article, and what is no news.
_FURNITURE = re.compile(
    r"\W*(?:editor['’]?s['’]? note|ai-assisted|for the latest|read our|follow the|listen|"
    r"this (?:page|story|article) (?:was|has|is|reflects)|on \w+['’]?s? episode of|"
    r"you will receive|please|thank(?:s| you) for|here(?:['’]s| is| are) what|a version of this)",
    re.IGNORECASE,
)
_ENDS = (".", "!", "…")


@dataclass(frozen=True)
class Quoted:
    """An article and the sentence of it that is quoted; `share` is how much of the subject's
    words it has, from 0 to 1.
    """

    article: Article
    sentence: Sentence
    share: float


def quote_from(article: Article, subject: Subject | None, lead: bool = False) -> Quoted:
    """The first of the sentences of `article` that have most of `subject`.

    It is a whole sentence of ordinary length, if one says as much. For a `lead` it is one of the
    first, if those have all of the subject or the title has it: there stands what is new.
    """
    text = article.text
    spans = pieces_of(text)[:_MOST] or sentence_spans(text)[:1]
    good = [span for span in spans if is_whole(text[span[0] : span[1]])]
    good = good or [max(spans, key=lambda span: span[1] - span[0])]
    if subject is None:
        return _quoted(article, good[0], 0.5)
    if lead:
        in_title = subject.stands_in(article.title)
        for first in (_TITLED_LEAD, _LEAD) if in_title else (_LEAD,):
            span, share = _most_of(subject, text, good[:first])
            if share > 0.5:
                return _quoted(article, span, share)
        if in_title and share:
            return _quoted(article, span, share)
    span, share = _most_of(subject, text, good)
    if share < 1:
        others = [s for s in spans if not _FURNITURE.match(text[s[0] : s[1]])] or spans
        other, more = _most_of(subject, text, others)
        if more > max(share, 0.5):
            span, share = other, more
    return _quoted(article, span, share)


def _most_of(subject: Subject, text: str, spans: Sequence[Span]) -> tuple[Span, float]:
    shares = [subject.share_in(text[start:end]) for start, end in spans]
    best = max(shares)
    return spans[shares.index(best)], best


def _quoted(article: Article, span: Span, share: float) -> Quoted:
    start, end = span
    return Quoted(article, Sentence(article, start, end), share)


def cite_all(quoted: Sequence[Quoted]) -> tuple[Citation, ...]:
    """The citations of the quoted sentences, numbered from 1."""
    return tuple(cite(number, q.sentence, _logit(q.share)) for number, q in enumerate(quoted, 1))


def line(number: int, quoted: Quoted) -> str:
    """A line of a list: title, date, outlet and sentence, with its marker."""
    return f"{number}. {titled(quoted.article)} — {said(number, quoted)}"


def titled(article: Article) -> str:
    """The article's title with its date and outlet: `Title (2023-05-04, CNN)`."""
    known = ", ".join(part for part in (dated(article), outlet_of(article)) if part)
    return f"{_on_one_line(article.title)} ({known})"


def called(article: Article) -> str:
    """The same in the middle of a sentence, the title in quotation marks."""
    known = ", ".join(part for part in (dated(article), outlet_of(article)) if part)
    return f"“{inside_quotes(_on_one_line(article.title))}” ({known})"


def dated(article: Article) -> str:
    """The article's date, or that it has none."""
    return article.published or "undated"


def said(number: int, quoted: Quoted) -> str:
    """The sentence in quotation marks, with its marker."""
    return f"{in_marks(quoted)} [{number}]"


def in_marks(quoted: Quoted) -> str:
    """The sentence in quotation marks."""
    return f"“{inside_quotes(_on_one_line(quoted.sentence.quote))}”"


def item(number: int, quoted: Quoted, label: str = "") -> Item:
    """The entry of a list that quotes the sentence."""
    return Item(in_marks(quoted), number, label)


def _on_one_line(text: str) -> str:
    """`text` on one line, without what could pass for a citation."""
    return unmarked(" ".join(text.split()))


def is_whole(sentence: str) -> bool:
    """Whether it is a whole sentence of ordinary length, and none of what news pages put around
    their news.
    """
    return (
        last_mark(sentence) in _ENDS
        and not _FURNITURE.match(sentence)
        and _SHORTEST <= len(sentence.split()) <= _LONGEST
    )


def _logit(share: float) -> float:
    clipped = min(0.95, max(0.05, share))
    return math.log(clipped / (1 - clipped))
