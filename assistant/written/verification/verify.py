"""Every sentence that a language model writes, held against the evidence that it was shown.

The model is not asked: what it wrote is compared with what the articles say. Numbers, dates and
quoted words must agree, and the rest must retell its source in the source's own words. Of 581
false sentences that shows two, both made of the source's words (`python -m benchmarks.falsehoods`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.reader import Reader
from assistant.written.answering import answers
from assistant.written.grounds import Ground
from assistant.written.markers import read
from assistant.written.verification.facts import Said, Stated, absent, elsewhere
from assistant.written.verification.retelling import retold
from assistant.written.verification.source_lines import Line, lines_of
from index.text.sentences import Span
from index.text.terms import words

# A sentence of more characters, or of more clauses, is none.
_LONGEST = 800
_MOST_CLAUSES = 16
# How many grounds that it does not cite a sentence is held against.
_OTHERS = 3
_MOST_CITED = 4
# A sentence of fewer words of content is an answer only together with its question.
_FEW = 3


@dataclass(frozen=True)
class Checked:
    """One sentence of a model, held against the evidence.

    `text` is without its markers. `kept` is whether the evidence supports it, and `why` one short
    phrase when it does not. `score` is the share of its words of content that its source has.
    `grounds` are the numbers of what supports it, those it cited or the one that was found for it,
    and `spans` the sentence, or the neighbouring sentences, of each one's article that do. `claims`
    is whether it says anything that could be supported: a question does not.
    """

    text: str
    kept: bool
    why: str
    score: float
    grounds: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    claims: bool = True


class Verifier:
    """Checks sentences; safe for many threads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def check(self, sentence: str, grounds: Sequence[Ground], question: str = "") -> Checked:
        """`sentence`, still with its [n], held against `grounds`.

        It is held against those it cites first, one by one and then together, and then against
        those of the others that share most words with it. `question` is what was asked: a bare
        "February 12." is read as an answer to it. Raises WeightsError when the reader cannot be
        loaded.
        """
        own = read(sentence[: 2 * _LONGEST])
        if len(own.text) > _LONGEST:
            return Checked(own.text[:_LONGEST], False, "it is too long to be verified", 0.0)
        if own.text.endswith("?"):
            return Checked(own.text, False, "it is a question", 0.0, claims=False)
        if own.text.endswith(":"):
            return Checked(own.text, False, "it is no whole sentence", 0.0, claims=False)
        stated = Stated.read(own.text)
        if len(stated.claim.clauses) > _MOST_CLAUSES:
            return Checked(own.text, False, "it is too long to be verified", 0.0)
        if not (stated.claim.content or stated.facts):
            return Checked(own.text, False, "it says nothing", 0.0, claims=False)
        cited = [g for g in grounds if g.number in own.cited][:_MOST_CITED]
        alone = [self._held(stated, [ground], question) for ground in cited]
        kept = [checked for checked in alone if checked.kept]
        if not kept and len(cited) > 1:
            alone.append(self._held(stated, cited, question))
            kept = [checked for checked in alone if checked.kept]
        if kept:
            return _together(kept)
        others = sorted((g for g in grounds if g not in cited), key=lambda g: -_shared(stated, g))
        for ground in others[:_OTHERS]:
            alone.append(self._held(stated, [ground], question))
            if alone[-1].kept:
                return alone[-1]
        if not alone:
            return Checked(own.text, False, "there is no evidence", 0.0)
        return max(alone, key=lambda checked: checked.score)

    def _held(self, stated: Stated, grounds: Sequence[Ground], question: str) -> Checked:
        """`stated` held against `grounds` taken together."""
        source = [(ground, line) for ground in grounds for line in lines_of(ground)]
        if not source:
            return Checked(stated.text, False, "the source is empty", 0.0)
        wrong = absent(stated, source)
        if wrong:
            return Checked(stated.text, False, wrong, 0.0)
        found = retold(stated.claim, stated.facts, [line for _, line in source])
        own = [(ground, line) for ground, line in source if line in found.lines]
        wrong = found.wrong or elsewhere(stated, own)
        score = _coverage(stated, found.lines)
        if wrong:
            return Checked(stated.text, False, wrong, score)
        numbers, spans = _spans(own)
        if question and len(stated.claim.content) < _FEW:
            said = [line.clear for line in found.lines]
            if not answers(self._reader, question, grounds[0].article.title, said):
                return Checked(stated.text, False, "the source says that of something else", 0.1)
        return Checked(stated.text, True, "", score, numbers, spans)


def _coverage(stated: Stated, lines: Sequence[Line]) -> float:
    terms = [word.term for word in stated.claim.content]
    said = frozenset[str]().union(*(line.terms for line in lines))
    return sum(term in said for term in terms) / len(terms) if terms else 1.0


def _together(kept: Sequence[Checked]) -> Checked:
    """What several grounds support, each by itself."""
    return Checked(
        kept[0].text,
        True,
        "",
        max(c.score for c in kept),
        tuple(n for c in kept for n in c.grounds),
        tuple(s for c in kept for s in c.spans),
    )


def _spans(found: Sequence[Said]) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """For each ground that a sentence goes back to, the run of its sentences that it does."""
    spans: dict[int, Span] = {}
    for ground, line in found:
        start, end = spans.get(ground.number, (line.start, line.start))
        if not ground.article.text[end : line.start].strip():
            # What lies between two sentences that are apart is not cited with them.
            spans[ground.number] = (start, line.end)
    return tuple(spans), tuple(spans.values())


def _shared(stated: Stated, ground: Ground) -> int:
    """How many of the words of `stated` the ground has, facts included."""
    terms = {word.term for word in words(ground.article.title)}
    terms.update(*(line.terms for line in lines_of(ground)))
    own = {word.term for word in stated.claim.content}
    return len(own & terms) + sum(fact.surface in ground.text for fact in stated.facts)
