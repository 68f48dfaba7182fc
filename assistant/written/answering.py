"""Whether sentences answer a question, as the reader sees it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evidence.rank import PASSAGE_WEIGHT
from assistant.evidence.reader import Reader, Text

# Not far below the reader's null: of a short question it is seldom sure.
_LEAST = -1.0


def answers(reader: Reader, question: str, title: str, sentences: Sequence[str]) -> bool:
    """Whether one of `sentences`, under the article's `title`, answers `question`.

    Raises WeightsError when the reader cannot be loaded.
    """
    (reading,) = reader.read(question, [Text(title, tuple(sentences))])
    return max(reading.sentences) + PASSAGE_WEIGHT * reading.passage >= _LEAST
