"""One sentence held against one piece of evidence, or several: what is wrong with it, if anything.

What is a fact must agree (numbers, dates, names, quoted words, who speaks, what is denied); how
far the rest is carried is measured, clause by clause.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.english import named_days, quantities
from assistant.english.named_days import Day
from assistant.english.quantities import Quantity
from assistant.english.web_address import holds_address
from assistant.evidence.word_vectors import WordVectors
from assistant.written.grounds import Ground
from assistant.written.verification.alignment import Aligned, align
from assistant.written.verification.claim import Claim, take_apart
from assistant.written.verification.claimed_names import Forms, Name, forms_of, missing, names_in
from assistant.written.verification.claimed_role import gives_only_a_role, misplaced_role
from assistant.written.verification.claimed_speaker import misattributed
from assistant.written.verification.cross_encoder import CrossEncoder
from assistant.written.verification.name_or_word import is_name, similar_pairs
from assistant.written.verification.polarity import opposed
from assistant.written.verification.retelling import departure
from assistant.written.verification.source_lines import Line, lines_of, published
from index.text.sentences import Span
from index.text.terms import fold, term, words

_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,400})[”\"»]")
_WORD = re.compile(r"[^\W_]+")
# Words with at least this cosine mean nearly the same.
_SAME = 0.6
# A clause that is carried this far need not be read by the model.
_CARRIED = 0.85
# The model's logit for a clause of which a text says nothing, and over how much it turns.
_NOTHING = -6.0
_TURN = 2.0
_LEAST_RUN = 3
_SHORT_RUN = 0.5


@dataclass(frozen=True)
class Stated:
    """A sentence as read: its facts, its names and its clauses."""

    text: str
    days: tuple[Day, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]
    claim: Claim

    @staticmethod
    def read(text: str) -> Stated:
        """What `text` states."""
        days = named_days.named_days(text)
        taken = named_days.spans_of(days)
        counted = quantities.quantities(text, taken)
        facts = [*taken, *((q.start, q.end) for q in counted)]
        names = names_in(text, taken)
        return Stated(text, tuple(days), tuple(counted), tuple(names), take_apart(text, facts))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of what it states, names included."""
        return frozenset(w.term for w in self.claim.content)


@dataclass(frozen=True)
class Held:
    """What holding a sentence against evidence found.

    `wrong` is what cannot be, in a short phrase, empty when nothing is; `features` measure the
    rest, each from 0 for what is carried to about 1; `spans` are the sentences that the sentence
    goes back to, by the number of their ground. `departure` is what of it is not those sentences
    retold, empty when nothing is, `doubt` what would be wrong if it is not kept, and
    `contradicted` whether the evidence speaks of it and says otherwise.
    """

    wrong: str
    features: dict[str, float]
    spans: tuple[tuple[int, Span], ...]
    departure: str = ""
    doubt: str = ""
    contradicted: bool = False


def hold(
    stated: Stated, grounds: Sequence[Ground], encoder: CrossEncoder, vectors: WordVectors
) -> Held:
    """`stated` held against `grounds` taken together; there is at least one."""
    lines = [(ground, line) for ground in grounds for line in lines_of(ground)]
    if not lines:
        return Held("the source is empty", {}, ())
    title = "\n".join(dict.fromkeys(g.article.title for g in grounds))
    every = "\n".join([*(g.text for g in grounds), title])
    wrong = _absent(stated, grounds, lines, every, vectors)
    if wrong:
        return Held(wrong, {}, ())
    articles = [g.article for g in grounds]
    wrong = misplaced_role(stated.text, articles)
    if wrong:
        return Held(wrong, {}, ())
    facts: list[Day | Quantity] = [*stated.days, *stated.quantities]
    aligned = align(stated.claim, facts, [line for _, line in lines], title, vectors)
    chosen = [(g, line) for g, line in lines if line in aligned.lines]
    wrong = _elsewhere(stated, chosen, [(g, x) for g, x in lines if x in aligned.beside], lines)
    same = _Same(stated.text, aligned.text, vectors)
    wrong = wrong or opposed(stated.text, [line.clear for line in aligned.lines], same)
    article = chosen[0][0].article
    wrong = wrong or _of_another(stated, aligned)
    wrong = wrong or misattributed(stated.claim, aligned.of_clause, aligned.beside, article, same)
    spans = tuple((g.number, (line.start, line.end)) for g, line in chosen)
    if wrong:
        return Held(wrong, {}, spans, contradicted=True)
    risk, clause = _risk(stated, aligned, encoder)
    features = {
        "clause": risk,
        "uncarried": 1 - aligned.coverage,
        "far": 1 - min(aligned.near),
        "gap": min(aligned.gap, 4.0) / 4,
    }
    departs = departure(stated.claim, facts, aligned.of_clause)
    if departs and gives_only_a_role(stated.text, articles):
        departs = ""
    return Held(
        "",
        features,
        spans,
        departs,
        f"the source does not say “{clause}”",
    )


def _absent(
    stated: Stated,
    grounds: Sequence[Ground],
    lines: Sequence[tuple[Ground, Line]],
    every: str,
    vectors: WordVectors,
) -> str:
    """What of the facts is nowhere in the evidence."""
    if holds_address(stated.text):
        return "it holds an address"
    for quoted in _QUOTED.findall(stated.text):
        if not _is_quoted(quoted, every):
            return f"“{quoted[:60]}” is no quotation from the source"
    wrong = _unsaid(stated, lines)
    if wrong:
        return wrong
    strange = _strangers(stated, forms_of(every), grounds, vectors)
    return f"the name {strange[0].surface} is not in the source" if strange else ""


