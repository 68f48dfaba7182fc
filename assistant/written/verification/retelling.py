"""Whether a model's sentence only retells its source: the source's words, in their order.

Nothing here understands a sentence, so of one with a new word nobody knows what it claims, and of
one with the source's words turned round neither. A sentence may leave words of its source out,
though none that turn what is left: who says it, and whether it must be, may be or is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.english.named_days import Day
from assistant.english.names import place_spans, stands_for
from assistant.english.quantities import Quantity
from assistant.written.verification.claim import Claim
from assistant.written.verification.source_lines import Line
from index.text.sentences import Span
from index.text.terms import Word, term, words

# Forms of one word. What "is to open" or "plans to open" will open.
_FORMS = {
    **dict.fromkeys("am is are was were be been being isn't aren't wasn't weren't".split(), "<be>"),
    **dict.fromkeys("will would shall won't wouldn't to".split(), "<will>"),
    **dict.fromkeys("may might can could cannot can't couldn't".split(), "<may>"),
    **dict.fromkeys("must should ought mustn't shouldn't".split(), "<must>"),
    **dict.fromkeys("not no never".split(), "<not>"),
}
# Without one of these, what follows is no longer said, wanted, denied or set apart by what stands
# before it.
_TURNING = frozenset(
    """
    that if whether unless after before because while when although though who which whose as than
    since until without but : ; —
    """.split()
) | {word for word, form in _FORMS.items() if form != "<be>"}
# What a sentence may bring of its own: what joins, what stands for a name, and that it is told.
_TELLING = frozenset("say says said saying stated tell tells told reported according".split())
_FREE = _TELLING | frozenset(
    """
    a an the this that these those he she it they him her them his its their hers theirs and but or
    so then also both who which while has have had having do does did however therefore thus
    meanwhile moreover furthermore additionally nearly almost roughly approximately about around
    some mr mrs ms
    """.split()
)
# What belongs to the number or the day after it, which are held to the source elsewhere.
_BEFORE_NUMBER = frozenset(
    "over under above below at least most more less fewer than up to no some".split()
)
_BEFORE_DAY = frozenset("on in since until by from before after during of".split())
_BREAK = re.compile(r"[:;—]")
# How far into its sentence a subject may begin: after a title of some words.
_TITLE = 6
# How many sentences a clause is held against: those that have most of its words.
_NEAREST = 3
# Words of which one has the other in it, but for an ending, are forms of one word.
_SHARED = 4
_ENDINGS = frozenset(
    """
    n an ian ean ese ish i ic s es er man men woman women ite an's al ns ans ians d ia a e y
    """.split()
)


@dataclass(frozen=True)
class _Token:
    """A word, a number or a break at `start` of a text.

    `terms` are what a word is matched by, `place` is the key of the country or body that it
    names, and `owns` whether it ends with a possessive.
    """

    start: int
    surface: str
    terms: frozenset[str] = frozenset()
    place: str | None = None
    owns: bool = False
    quantity: Quantity | None = None

    @property
    def plain(self) -> str:
        """It in small letters."""
        return self.surface.replace("’", "'").casefold()

    @property
    def is_claimed(self) -> bool:
        """Whether the source must have it."""
        if self.quantity is not None or self.place is not None:
            return True
        return bool(self.terms) and self.plain not in _FREE


@dataclass(frozen=True)
class Retold:
    """What a claim retells: `lines`, the sentence that each of its clauses goes back to, as far as
    they do; and what is wrong, in a short phrase, empty when all of it is retold.
    """

    lines: tuple[Line, ...]
    wrong: str = ""


def retold(claim: Claim, facts: Sequence[Day | Quantity], lines: Sequence[Line]) -> Retold:
    """What `claim`, which states `facts`, retells of `lines`, of which there is one at least."""
    found: list[Line] = []
    for clause in claim.clauses:
        own = _tokens(claim.text, clause, facts)
        terms = frozenset(term for token in own for term in token.terms)
        # The sort is stable: of lines that have as much of it, the first.
        nearest = sorted(lines, key=lambda line: -len(terms & line.terms))[:_NEAREST]
        if found and _only_tells(own):
            nearest = found[-1:]
        wrongs = [_departure(own, line, found[-1] if found else None) for line in nearest]
        if all(wrongs):
            return Retold((*found, nearest[0]), wrongs[0])
        found.append(nearest[wrongs.index("")])
    return Retold(tuple(found))


def _only_tells(own: Sequence[_Token]) -> bool:
    """Whether a clause says nothing but who told what stands before it: ", Healey said"."""
    told = any(t.plain in _TELLING for t in own)
    return told and all(t.surface[0].isupper() for t in own if t.is_claimed)


def _departure(own: Sequence[_Token], line: Line, before: Line | None) -> str:
    """What of a clause is not a retelling of `line`, when the clause before it retells `before`."""
    its = _tokens_of(line)
    is_told = any(t.plain in _TELLING for t in own)
    wrong = _added(own, its) or _turned(own, its, before is None, is_told)
    if not wrong and before not in (None, line) and not _has_subject(own, its):
        wrong = "it joins what the source says of different things"
    return wrong


@lru_cache(maxsize=512)
def _tokens_of(line: Line) -> tuple[_Token, ...]:
    """The tokens of a line, which many clauses are held against."""
    return tuple(_tokens(line.clear, (0, len(line.clear)), [*line.days, *line.quantities]))


def _tokens(text: str, span: Span, facts: Sequence[Day | Quantity]) -> list[_Token]:
    """The words, numbers and breaks of `text` in `span`, in order, without its days."""
    places = place_spans(text)
    found = [_Token(m.start(), m.group()) for m in _BREAK.finditer(text, *span)]
    for word in words(text):
        if span[0] <= word.start < span[1] and not any(_touch(word, f) for f in facts):
            place = next((k for s, e, k in places if s < word.end and word.start < e), None)
            owns = word.surface.endswith(("'s", "’s", "s'", "s’"))
            found.append(_Token(word.start, word.surface, _terms(word), place, owns))
    starts = {fact.start: fact for fact in facts if span[0] <= fact.start < span[1]}
    found += [_Token(start, fact.surface) for start, fact in starts.items()]
    kept: list[_Token] = []
    for token in sorted(found, key=lambda t: t.start):
        fact = starts.get(token.start)
        if fact is None:
            kept.append(token)
            continue
        belongs = _BEFORE_DAY if isinstance(fact, Day) else _BEFORE_NUMBER
        while kept and kept[-1].plain in belongs:
            kept.pop()
        if isinstance(fact, Quantity):
            kept.append(_Token(token.start, fact.surface, quantity=fact))
    return kept


def _touch(word: Word, fact: Day | Quantity) -> bool:
    return word.start < fact.end and fact.start < word.end


def _terms(word: Word) -> frozenset[str]:
    plain = word.surface.replace("’", "'").casefold()
    forms = {_FORMS[plain]} if plain in _FORMS else {word.term}
    if plain.endswith("n't"):
        forms.add("<not>")
    if "-" in word.surface:
        forms.update(term(part) for part in word.surface.split("-") if part)
    return frozenset(forms)


def _added(own: Sequence[_Token], its: Sequence[_Token]) -> str:
    """The word of the clause that the source's sentence lacks."""
    lacks = [t for t in own if t.quantity is None and not any(_same(t, other) for other in its)]
    told = [t for t in lacks if t.plain in _TELLING]
    new = [t for t in lacks if t.is_claimed] or told[1:]
    if not new:
        return ""
    # A word that is there in a possessive alone is the lesser fault to name.
    worst = next((t for t in new if not any(t.terms & other.terms for other in its)), new[0])
    return f"the source does not say “{worst.surface[:60]}”"


