"""Whether a sentence denies what its source says, or says the opposite with another word.

Held clause against clause: a denial in the claim needs one in the clause of the source that speaks
of the same, and the other way round. What denies may be a word of denial ("not", "none") or one
that does so by its sense ("fail", "unable").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.written.verification.claim import clause_spans_of
from assistant.written.verification.opposites import SENSE, STRONG, allied, opposites
from index.text.terms import STOP_WORDS, fold, term, words

_DENIALS = frozenset(
    """
    not no never none nobody nothing nowhere neither nor cannot without hardly barely scarcely few
    little isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't
    hasn't haven't hadn't mustn't needn't ain't
    """.split()
)
# What looks like a denial and is none; and the other way round.
_IDIOMS = re.compile(
    r"\b(?:not (?:only|just|merely|least|long (?:ago|after|before)|to mention)|no doubt|"
    r"nothing short of|(?:not much|little) is known|a few|a little|no fewer than|"
    r"no less than|no (?:sooner|later|earlier|more) than|whether or not|if not)\b",
    re.IGNORECASE,
)
_ALL_BUT = re.compile(r"\b(?:all but|none but|instead of)\b", re.IGNORECASE)
# How many words of content a denial reaches.
_REACH = 4
_BREAK = frozenset("but although though while whereas because which who as if and when".split())
_EMPTY = (STOP_WORDS | frozenset("say says said told according also would could may".split())) - {
    "with", "before", "after", "up", "down", "most", "more", "few", "much", "many", "without",
}  # fmt: skip
# How much of a clause a claim must share to be held against its denial.
_SHARED = 0.4
_AROUND = 3
_OUTRIGHT = 3

Same = Callable[[str, str], bool]


@dataclass(frozen=True)
class _Token:
    plain: str
    term: str
    denied: bool
    named: bool
    clause: int


@dataclass(frozen=True)
class _Spoken:
    """A text's words of content, clause by clause, and which clauses have a word of denial."""

    tokens: tuple[_Token, ...]
    denials: frozenset[int]

    def of(self, clause: int) -> list[_Token]:
        return [t for t in self.tokens if t.clause == clause]


def opposed(claim: str, source: Sequence[str], same: Same) -> str:
    """What in `claim` contradicts the sentences of `source`, in a short phrase; empty when nothing
    does. `same` tells whether two words, folded, mean nearly the same.
    """
    mine = _read(claim)
    its = [_read(sentence) for sentence in source]
    return (
        _by_another_word(mine, its, same)
        or _denial_without_one(mine, its, same)
        or _without_its_denial(mine, its, same)
    )


def _by_another_word(mine: _Spoken, its: Sequence[_Spoken], same: Same) -> str:
    terms = {t.term for s in its for t in s.tokens}
    for token in mine.tokens:
        against = opposites(token.term) & terms
        if not against or token.denied or token.named or allied(token.term) & terms:
            continue
        if token.term in terms or any(
            same(token.plain, t.plain) for s in its for t in s.tokens if t.term not in against
        ):
            continue
        near = mine.of(token.clause)
        for spoken in its:
            for other in spoken.tokens:
                if other.term in against and not other.denied and not other.named:
                    beside = spoken.of(other.clause)
                    prefixed = other.term.endswith(token.term) or token.term.endswith(other.term)
                    if prefixed or _shared(beside, near, same, without={other.term}):
                        return f"the source says “{other.plain}”, not “{token.plain}”"
    return ""


def _denial_without_one(mine: _Spoken, its: Sequence[_Spoken], same: Same) -> str:
    every = [t for s in its for t in s.tokens]
    for clause in {t.clause for t in mine.tokens}:
        own = mine.of(clause)
        denied = [t for t in own if t.denied]
        strong = [t for t in own if t.term in STRONG and not t.denied and not _met(t, every, same)]
        if not denied and not strong:
            continue
        reached = denied or own
        aligned = _like(reached, its, same)
        if not aligned:
            # Denied in other words: then a denial anywhere in those sentences may be meant.
            if not any(s.denials for s in its):
                aligned = _like(own, its, same)
            if not aligned:
                continue
        shared = {t.term for t in own}
        # "Not scarce" is a denial denied: it needs more than a "tough" in the source.
        outright = bool(denied) and denied[0].term in SENSE
        if not any(
            t.denied
            or t.clause in s.denials
            or (not outright and _is_negative(s, t.clause, shared, denied))
            for s, t in aligned
        ):
            return f"the source does not deny “{(denied or strong)[0].plain}”"
    return ""


