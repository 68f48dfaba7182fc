"""A model's answer as it grows: which of its sentences are kept, and what they cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Span, Written
from assistant.answers.citations import cite_span, unmarked
from assistant.evidence.reader import Reader
from assistant.written.answering import answers
from assistant.written.grounds import Ground
from assistant.written.markers import read
from assistant.written.model.framing import Unframing
from assistant.written.model.orders import is_order
from assistant.written.model.prompt import SILENT
from assistant.written.objections import Objections, echoes, leans, repeats
from assistant.written.verification.verify import Checked, Verifier

_MOST_SENTENCES = 10
_LETTERS_ONLY = re.compile(r"[^a-z ]")
_SAYS_NOTHING = "".join(_LETTERS_ONLY.split(SILENT.lower()))


@dataclass(frozen=True)
class _Kept:
    checked: Checked
    place: int  # in `sentences`


class Draft:
    """Takes a model's sentences and tells what of them may be shown.

    `silent` is whether the model found no answer; then, or after a `fault`, or when `full`, the
    rest is not worth reading. `sentences`, `citations` and `text` are what there is so far, and
    `unsupported` is how many of the sentences claim what the evidence does not support.
    """

    def __init__(
        self,
        question: str,
        grounds: Sequence[Ground],
        answering: Sequence[Citation],
        reader: Reader,
        verifier: Verifier,
    ) -> None:
        self.sentences: list[Written] = []
        self.citations: list[Citation] = []
        self.text = ""
        self.silent = False
        self.unsupported = 0
        self._question = question
        self._grounds = {ground.number: ground for ground in grounds}
        self._answering = answering
        self._verifier = verifier
        self._reader = reader
        self._waiting: list[_Kept] = []
        self._shown: list[_Kept] = []
        self._unframed = Unframing()
        self._objections = Objections()

    @property
    def full(self) -> bool:
        """Whether the model has said as much as anybody wants to read."""
        return len(self.sentences) >= _MOST_SENTENCES

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be read."""
        return self.fault is not None or self.silent or self.full

    @property
    def fault(self) -> str | None:
        """What is wrong with the reply as a whole, if something is."""
        return self._objections.fault

    def take(self, sentence: str) -> str:
        """What is to be shown now that the model has written `sentence`; mostly itself, or "".

        A sentence that is true and answers nothing waits for one that does, and is shown before
        it when that one's "he" needs it.
        """
        if _SAYS_NOTHING in "".join(_LETTERS_ONLY.split(sentence.lower())):
            self.silent = not self.text
            return ""
        plain = self._unframed(sentence) or sentence
        before = self._before() if leans(read(plain).text) else ""
        grounds = list(self._grounds.values())
        checked = self._verifier.check(plain, grounds, self._question, before)
        why = self._objections.to_form(checked.text, bool(self.text))
        self.unsupported += not (why or checked.kept) and checked.claims
        why = why or checked.why or self._rests_on_order(checked)
        if not why and self._is_repeated(checked):
            why = "it repeats another sentence"
        self._objections.left_out(checked.claims, bool(why))
        self.sentences.append(
            Written(
                text=checked.text,
                kept=False,
                why=why or "it does not answer the question",
                score=round(checked.score, 4),
                spans=self._spans(checked),
            )
        )
        if why or not checked.kept or not checked.spans:
            return ""
        self._waiting.append(_Kept(checked, len(self.sentences) - 1))
        if not self.text and not self._answers(checked):
            return ""
        if not self.text and not leans(checked.text):
            del self._waiting[:-1]
        shown = "".join(self._show(kept) for kept in self._waiting)
        self._waiting.clear()
        return shown

    def _before(self) -> str:
        """The last sentence that is shown, or waits to be."""
        kept = [*self._shown, *self._waiting]
        return kept[-1].checked.text if kept else ""

    def cut_off(self, sentence: str) -> None:
        """The model stopped in the middle of `sentence`."""
        self.sentences.append(Written(sentence, False, "it was cut off", 0.0))

    def _is_repeated(self, checked: Checked) -> bool:
        """Whether it says again what is shown, or would be with the next that answers."""
        others = [kept.checked for kept in (*self._shown, *self._waiting)]
        shown = ((other.text, self._spans(other)) for other in others)
        return repeats(checked.text, self._spans(checked), shown)

    def _rests_on_order(self, checked: Checked) -> str:
        """What is wrong when the source is a sentence that tells a machine what to say."""
        for number, (start, end) in zip(checked.grounds, checked.spans, strict=False):
            ground = self._grounds.get(number)
            if ground is not None and is_order(ground.article.text[start:end]):
                return "its source speaks to a machine"
        return ""

    def _answers(self, checked: Checked) -> bool:
        """Whether it rests on what was judged to answer, or would be so judged itself."""
        if echoes(checked.text, self._question):
            return False
        for span in self._spans(checked):
            if any(
                span.article_id == c.article_id and span.start < c.end and c.start < span.end
                for c in self._answering
            ):
                return True
        return answers(self._reader, self._question, "", [checked.text])

    def _spans(self, checked: Checked) -> tuple[Span, ...]:
        pairs = zip(checked.grounds, checked.spans, strict=False)
        return tuple(
            Span(self._grounds[number].article.id, start, end)
            for number, (start, end) in pairs
            if number in self._grounds
        )

    def _show(self, kept: _Kept) -> str:
        checked = kept.checked
        numbers = [
            self._number(self._grounds[number], start, end, checked.score)
            for number, (start, end) in zip(checked.grounds, checked.spans, strict=False)
        ]
        numbers = list(dict.fromkeys(numbers))
        self.sentences[kept.place] = replace(
            self.sentences[kept.place], kept=True, why="", citations=tuple(numbers)
        )
        markers = "".join(f"[{number}]" for number in numbers)
        shown = f"{' ' if self.text else ''}{unmarked(checked.text)} {markers}"
        self.text += shown
        self._shown.append(kept)
        return shown

    def _number(self, ground: Ground, start: int, end: int, score: float) -> int:
        """The number of the citation of that span, which is made if there is none."""
        article = ground.article
        for citation in self.citations:
            if (citation.article_id, citation.start, citation.end) == (article.id, start, end):
                return citation.number
        number = len(self.citations) + 1
        self.citations.append(cite_span(number, article, start, end, round(score, 4)))
        return number