def _elsewhere(
    stated: Stated,
    chosen: Sequence[tuple[Ground, Line]],
    beside: Sequence[tuple[Ground, Line]],
    lines: Sequence[tuple[Ground, Line]],
) -> str:
    """What of the numbers and dates the source has, but not of what the sentence is about."""
    starts = [line.start for _, line in chosen]
    earlier = [(g, x) for g, x in beside if any(x.end <= s for s in starts)]
    earlier += [
        (ground, before)
        for (ground, before), (_, line) in pairwise(lines)
        if line.start in starts and _names_of(before) & _names_of(line)
    ]
    wrong = _unsaid(stated, [*chosen, *earlier])
    return wrong.replace("is not in the source", "is said of something else there")


def _of_another(stated: Stated, aligned: Aligned) -> str:
    """What is wrong when the source says it of another: the first name of `stated` is elsewhere,
    and what it goes back to names somebody whom it does not.
    """
    first = _first_name(stated.names)
    if not first or any(line.leans for line in aligned.lines):
        return ""
    near = forms_of(" ".join(line.clear for line in (*aligned.lines, *aligned.beside)))
    if len(missing(first, stated.text, near)) < len(first):
        return ""
    own = forms_of(stated.text)
    for line in aligned.lines:
        named = [n for n in names_in(line.clear) if not (n.place or n.title or n.opens)]
        if other := missing(named, line.clear, own):
            who = " ".join(n.surface for n in first)
            return f"the source says that of {other[0].surface}, not {who}"
    return ""


def _first_name(names: Sequence[Name]) -> list[Name]:
    """The words of the first name, if it is no place, title or single opening word."""
    run: list[Name] = []
    for name in names:
        if run and name.start != run[-1].end + 1:
            break
        run.append(name)
    if len(run) == 1 and run[0].opens:
        return []
    return [name for name in run if not (name.place or name.title)]


def _unsaid(stated: Stated, lines: Sequence[tuple[Ground, Line]]) -> str:
    for day in stated.days:
        if all(named_days.unsupported([day], x.days, published(ground)) for ground, x in lines):
            return f"the date {day.surface} is not in the source"
    said = [q for _, line in lines for q in line.quantities]
    quantity = quantities.unsupported(stated.quantities, said)
    return f"the number {quantity.surface} is not in the source" if quantity else ""


def _names_of(line: Line) -> set[str]:
    """The terms that a sentence writes with a capital."""
    return {w.term for w in line.content if w.surface[0].isupper()}


def _strangers(
    stated: Stated,
    forms: Forms,
    grounds: Sequence[Ground],
    vectors: WordVectors,
) -> list[Name]:
    """The names that are not among `forms`.

    A given name that the article has is let pass beside its surname, and so is what opens the
    sentence and is rather a common word.
    """
    found = []
    for name in missing(stated.names, stated.text, forms):
        if name.opens and _is_word(name, grounds, vectors):
            continue
        follows = next((n for n in stated.names if n.start == name.end + 1), None)
        if follows is not None and forms.have(follows) and not follows.place:
            full = (
                f"{name.surface} {follows.surface.removesuffix('’s').removesuffix(chr(39) + 's')}"
            )
            if any(full in g.article.text for g in grounds):
                continue
        found.append(name)
    return found


def _is_word(name: Name, grounds: Sequence[Ground], vectors: WordVectors) -> bool:
    small = f" {name.surface.lower()} "
    return any(small in g.article.text for g in grounds) or not is_name(name.surface, vectors)


def _risk(stated: Stated, aligned: Aligned, encoder: CrossEncoder) -> tuple[float, str]:
    """How surely a clause, or a run of words, is nothing that the source says; and which."""
    worst, which = 0.0, stated.text[:80]
    pieces = [
        (start, end, carried, 1.0)
        for (start, end), carried in zip(stated.claim.clauses, aligned.clauses, strict=True)
        if carried < _CARRIED
    ]
    pieces += [(s, e, c, _SHORT_RUN) for s, e, c in aligned.runs(stated.claim, _LEAST_RUN)]
    for start, end, carried, weight in pieces:
        piece = stated.text[start:end].strip(" ,.;:")
        most = weight * (1 - carried) ** 0.7
        if most <= worst:
            continue
        logit = float(encoder.scores(piece, [aligned.text])[0])
        risk = most / (1 + math.exp((logit - _NOTHING) / _TURN))
        if risk > worst:
            worst, which = risk, piece[:80]
    return worst, which


def _is_quoted(quoted: str, source: str) -> bool:
    """Whether the source has the words, punctuation apart; of a word or two, their stems do."""
    if len(quoted.split()) <= 2:
        terms = forms_of(source).terms
        return all(w.term in terms for w in words(quoted))
    plain = _plain(source)
    return all(_plain(part) in plain for part in re.split(r"\.\.\.|…|\[[^\]]*\]", quoted))


def _plain(text: str) -> str:
    return " ".join(fold(w) for w in _WORD.findall(text.replace("’", "").replace("'", "")))


class _Same:
    """Whether a word of one text means nearly what one of the other does."""

    def __init__(self, one: str, other: str, vectors: WordVectors) -> None:
        own, its = (
            {fold(w.surface) for w in words(t) if w.surface.isalpha()} for t in (one, other)
        )
        self._pairs = similar_pairs(sorted(own), sorted(its), vectors, _SAME)

    def __call__(self, a: str, b: str) -> bool:
        return (a, b) in self._pairs or (b, a) in self._pairs or term(a) == term(b)
