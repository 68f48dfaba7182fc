"""Questions with known answers, from a JSONL file: what `assistant evaluate` asks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.understand.standalone import Turn
from index.errors import AssistantError


class ExamplesError(AssistantError):
    """A file of questions that cannot be used."""

    exit_code = 2


@dataclass(frozen=True)
class Example:
    """A question, the texts of which a right answer has one, and when it is asked.

    Without `answers` it is one that the articles do not answer. `docs` are addresses or paths of
    articles that may answer it, if that is known; `turns` is the conversation before it.
    """

    question: str
    answers: tuple[str, ...]
    docs: frozenset[str] = frozenset()
    now: dt.date | None = None
    turns: tuple[Turn, ...] = ()


def read_examples(file: Path) -> list[Example]:
    """The questions of `file`, an object a line: `question`, `answer` (a text or a list of them;
    empty where there is none), and optionally `docs` (a list), `date` (YYYY-MM-DD, the day of
    asking) and `conversation` (a list of [question, answer text], oldest first).

    Raises ExamplesError, naming the line, when one is no such object.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExamplesError(f"The questions in {file} cannot be read: {error}") from error
    examples = list(_examples(file, text))
    if not examples:
        raise ExamplesError(f"There are no questions in {file}: put one JSON object on each line.")
    return examples


def _examples(file: Path, text: str) -> Iterator[Example]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _example(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ExamplesError(
                f"Line {number} of {file} is not usable ({error}): each line is an object with "
                '"question" and "answer", such as {"question": "Who won?", "answer": ["Ann"]}.'
            ) from error


def _example(record: dict[str, Any]) -> Example:
    question = record["question"]
    if not isinstance(question, str) or not question.strip():
        raise ValueError("it has no question")
    date = record.get("date")
    return Example(
        question=question,
        answers=_texts(record["answer"]),
        docs=frozenset(_texts(record.get("docs"))),
        now=dt.date.fromisoformat(str(date).replace("/", "-")) if date else None,
        turns=tuple((str(q), str(a)) for q, a in record.get("conversation") or ()),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)
