"""Which sentences of a ground a claim goes back to, and how much of it they carry.

Each clause goes back to one sentence; what the clauses go back to together is what the claim is
held against. A word is carried when one of those sentences has it, a form of it, or a word that
lies near it in the embedder's space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.english.named_days import Day
from assistant.english.quantities import Quantity
from assistant.evidence.word_vectors import WordVectors
from assistant.written.verification.claim import Claim
from assistant.written.verification.claimed_names import Forms, forms_of, related
from assistant.written.verification.source_lines import Line
from index.text.terms import Word, fold

_FACT = 0.5
_NAME = 0.5
_SENSE = 2.0
# Cosines of two words: below the one they have nothing in common, above the other they mean the
# same.
_FAR = 0.35
_NEAR = 0.75
_BESIDE = 0.7
_CARRIED = 0.5


@dataclass(frozen=True)
class Aligned:
    """`lines` are what the claim goes back to, in order, `of_clause` what each clause does, and
    `beside` what they lean on.

    `carried` says of each content word of the claim how far they have it, from 0 to 1; `clauses`
    the mean of that by clause, `near` each clause's cosine with its sentence.
    """

    lines: tuple[Line, ...]
    of_clause: tuple[Line, ...]
    beside: tuple[Line, ...]
    carried: tuple[float, ...]
    clauses: tuple[float, ...]
    near: tuple[float, ...]

    @property
    def text(self) -> str:
        """The clear text of the sentences."""
        return " ".join(line.clear for line in self.lines)

    @property
    def coverage(self) -> float:
        """How much of the claim's content is carried, from 0 to 1."""
        return sum(self.carried) / len(self.carried) if self.carried else 1.0

    @property
    def gap(self) -> float:
        """The longest run of content words that nothing carries, in words."""
        longest = run = 0.0
        for credit in self.carried:
            run = run + 1 - credit if credit < _CARRIED else 0.0
            longest = max(longest, run)
        return longest

    def runs(self, claim: Claim, least: int) -> list[tuple[int, int, float]]:
        """Where at least `least` content words of `claim` in a row are hardly carried, and how far
        they are.
        """
        found: list[tuple[int, int, float]] = []
        run: list[tuple[Word, float]] = []
        for word, credit in (*zip(claim.content, self.carried, strict=True), (None, 1.0)):
            if word is not None and credit < _CARRIED:
                run.append((word, credit))
                continue
            if len(run) >= least:
                mean = sum(c for _, c in run) / len(run)
                found.append((run[0][0].start, run[-1][0].end, mean))
            run = []
        return found


def align(
    claim: Claim,
    facts: Sequence[Day | Quantity],
    lines: Sequence[Line],
    title: str,
    vectors: WordVectors,
) -> Aligned:
    """What `claim`, which states `facts`, goes back to among `lines`, which are not empty."""
    texts = [claim.text[s:e] for s, e in claim.clauses]
    cosines = vectors.of(texts) @ vectors.of([line.clear for line in lines]).T
    terms = [forms_of(line.clear) for line in lines]
    taken: list[int] = []
    by_clause_line: list[int] = []
    near = []
    for row, clause in zip(cosines, claim.clauses, strict=True):
        own = claim.content_of(clause)
        inside = [f for f in facts if clause[0] <= f.start < clause[1]]
        scores = [
            sum(_has(forms, w) * (_NAME if _is_named(w, claim) else 1) for w in own)
            + _FACT * sum(_states(line, f) for f in inside)
            + _SENSE * float(row[i])
            for i, (line, forms) in enumerate(zip(lines, terms, strict=True))
        ]
        best = int(np.argmax(scores))
        near.append(float(row[best]))
        by_clause_line.append(best)
    first = by_clause_line[0]
    for at, clause in zip(by_clause_line, claim.clauses, strict=True):
        # A clause of names alone is a part of the one before it: "and Denise Gordy".
        if at not in taken and any(not _is_named(w, claim) for w in claim.content_of(clause)):
            taken.append(at)
    taken = sorted(taken) or [first]
    chosen = tuple(lines[i] for i in taken)
    before = [i - 1 for i in taken if i > 0 and lines[i].leans]
    after = [i + 1 for i in taken if i + 1 < len(lines) and lines[i + 1].leans]
    beside = tuple(lines[i] for i in sorted({*before, *after} - set(taken)))
    carried = _carried(claim, chosen, beside, title, vectors)
    by_clause = []
    for clause in claim.clauses:
        credits = [c for c, w in zip(carried, claim.content, strict=True) if _inside(w, clause)]
        by_clause.append(sum(credits) / len(credits) if credits else 1.0)
    return Aligned(
        chosen,
        tuple(lines[i] for i in by_clause_line),
        beside,
        tuple(carried),
        tuple(by_clause),
        tuple(near),
    )


def _is_named(word: Word, claim: Claim) -> bool:
    return word.surface[0].isupper() and word.start > claim.clauses[0][0]


def _inside(word: Word, clause: tuple[int, int]) -> bool:
    return clause[0] <= word.start < clause[1]


def _has(forms: Forms, word: Word) -> bool:
    return word.term in forms.terms or any(related(word.term, t) for t in forms.terms)


def _states(line: Line, fact: Day | Quantity) -> bool:
    if isinstance(fact, Day):
        return any(fact.agrees(day, None) for day in line.days)
    return any(fact.agrees(quantity) for quantity in line.quantities)


def _carried(
    claim: Claim,
    chosen: Sequence[Line],
    beside: Sequence[Line],
    title: str,
    vectors: WordVectors,
) -> list[float]:
    forms = forms_of(" ".join(line.clear for line in chosen))
    around = forms_of(" ".join([*(line.clear for line in beside), title]))
    missing = [w for w in claim.content if not _has(forms, w)]
    said = list(dict.fromkeys(fold(w.surface) for line in chosen for w in line.content))
    similar: dict[str, float] = {}
    if missing and said:
        own = [fold(w.surface) for w in missing]
        cosines = (vectors.of(own) @ vectors.of(said).T).max(axis=1)
        similar = dict(zip(own, cosines.tolist(), strict=True))
    credits = []
    for word in claim.content:
        if _has(forms, word):
            credits.append(1.0)
            continue
        cosine = similar.get(fold(word.surface), 0.0)
        credit = min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))
        credits.append(max(credit, _BESIDE * _has(around, word)))
    return credits
