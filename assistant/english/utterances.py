"""What is said in an article, sentence by sentence, and who says it.

A sentence belongs to who its attribution names; a sentence of quotation without one belongs to
the paragraph's speaker, or goes on with the paragraph before; "he said" means whoever the article
spoke of last, when that is one person.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from assistant.english.attribution import Subject, Token, noun_at, subjects, tokens
from assistant.english.people import Mention, mentions_between
from index.text.sentences import Span, sentence_spans

_PARAGRAPH = re.compile(r"[^\n]+")
# How many sentences back a "he" may point, and how sure one can be of what is not in the sentence.
_FARTHEST = 4
# Of 6,000 articles four have a longer paragraph, in characters; such a one is read in parts.
_LONGEST = 20_000
_PART = 3_000
# What is read around a passage, in paragraphs: whom its first "he" means stands before it.
_BEFORE = 3
_AFTER = 1
_BY_NAME = 1.0
_BY_STANCE = 0.75
_IN_QUOTATION = 0.95
_BY_PRONOUN = 0.85
_GOING_ON = 0.8
# Of a sentence of quotation, at most so large a share stands outside the marks.
_OUTSIDE = 0.1
# Over how many sentences a quotation runs on to its attribution.
_RUNS_ON = 40


@dataclass(frozen=True)
class Utterance:
    """`text[start:end]`, a sentence that `subject` says; `certainty` from 0 to 1.

    `attributed` is whether the sentence itself says who speaks; `paragraph` counts the article's
    paragraphs.
    """

    start: int
    end: int
    subject: Subject
    certainty: float
    attributed: bool
    quoted: bool
    paragraph: int


@dataclass(frozen=True)
class _Line:
    """A sentence with its words, its attributions and where it stands."""

    start: int
    end: int
    words: tuple[Token, ...]
    subjects: tuple[Subject, ...]
    paragraph: int
    wholly_quoted: bool
    has_quote: bool


@lru_cache(maxsize=256)
def utterances(text: str, around: tuple[Span, ...] | None = None) -> tuple[Utterance, ...]:
    """What somebody is said to say in `text`, in order; a sentence comes once for each who speaks
    in it. With `around`, only the paragraphs of those spans and next to them are read.
    """
    lines, open_at = _lines(text, _paragraphs(text, around))
    found: list[Utterance] = []
    by_paragraph: dict[int, list[Subject]] = {}
    for i, line in enumerate(lines):
        for subject in line.subjects:
            certainty = _BY_NAME if subject.certain else _BY_STANCE
            resolved: Subject | None = subject
            if subject.is_pronoun:
                resolved = _antecedent(text, lines, i, subject, by_paragraph)
                certainty *= _BY_PRONOUN
            if resolved is not None:
                by_paragraph.setdefault(line.paragraph, []).append(resolved)
                found.append(
                    Utterance(
                        line.start,
                        line.end,
                        resolved,
                        certainty,
                        True,
                        line.has_quote,
                        line.paragraph,
                    )
                )
    found += _quotations(lines, found, open_at)
    return tuple(sorted(found, key=lambda u: u.start))


def _paragraphs(text: str, around: tuple[Span, ...] | None) -> list[tuple[int, Span]]:
    """The numbers and spans of the paragraphs to read."""
    every = _every(text)
    if around is None:
        return list(enumerate(every))
    wanted: set[int] = set()
    for start, end in around:
        first = bisect_right(every, start, key=lambda span: span[1])
        last = bisect_left(every, end, key=lambda span: span[0])
        if first < last:
            wanted.update(range(first - _BEFORE, last + _AFTER))
    return [(number, span) for number, span in enumerate(every) if number in wanted]


@lru_cache(maxsize=64)
def _every(text: str) -> list[Span]:
    """The paragraphs of `text`, each of ordinary length or in parts of whole sentences: of a text
    without line breaks no more is read around a passage than of another.
    """
    found: list[Span] = []
    for match in _PARAGRAPH.finditer(text):
        begins, ends = match.span()
        if ends - begins > _LONGEST:
            for _, end in sentence_spans(text, begins, ends):
                if end - begins > _PART:
                    found.append((begins, end))
                    begins = end
        if begins < ends:
            found.append((begins, ends))
    return found


def _lines(
    text: str, paragraphs: Sequence[tuple[int, Span]]
) -> tuple[list[_Line], dict[int, bool]]:
    """The sentences of the paragraphs; and for each of these whether it begins inside a quotation
    that the one before has left open.
    """
    lines: list[_Line] = []
    goes_on: dict[int, bool] = {}
    left_open = False
    for number, (begins, ends) in paragraphs:
        opening = text[begins : begins + 3].lstrip()[:1]
        # A quotation that runs over paragraphs has its mark again at the head of each.
        goes_on[number] = left_open and opening in ("“", '"')
        found, left_open = tokens(text, begins, ends)
        first = 0
        for start, end in sentence_spans(text, begins, ends):
            last = first
            while last < len(found) and found[last].start < end:
                last += 1
            own = tuple(found[first:last])
            first = last
            if own:
                lines.append(
                    _Line(
                        start,
                        end,
                        own,
                        tuple(subjects(own, text)),
                        number,
                        _outside_share(own) <= _OUTSIDE,
                        any(t.quoted for t in own),
                    )
                )
    return lines, goes_on


def _outside_share(words: Sequence[Token]) -> float:
    return sum(not t.quoted for t in words) / len(words)


def _antecedent(
    text: str,
    lines: Sequence[_Line],
    at: int,
    pronoun: Subject,
    by_paragraph: dict[int, list[Subject]],
) -> Subject | None:
    """Whom the pronoun in sentence `at` means: None when there is no telling."""
    line = lines[at]
    if pronoun.words[0].lower() == "they":
        return None
    person = pronoun.words[0].lower() != "it"
    earlier = [s for s in line.subjects if s.end <= pronoun.start and not s.is_pronoun]
    if earlier:
        return _at(earlier[-1], pronoun)
    named = _named(text, line, pronoun.start) if person else []
    if named:
        return _as_subject(named[0], pronoun) if _one(named) else None
    for i in range(at - 1, max(-1, at - 1 - _FARTHEST), -1):
        before = lines[i]
        if before.wholly_quoted:
            continue
        own = [s for s in before.subjects if not s.is_pronoun and s.certain]
        if own:
            # Somebody else who is named after the speaker could be meant as well, but news goes
            # on with who speaks.
            return _at(own[-1], pronoun)
        if any(s.is_pronoun for s in before.subjects):
            known = by_paragraph.get(before.paragraph)
            return _at(known[-1], pronoun) if known else None
        named = _named(text, before, before.end) if person else []
        if named:
            opening = noun_at(before.words, text)
            leads = opening is not None and named[0].start < opening.end
            return _as_subject(named[0], pronoun) if leads or _one(named) else None
    return None


def _named(text: str, line: _Line, until: int) -> list[Mention]:
    """The people whom the sentence names outside its quotations, before `until`."""
    if not any(t.surface[0].isupper() for t in line.words if not t.quoted and t.start < until):
        return []  # to look for people costs more than all else
    quoted = [(t.start, t.end) for t in line.words if t.quoted]
    return [
        m
        for m in mentions_between(text, line.start, min(line.end, until))
        if not any(start <= m.start < end for start, end in quoted)
    ]


def _one(named: Sequence[Mention]) -> bool:
    return len({m.person.surname for m in named}) == 1


def _as_subject(mention: Mention, pronoun: Subject) -> Subject:
    words = (*mention.person.role.split(), *mention.person.name.split())
    return replace(pronoun, words=tuple(words), complement=(), apposition="")


def _at(subject: Subject, pronoun: Subject) -> Subject:
    return replace(subject, start=pronoun.start, end=pronoun.end)


def _quotations(
    lines: Sequence[_Line], attributed: Sequence[Utterance], goes_on: dict[int, bool]
) -> list[Utterance]:
    """The sentences of quotation that do not say themselves who speaks."""
    speakers: dict[int, list[Utterance]] = {}
    for utterance in attributed:
        speakers.setdefault(utterance.paragraph, []).append(utterance)
    said = {u.start for u in attributed}
    found: list[Utterance] = []
    previous: dict[int, Utterance] = {}
    for number, group in groupby(lines, key=lambda line: line.paragraph):
        own = list(group)
        by = speakers.get(number, [])
        attributions = _Attributions(by)
        whole = all(line.wholly_quoted for line in own)
        for i, line in enumerate(own):
            if line.start in said or not line.wholly_quoted:
                continue
            source: Utterance | None = None
            certainty = _IN_QUOTATION
            if by:
                source = attributions.nearest(own, i)
            elif whole and (before := previous.get(number - 1)) is not None:
                source = before
                certainty = _IN_QUOTATION if goes_on.get(number) else _GOING_ON
            if source is not None:
                found.append(
                    Utterance(
                        line.start,
                        line.end,
                        source.subject,
                        min(certainty, source.certainty),
                        False,
                        True,
                        number,
                    )
                )
                previous[number] = source
        if by and len({_key(u.subject) for u in by}) == 1 and any(u.quoted for u in by):
            previous[number] = by[-1]
    return found


class _Attributions:
    """The attributions of one paragraph, of which there is at least one when it is asked."""

    def __init__(self, by: Sequence[Utterance]) -> None:
        self._by = by
        self._is_one = len({_key(u.subject) for u in by}) == 1
        self._at: dict[int, list[Utterance]] = {}
        for utterance in by:
            self._at.setdefault(utterance.start, []).append(utterance)

    def nearest(self, own: Sequence[_Line], at: int) -> Utterance | None:
        """The one that the quoted sentence `at` of the paragraph's `own` belongs to."""
        if self._is_one:
            return self._by[0]
        # Several speak: the quotation runs on to an attribution, or comes from one just before.
        for line in own[at + 1 : at + 1 + _RUNS_ON]:
            if mine := self._at.get(line.start):
                starts_quoted = line.words[0].quoted and not line.words[0].after_quote
                if starts_quoted:
                    return mine[0]
                break
            if not line.wholly_quoted:
                break
        for line in reversed(own[max(0, at - _RUNS_ON) : at]):
            if mine := self._at.get(line.start):
                return mine[-1]
            if not line.wholly_quoted:
                break
        return None


def _key(subject: Subject) -> str:
    return subject.words[-1].lower()