def _without_its_denial(mine: _Spoken, its: Sequence[_Spoken], same: Same) -> str:
    for spoken in its:
        for clause in sorted(spoken.denials):
            beside = spoken.of(clause)
            denied = [t for t in beside if t.denied and not t.named]
            for token in denied:
                own = [t for t in mine.tokens if _alike(t, token, same)]
                if any(t.denied for t in own):
                    break
            else:
                best = _nearest(mine, beside, same)
                if best is None or not denied:
                    continue
                near = mine.of(best)
                if mine.denials or _has_sense(near, spoken.tokens):
                    continue
                # Of a long clause, what stands around the denial counts.
                places = [i for i, t in enumerate(beside) if t.denied]
                around = beside[max(0, places[0] - _AROUND) : places[-1] + _AROUND + 1]
                overlap = [t for t in around if any(_alike(t, n, same) for n in near)]
                said = [t for t in denied if t in overlap] or denied
                # What is denied at once, said outright, needs less beside it.
                outright = denied[0] in overlap and len(overlap) >= _OUTRIGHT
                if outright or len(overlap) >= max(min(2, len(around)), _SHARED * len(around)):
                    return f"the source denies “{said[0].plain}”"
    return ""


def _like(
    own: Sequence[_Token], its: Sequence[_Spoken], same: Same
) -> list[tuple[_Spoken, _Token]]:
    """The words of the source that mean what some of `own` do."""
    return [(s, t) for s in its for t in s.tokens if any(_alike(t, o, same) for o in own)]


def _nearest(mine: _Spoken, beside: Sequence[_Token], same: Same) -> int | None:
    """The clause of the claim that shares most with a clause of the source."""
    counts = {
        clause: sum(any(_alike(t, n, same) for n in mine.of(clause)) for t in beside)
        for clause in {t.clause for t in mine.tokens}
    }
    best = max(counts, key=lambda c: counts[c], default=None)
    return best if best is not None and counts[best] else None


def _is_negative(spoken: _Spoken, clause: int, shared: set[str], denied: Sequence[_Token]) -> bool:
    """Whether a clause of the source denies, otherwise than by a word that the claim has too."""
    against = {o for t in denied for o in opposites(t.term)}
    return any(
        (t.term in SENSE and t.term not in shared)
        or t.term in against
        or (
            t.plain.startswith(("un", "non", "in", "im"))
            and t.term not in shared
            and any(t.plain.endswith(d.plain[-4:]) for d in denied)
        )
        for t in spoken.of(clause)
    )


def _has_sense(near: Sequence[_Token], beside: Sequence[_Token]) -> bool:
    terms = {t.term for t in beside}
    return any((t.term in SENSE and t.term not in terms) or opposites(t.term) & terms for t in near)


def _met(token: _Token, every: Sequence[_Token], same: Same) -> bool:
    return any(
        t.term == token.term or t.term in allied(token.term) or same(t.plain, token.plain)
        for t in every
    )


def _shared(
    beside: Sequence[_Token], near: Sequence[_Token], same: Same, without: set[str]
) -> bool:
    rest = [t for t in beside if t.term not in without]
    return any(_alike(t, n, same) for t in rest for n in near)


def _alike(a: _Token, b: _Token, same: Same) -> bool:
    return a.term == b.term or (not a.named and not b.named and same(a.plain, b.plain))


@lru_cache(maxsize=2048)
def _read(text: str) -> _Spoken:
    plain = _ALL_BUT.sub("without", _IDIOMS.sub(lambda m: "x" * len(m.group()), text))
    clauses = clause_spans_of(plain, joined=True)
    tokens: list[_Token] = []
    denials: set[int] = set()
    left = end = at = 0
    for word in words(plain):
        while at + 1 < len(clauses) and word.start >= clauses[at + 1][0]:
            at += 1
            left = 0
        small = fold(word.surface).replace("’", "'")
        if re.search(r"[.;!?:,]", plain[end : word.start]) or small in _BREAK:
            left = 0
        end = word.end
        if small in _DENIALS:
            left = _REACH
            denials.add(at)
        elif small not in _EMPTY and any(c.isalpha() for c in small):
            named = word.surface[0].isupper() and word.start > 0
            tokens.append(_Token(small, term(word.surface), left > 0, named, at))
            left -= left > 0
    return _Spoken(tuple(tokens), frozenset(denials))