def _turned(own: Sequence[_Token], its: Sequence[_Token], opens: bool, is_told: bool) -> str:
    """What is wrong with the order of the clause's words, or with what it leaves out between them.

    `opens` is whether the clause begins the sentence, and `is_told` whether it says that it is
    told.
    """
    last = -1
    before: _Token | None = None
    for token in own:
        places = [i for i, other in enumerate(its) if _same(token, other)]
        if not (token.is_claimed and places):
            continue  # a word that joins, or a number of the sentence before
        at = next((i for i in places if i >= last), None)
        if at is None:
            return f"the source has “{token.surface[:60]}” elsewhere"
        if before is None:
            if opens and token is own[0] and _is_order(token, its, at):
                return "it tells the reader what to do"
        else:
            counted = token.quantity or before.quantity
            if wrong := _left_out(own, its[:at], last + 1, is_told, counted):
                return wrong
        last, before = at, token
    return ""


def _left_out(
    own: Sequence[_Token],
    its: Sequence[_Token],
    start: int,
    is_told: bool,
    counted: Quantity | None,
) -> str:
    """What `its` has from `start` on, and `own` has not, that turns what stands after it.

    `counted` is a number beside it: another number would be the one that counts.
    """
    said = {t.plain for t in own} | {form for t in own for form in t.terms}
    for token in its[start:]:
        if counted is not None and token.quantity is not None:
            return f"the source says “{token.surface}” of that"
        turns = token.plain in _TURNING or bool(token.terms & _denials())
        if token.plain == "that" and is_told:
            continue  # "said the bridge was old", for "warned that the bridge was old"
        if turns and not {token.plain, *token.terms} & said:
            return f"it leaves out “{token.surface}”, which the source says"
    return ""


