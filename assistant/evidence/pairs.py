"""A question and a passage as the reader takes them: one sequence of tokens.

    [CLS] question [SEP] age title [SEP] first sentence [SEP] second sentence [SEP] ...

Used by the answer's path and by `training/` alike, so that the model reads what it was trained on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.vectors.tokens import Tokens

MAX_TOKENS = 384
_MAX_QUESTION = 64
_MAX_TITLE = 40
_MAX_SENTENCE = 120
# 120 tokens are some 600 characters; a text without end must not be tokenized to its end.
_MAX_CHARACTERS = 2_000

# Up to so many days an article is called so on the day of the question.
_AGES = ((10, "new: "), (45, "recent: "), (400, "months old: "))
_OLD = "years old: "


@dataclass(frozen=True)
class Pair:
    """The tokens `ids` of a pair and their segment `types` (0 for the question, 1 for the rest).

    `question` are the characters that each token of the question covers. `sentences` are the token
    spans of the sentences that found room, always the first ones, and `offsets` the characters that
    each of their tokens covers, counted in its own sentence.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    question: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    offsets: tuple[tuple[tuple[int, int], ...], ...]


class Pairing:
    """Makes pairs; safe for many threads."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokens = Tokens(tokenizer)

    def pair(self, question: str, title: str, sentences: Sequence[str]) -> Pair:
        """The pair of `question` and a passage's `sentences` under its `title`.

        A sentence longer than 120 tokens is read to there; those that no longer fit into 384
        tokens are left out.
        """
        asked, called, *read = self._tokens.of(
            [text[:_MAX_CHARACTERS] for text in (question, title, *sentences)]
        )
        end = self._tokens.end
        ids = [self._tokens.first, *asked.ids[:_MAX_QUESTION], end]
        types = [0] * len(ids)
        ids += [*called.ids[:_MAX_TITLE], end]
        spans: list[tuple[int, int]] = []
        offsets: list[tuple[tuple[int, int], ...]] = []
        for encoding in read:
            tokens = encoding.ids[:_MAX_SENTENCE]
            if len(ids) + len(tokens) + 1 > MAX_TOKENS:
                break
            spans.append((len(ids), len(ids) + len(tokens)))
            offsets.append(tuple(encoding.offsets[:_MAX_SENTENCE]))
            ids += [*tokens, end]
        types += [1] * (len(ids) - len(types))
        of_question = tuple(asked.offsets[:_MAX_QUESTION])
        return Pair(tuple(ids), tuple(types), of_question, tuple(spans), tuple(offsets))


def aged(title: str, published: str | None, asked_on: dt.date | None) -> str:
    """`title` behind how old its article is on the day of the question, where both are known."""
    if not published or asked_on is None:
        return title
    try:
        days = (asked_on - dt.date.fromisoformat(published[:10].replace("/", "-"))).days
    except ValueError:
        return title
    return next((age for most, age in _AGES if days <= most), _OLD) + title
