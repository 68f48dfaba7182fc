"""Every sentence that a language model writes, held against the evidence that it was shown.

The model is not asked: what it wrote is compared with what the articles say. Numbers, dates, names
and quoted words must be there, by code; whether the passage says the rest is what a model of ours
has learned (docs/verifier.md has its measures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.evidence.reader import Reader
from assistant.written.answering import answers
from assistant.written.grounds import Ground
from assistant.written.markers import read
from assistant.written.verification.entailment import LINES, Entailment, Support, nearest
from assistant.written.verification.facts import Said, Stated, absent, copied, elsewhere
from assistant.written.verification.source_lines import lines_of
from index import weights
from index.text.sentences import Span
from index.text.terms import words
from index.vectors import packed

SUPPORTED_FROM = 0.97
"""From what chance on a sentence is shown (`python -m benchmarks.falsehoods --least`)."""
# A sentence of more characters is none.
_LONGEST = 800
# How many grounds that it does not cite a sentence is held against.
_OTHERS = 3
_MOST_CITED = 4


@dataclass(frozen=True)
class Checked:
    """One sentence of a model, held against the evidence.

    `text` is without its markers. `kept` is whether the evidence supports it, and `why` one short
    phrase when it does not. `score` is the chance that its source supports it, from 0 to 1.
    `spans` are the sentences, or runs of them, that support it, and `grounds` for each the number
    of the ground that it is of: one that was cited, or one that was found. `claims` is whether it
    says anything that could be supported: a question does not.
    """

    text: str
    kept: bool
    why: str
    score: float
    grounds: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    claims: bool = True


class Verifier:
    """Shows sentences that are supported with a chance of `least`; its model is loaded at first
    use; safe for many threads.
    """

    def __init__(self, reader: Reader, least: float = SUPPORTED_FROM) -> None:
        self._reader = reader
        self._least = least

    @cached_property
    def _entailment(self) -> Entailment:
        return Entailment(packed.load(weights.file_of(weights.VERIFIER)))

    def check(
        self, sentence: str, grounds: Sequence[Ground], question: str = "", before: str = ""
    ) -> Checked:
        """`sentence`, still with its [n], held against `grounds`.

        It is held against those it cites first, one by one and then together, and then against
        those of the others that share most words with it. `question` is what was asked: a bare
        "February 12." is read as an answer to it. `before` is the sentence that it leans on, for
        its "he" to be somebody. Raises WeightsError when a model cannot be
        loaded.
        """
        own = read(sentence[: 2 * _LONGEST])
        if len(own.text) > _LONGEST:
            return Checked(own.text[:_LONGEST], False, "it is too long to be verified", 0.0)
        if own.text.endswith("?"):
            return Checked(own.text, False, "it is a question", 0.0, claims=False)
        if own.text.endswith(":"):
            return Checked(own.text, False, "it is no whole sentence", 0.0, claims=False)
        stated = Stated.read(own.text, before)
        if not (stated.content or stated.facts):
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
        if wrong := absent(stated, source):
            return Checked(stated.text, False, wrong, 0.0)
        if question and stated.is_bare and (line := copied(stated, source)):
            return self._bare(stated, line, question)
        if not self._entailment.reads_whole(stated.whole):
            return Checked(stated.text, False, "it is too long to be verified", 0.0)
        title = grounds[0].article.title
        near = _nearest(stated, source, LINES)
        support = self._entailment.judge(stated.whole, title, [line.clear for _, line in near])
        wrong = elsewhere(stated, near)
        if not wrong and support.supported < self._least:
            wrong = _unsupported(stated.whole, support)
        if wrong:
            return Checked(stated.text, False, wrong, support.supported)
        for most in range(1, len(near)):
            # The fewest lines that bear it out are what is cited.
            fewer = _nearest(stated, near, most)
            narrow = self._entailment.judge(stated.whole, title, [line.clear for _, line in fewer])
            if narrow.supported >= self._least and not elsewhere(stated, fewer):
                near = fewer
                break
        numbers, spans = _spans(near)
        return Checked(stated.text, True, "", support.supported, numbers, spans)

    def _bare(self, stated: Stated, said: Said, question: str) -> Checked:
        """A name or a day copied from `said`, which must answer the question."""
        ground, line = said
        title = ground.article.title
        if not answers(self._reader, question, title, [line.clear]):
            return Checked(stated.text, False, "the source says that of something else", 0.1)
        numbers, spans = _spans([said])
        return Checked(stated.text, True, "", 1.0, numbers, spans)


def _unsupported(text: str, support: Support) -> str:
    """Why a sentence with no more support is not shown."""
    unborne = [(start, end) for start, end in support.unborne if text[start:end].strip()]
    if unborne:
        start, end = unborne[0]
        for word in words(text):
            if word.start < end and start < word.end:
                start, end = min(start, word.start), max(end, word.end)
        return f"the source does not say “{text[start:end][:60]}”"
    if support.contradicted > 0.5:
        return "the source says otherwise"
    return "the source does not say so"


def _nearest(stated: Stated, source: Sequence[Said], most: int) -> list[Said]:
    """Those of `source` that share most words with the sentence, in their order."""
    numbers = nearest(stated.whole, [line.clear for _, line in source], most)
    return [source[number] for number in numbers]


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
    """The runs of sentences that a sentence goes back to, each with the number of its ground."""
    runs: list[tuple[Ground, Span]] = []
    for ground, line in found:
        if runs and runs[-1][0] == ground:
            start, end = runs[-1][1]
            if not ground.article.text[end : line.start].strip():
                runs[-1] = (ground, (start, line.end))
                continue
        runs.append((ground, (line.start, line.end)))
    return tuple(ground.number for ground, _ in runs), tuple(span for _, span in runs)


def _shared(stated: Stated, ground: Ground) -> int:
    """How many of the words of `stated` the ground has, facts included."""
    terms = {word.term for word in words(ground.article.title)}
    terms.update(*(line.terms for line in lines_of(ground)))
    own = {word.term for word in stated.content}
    return len(own & terms) + sum(fact.surface in ground.text for fact in stated.facts)
