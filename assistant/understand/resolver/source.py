"""A question and the conversation before it, as the resolver takes them: one sequence of tokens.

    [CLS] question [SEP] last question [SEP] its answer [SEP] the question before [SEP] ...

Earlier questions are given as they were understood. Used by the answer's path and by `training/`
alike, so that the model reads what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.understand.resolver.words import Word, words_of
from index.vectors.tokens import Tokens

MAX_QUESTION = 40
"""Words of a question beyond which it is left alone."""
_MAX_EARLIER = 32
_MAX_ANSWER = 70
_MAX_OLD_ANSWER = 24
MAX_TURNS = 5
"""Turns that are read."""
_MAX_TOKENS = 224
# A text without end must not be tokenized to its end.
MAX_CHARACTERS = 2_000
"""Characters of a text beyond which nothing is read."""


@dataclass(frozen=True)
class Source:
    """The tokens `ids` with their segment `types` (0 for the question, 1 for what was before), and
    the `words` with the span of tokens of each. Word number `end` stands for the question's end:
    words before it are the question's, words after it the conversation's.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    words: tuple[Word, ...]
    spans: tuple[tuple[int, int], ...]
    end: int


class Sources:
    """Makes sources; safe for many threads."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokens = Tokens(tokenizer)

    def source(self, question: str, turns: Sequence[tuple[str, str]]) -> Source:
        """The source of `question` after `turns`, (question, answer) pairs, oldest first."""
        texts: list[tuple[str, int]] = [(question, MAX_QUESTION)]
        for back, (asked, answer) in enumerate(reversed(turns[-MAX_TURNS:])):
            texts += [(asked, _MAX_EARLIER), (answer, _MAX_OLD_ANSWER if back else _MAX_ANSWER)]
        ids, types = [self._tokens.first], [0]
        words: list[Word] = []
        spans: list[tuple[int, int]] = []
        end = 0
        for number, (text, most) in enumerate(texts):
            read = words_of(text[:MAX_CHARACTERS])[:most]
            for word, encoding in zip(read, self._tokens.of([w.text for w in read]), strict=True):
                if len(ids) + len(encoding.ids) >= _MAX_TOKENS:
                    break
                if encoding.ids:
                    words.append(word)
                    spans.append((len(ids), len(ids) + len(encoding.ids)))
                    ids += encoding.ids
            if number == 0:
                end = len(words)
                words.append(Word("", False))
                spans.append((len(ids), len(ids) + 1))
            ids.append(self._tokens.end)
            types += [min(number, 1)] * (len(ids) - len(types))
            if len(ids) + 4 >= _MAX_TOKENS:
                break
        return Source(tuple(ids), tuple(types), tuple(words), tuple(spans), end)
