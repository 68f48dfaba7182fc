"""An answer in a language model's words, of which every sentence is held against its source.

The extractive answer is there first. The model is shown the evidence that it came from; what the
model writes is verified sentence by sentence, and shown when it has passed and not before. When
nothing passes, or the model fails, the extractive answer stands, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from assistant.answer import Answer, Citation, Completed, Event, Short, TextPart, pieces_of
from assistant.answers.citations import is_exact, with_other_sources
from assistant.answers.direct import within
from assistant.clock import Clock
from assistant.evidence.reader import Reader
from assistant.evidence.sentence import last_mark
from assistant.settings import Settings
from assistant.understand.standalone import Turn
from assistant.written.draft import Draft
from assistant.written.grounding import grounds_of
from assistant.written.grounds import Ground
from assistant.written.model import prompt
from assistant.written.model.faults import ModelError
from assistant.written.model.model import Messages, Model, chosen
from assistant.written.model.rewrite import leans, rewritten
from assistant.written.model.splitting import Splitter
from assistant.written.verification.verify import Verifier
from index import Generation

_QUOTED = re.compile(r"([^\[\]]+?)\s*\[(\d+)\]")
# What a model would lose: the part of a question without an answer, and which of two answers is
# the older one.
_UNANSWERED = re.compile(r"I found (?:nothing that says|no answer to)")
_OUTDATED = re.compile(r"\[\d+\] Earlier, on \d{4}-\d\d-\d\d: “")
_INSTEAD = "so the answer is quoted from the articles."


def open_prose(settings: Settings, reader: Reader) -> Prose:
    """Prose by the model that the settings name. Raises ModelSetupError when it cannot be used."""
    return Prose(chosen(settings), reader)


def is_rewritable(answer: Answer) -> bool:
    """Whether a model may put it into words: a list, a refusal or a part of one stays as it is,
    and so do articles that disagree.
    """
    loses = any(p.search(answer.text) for p in (_UNANSWERED, _OUTDATED))
    return answer.answered and bool(answer.read) and not loses


class Prose:
    """Rewrites extractive answers with a model; safe for many threads."""

    def __init__(self, model: Model, reader: Reader) -> None:
        self.model = model
        self._reader = reader
        self._verifier = Verifier(reader)

    def standalone(self, asked: str, turns: Sequence[Turn], plain: str) -> tuple[str, str | None]:
        """The follow-up made standalone, `plain` being how it is without a model; and what was
        wrong with the model, if it failed.
        """
        if not turns or not leans(asked):
            return plain, None
        try:
            return rewritten(self.model, asked, turns, plain), None
        except ModelError as error:
            return plain, error.what

    def events(
        self, answer: Answer, generation: Generation, today: str, fault: str | None = None
    ) -> Iterator[Event]:
        """The events of `answer` in the model's words, where they are wanted and can be had.

        `today` is the ISO date of asking. A `fault` that the model just had is not tried again.
        """
        if not is_rewritable(answer):
            yield from pieces_of(answer)
        elif fault is not None:
            yield from pieces_of(self.quoted(answer, self.failed(fault)))
        else:
            yield from self.write(answer, generation, today)

    def shown(self, answer: Answer, generation: Generation) -> tuple[Ground, ...]:
        """The passages that the model is shown for an extractive `answer`, numbered from 1."""
        return prompt.fitting(
            grounds_of(answer, generation),
            answer.standalone_question,
            self.model.context - self.model.reply,
        )

    def write(self, answer: Answer, generation: Generation, today: str) -> Iterator[Event]:
        """The events of the answer in the model's words: verified sentences, then the whole.

        Closing the iterator stops the model.
        """
        clock = Clock()
        question = answer.standalone_question
        grounds = self.shown(answer, generation)
        draft = Draft(question, grounds, answer.citations, self._reader, self._verifier)
        fault = None
        try:
            asked = prompt.ask(question, grounds, today)
            with closing(self._sentences(asked, draft)) as written:
                for sentence in written:
                    if shown := draft.take(sentence):
                        yield TextPart(shown)
                    if draft.is_over:
                        break
        except ModelError as error:
            fault = error.what
        fault = fault or draft.fault
        if not draft.text and not draft.sentences and not draft.silent:
            fault = fault or "gave no answer"
        if draft.text and (rest := _complete(draft, answer, whole=fault is not None)):
            yield TextPart(rest)
        clock.lap("generate")
        exact = all(is_exact(c, generation.article(c.article_id)) for c in draft.citations)
        if draft.text and exact:
            yield Completed(self._finished(answer, draft, generation, fault, clock))
            return
        yield from pieces_of(self.quoted(answer, self._reason(draft, fault), draft, clock))

    def quoted(
        self, answer: Answer, reason: str, draft: Draft | None = None, clock: Clock | None = None
    ) -> Answer:
        """The extractive answer, with a note of the `reason` that it is not the model's."""
        return replace(
            answer,
            note=_joined(answer.note, f"{reason}, {_INSTEAD}"),
            sentences=tuple(draft.sentences) if draft else (),
            timings_ms=_together(answer.timings_ms, clock) if clock else answer.timings_ms,
        )

    def failed(self, fault: str) -> str:
        """A fault of the model as the beginning of a note."""
        return f"The language model {self.model.name} {fault}"

    def _sentences(self, messages: Messages, draft: Draft) -> Generator[str]:
        splitter = Splitter()
        whole: bool | None = None
        with closing(self.model.pieces(messages)) as pieces:
            for piece in pieces:
                whole = piece.whole
                yield from splitter.add(piece.text)
                if splitter.overflows:
                    raise ModelError("wrote without end")
        rest = splitter.rest()
        for number, sentence in enumerate(rest, 1):
            is_last = number == len(rest)
            if is_last and not whole and last_mark(sentence) not in ".!?…":
                draft.cut_off(sentence)
                if whole is None or not draft.text:
                    raise ModelError("broke off")
            else:
                yield sentence

    def _reason(self, draft: Draft, fault: str | None) -> str:
        if fault:
            return self.failed(fault)
        if draft.silent:
            return f"The language model {self.model.name} found no answer in the passages"
        if draft.unsupported:
            return f"The articles support nothing of what {self.model.name} wrote"
        return f"The language model {self.model.name} wrote nothing that answers"

    def _finished(
        self,
        answer: Answer,
        draft: Draft,
        generation: Generation,
        fault: str | None,
        clock: Clock,
    ) -> Answer:
        note = answer.note
        if draft.unsupported:
            noun = "sentence" if draft.unsupported == 1 else "sentences"
            note = _joined(
                note,
                f"{draft.unsupported} {noun} of {self.model.name} left out: not supported by the "
                "articles.",
            )
        if fault:
            note = _joined(note, f"{self.failed(fault)}; the rest is quoted from the articles.")
        others = generation.other_versions
        return replace(
            answer,
            text=draft.text,
            short=_short(answer, draft.citations),
            citations=tuple(with_other_sources(c, others(c.article_id)) for c in draft.citations),
            engine=self.model.name,
            sentences=tuple(draft.sentences),
            note=note,
            listed=None,
            timings_ms=_together(answer.timings_ms, clock),
        )