def _is_order(token: _Token, its: Sequence[_Token], at: int) -> bool:
    """Whether a clause that opens with `token` is an order made of what somebody is to do."""
    participle = its[at].plain.endswith("ing") and not token.plain.endswith("ing")
    return participle or (at > 0 and bool(its[at - 1].terms & {"<will>", "<may>", "<must>"}))


def _has_subject(own: Sequence[_Token], its: Sequence[_Token]) -> bool:
    """Whether the clause begins as its sentence does, and so does not lean on the clause before."""
    first = next((t for t in own if t.is_claimed), None)
    return first is not None and any(_same(first, t) for t in its[:_TITLE])


def _same(own: _Token, other: _Token) -> bool:
    if own.quantity is not None:
        return other.quantity is not None and own.quantity.agrees(other.quantity)
    if other.owns and not own.owns:
        return False  # what is somebody's is not them
    if own.place is not None and other.place is not None:
        return own.place in (other.place, stands_for(other.place))
    if own.terms & other.terms or own.terms & _listed(other.terms):
        return True
    return any(_related(a, b) for a in own.terms for b in other.terms)


@cache
def _denials() -> frozenset[str]:
    return frozenset(term(word) for line in _lexicon("denials.txt") for word in line)


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups = [frozenset(map(term, line)) for line in _lexicon("same_words.txt")]
    return {word: group for group in groups for word in group}


def _lexicon(name: str) -> Iterator[list[str]]:
    """The words of each line of a list."""
    text = files("assistant").joinpath(f"english/lexicon/{name}").read_text("utf-8")
    return (line.split() for line in text.splitlines() if line and not line.startswith("#"))


def _listed(terms: frozenset[str]) -> frozenset[str]:
    """The terms that the list of words with one meaning has beside `terms`."""
    return frozenset(same for t in terms for same in _groups().get(t, ()))


def _related(own: str, other: str) -> bool:
    """Whether one is made of the other: "California" and "Californian", "Macron" and "Macrons"."""
    short, long = sorted((own, other), key=len)
    if len(short) < _SHARED:
        return False
    shared = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        shared += 1
    return (
        shared >= max(_SHARED, len(short) - 2)
        and (short[shared:] in _ENDINGS or not short[shared:])
        and (long[shared:] in _ENDINGS or not long[shared:])
    )
