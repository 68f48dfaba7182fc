"""What readers think of answers: a file of JSON lines, a verdict with its evidence each."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer, Citation, Short
from index.errors import AssistantError

# Bytes that the file may have: some 20,000 verdicts.
MOST_BYTES = 50_000_000
_LONGEST_LINE = 200_000
_LOCK_SECONDS = 5.0


class FeedbackError(AssistantError):
    """A verdict cannot be kept, or a file of them not be read."""


class Feedback(BaseModel):
    """One verdict on one answer, with what the answer was made of; nothing of who gave it.

    `answer_id` is the same for every verdict on one answer: of these the last counts. `question`
    is as it was typed, `standalone_question` as it was understood.
    """

    model_config = ConfigDict(frozen=True)

    answer_id: str
    time: dt.datetime
    verdict: Literal["up", "down"]
    comment: str | None = None
    asked: dt.datetime
    question: str
    standalone_question: str
    short: Short | None = None
    text: str
    answered: bool
    confidence: float
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    engine: str
    generation: str

    @staticmethod
    def on(
        answer: Answer,
        answer_id: str,
        asked: dt.datetime,
        verdict: Literal["up", "down"],
        comment: str | None = None,
    ) -> Feedback:
        """The verdict of this moment on `answer`, which was asked for at the time `asked`."""
        return Feedback(
            answer_id=answer_id,
            time=dt.datetime.now(dt.UTC),
            verdict=verdict,
            comment=comment,
            asked=asked,
            question=answer.question,
            standalone_question=answer.standalone_question,
            short=answer.short,
            text=answer.text,
            answered=answer.answered,
            confidence=answer.confidence,
            citations=answer.citations,
            nearest=answer.nearest,
            engine=answer.engine,
            generation=answer.index.generation,
        )


def append(file: Path, feedback: Feedback) -> None:
    """Add a line to `file`, whole or not at all, and have it on disk.

    Raises FeedbackError when the file is full or cannot be written.
    """
    # As ASCII: text from articles may have lone surrogates, which UTF-8 cannot write.
    line = json.dumps(feedback.model_dump(mode="json")).encode() + b"\n"
    if len(line) > _LONGEST_LINE:
        raise FeedbackError("This answer is too long for its verdict to be kept.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=_LOCK_SECONDS):
            _write(file, line)
    except (OSError, Timeout) as error:
        reason = getattr(error, "strerror", None) or "somebody else is writing"
        raise FeedbackError(f"The verdict could not be kept ({reason.lower()}).") from error


def _write(file: Path, line: bytes) -> None:
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size + len(line) > MOST_BYTES:
            raise FeedbackError("No more verdicts are kept: the file of them is full.")
        # A line that a crash or a full disk cut short must not swallow this one.
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = b"\n" + line
        if os.write(descriptor, line) < len(line):
            os.ftruncate(descriptor, size)
            raise FeedbackError("The verdict could not be kept (no space left on device).")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_latest(file: Path) -> list[Feedback]:
    """The last verdict on each answer, in the order in which the answers were first judged.

    A line that cannot be read is passed over. Raises FeedbackError when the file cannot be read.
    """
    latest: dict[str, Feedback] = {}
    for feedback in _lines(file):
        latest[feedback.answer_id] = feedback
    return list(latest.values())


def _lines(file: Path) -> Iterator[Feedback]:
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    yield Feedback.model_validate_json(line)
                except ValidationError:
                    continue
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FeedbackError(f"The verdicts in {file} cannot be read: {reason}.") from error


def example(feedback: Feedback) -> dict[str, Any]:
    """A verdict as a question for `assistant evaluate`.

    The question is the standalone one, asked on the day on which the reader asked. An answer that
    helped has the quotes it gave as right answers, or none if it was a refusal. For one that did
    not help nobody has said what is right: it has no `answer`, which is left to be filled in,
    but `comment` and `was`, the answer that did not help.
    """
    found: dict[str, Any] = {
        "question": feedback.standalone_question,
        "date": feedback.asked.date().isoformat(),
    }
    if feedback.verdict == "up":
        found["answer"] = [citation.quote for citation in feedback.citations]
    else:
        found["was"] = feedback.text
    # Evidence that did not help says nothing of where the answer is.
    if feedback.verdict == "up" and feedback.citations:
        found["docs"] = sorted({c.url or c.path for c in feedback.citations})
    if feedback.comment:
        found["comment"] = feedback.comment
    return found