def _short(answer: Answer, citations: Sequence[Citation]) -> Short | None:
    """The direct answer of the extractive one, where the model's cites the same words."""
    if answer.short is None:
        return None
    own = next((c for c in answer.citations if c.number == answer.short.citation), None)
    return within(answer.short, own.article_id, citations) if own else None


def _complete(draft: Draft, answer: Answer, whole: bool) -> str:
    """What of the extractive answer the draft has not cited, added to the draft: all of it for the
    `whole` answer, else its best sentence where the draft rests on none.
    """
    quotes = _quotes(answer)
    missing = [(q, c) for q, c in quotes if not any(_overlap(c, d) for d in draft.citations)]
    if not whole:
        missing = missing[:1] if len(missing) == len(quotes) else []
    added = ""
    for quoted, citation in missing:
        new = replace(citation, number=len(draft.citations) + 1)
        draft.citations.append(new)
        added += f" {quoted} [{new.number}]"
    draft.text += added
    return added


def _quotes(answer: Answer) -> list[tuple[str, Citation]]:
    """The sentences of an extractive answer, each with its citation."""
    by_number = {c.number: c for c in answer.citations}
    return [
        (quoted.strip(), by_number[int(number)])
        for quoted, number in _QUOTED.findall(answer.text)
        if int(number) in by_number
    ]


def _overlap(one: Citation, other: Citation) -> bool:
    same = one.article_id == other.article_id
    return same and one.start < other.end and other.start < one.end


def _joined(note: str | None, more: str) -> str:
    return f"{note} {more}" if note else more


def _together(timings: dict[str, float], clock: Clock) -> dict[str, float]:
    spent = clock.milliseconds()
    total = round(timings.get("total", 0.0) + spent["total"], 1)
    return {**timings, "generate": spent["generate"], "total": total}
