"""Questions with known answers, and whether an answer is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Answer, Assistant

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Labelled:
    """A question, whether the article answers it, and spans of which a right answer has one."""

    question: str
    answerable: bool
    gold: tuple[str, ...]

    def is_right(self, answer: Answer) -> bool:
        """Whether it was answered with a gold span in what it quotes, or rightly refused."""
        if not self.answerable:
            return not answer.answered
        quoted = " ".join(c.quote for c in answer.citations).lower()
        return answer.answered and any(span.lower() in quoted for span in self.gold)


def read_questions(file: Path) -> list[Labelled]:
    """The labelled questions of a JSONL file, one a line."""
    return [_labelled(line) for line in _lines(file)]


def read_conversations(file: Path) -> list[list[Labelled]]:
    """The labelled turns of each conversation of a JSONL file, one conversation a line."""
    return [[_labelled(turn) for turn in line["turns"]] for line in _lines(file)]


def is_exact(assistant: Assistant, answer: Answer) -> bool:
    """Whether every quote is its article's text at its offsets, and an answer has one."""
    cited = (*answer.citations, *answer.nearest)
    exact = all(assistant.article(c.article_id).text[c.start : c.end] == c.quote for c in cited)
    return exact and (bool(answer.citations) or not answer.answered)


def _labelled(line: dict[str, Any]) -> Labelled:
    return Labelled(str(line["question"]), bool(line["answerable"]), tuple(map(str, line["gold"])))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)
