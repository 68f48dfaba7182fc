"""The sentences of passages as the reader ranks them for a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.pairs import aged
from assistant.evidence.reader import Reader, Reading, Text
from assistant.evidence.recency import recency
from assistant.evidence.sentence import Sentence, sentences_of
from index import Article, Passage

PASSAGE_WEIGHT = 0.3
"""What a logit of the passage counts beside one of its sentence."""
RECENCY_WEIGHT = 0.25
"""What being new counts beside what the reader says; `python -m benchmarks.ranking` varies both."""
TALK_WEIGHT = 1.0
"""What it counts that the talk is of the article (`python -m benchmarks.conversations`)."""


@dataclass(frozen=True)
class Scored:
    """A sentence with the reader's `logit` for it and for its `passage`.

    `score` is what it is ranked by: both together, and what its article gains by being new
    (`recency`) and by being what the conversation is about (`talk`, 1 or 0).
    """

    sentence: Sentence
    logit: float
    passage: float = 0.0
    recency: float = 0.0
    talk: float = 0.0

    @property
    def fit(self) -> float:
        """How well it answers, its age aside."""
        return self.logit + PASSAGE_WEIGHT * self.passage

    @property
    def score(self) -> float:
        """What it is ranked by."""
        return self.fit + RECENCY_WEIGHT * self.recency + TALK_WEIGHT * self.talk


@dataclass(frozen=True)
class Time:
    """When a question is asked, from when on articles are preferred, and how much being new gains
    besides.
    """

    now: dt.date
    prefer_from: dt.date | None = None
    gain: float = 1.0


def rank(
    question: str,
    passages: Sequence[tuple[Article, Passage]],
    time: Time,
    reader: Reader,
    talk: frozenset[str] = frozenset(),
) -> list[Scored]:
    """The sentences of `passages`, best first; each once.

    Raises WeightsError when the reader cannot be loaded.
    """
    read = [(article, sentences_of(article, [passage])) for article, passage in passages]
    read = [(article, sentences) for article, sentences in read if sentences]
    texts = [
        Text(aged(a.title, a.published, time.now), tuple(s.quote for s in sentences))
        for a, sentences in read
    ]
    best: dict[tuple[str, int], Scored] = {}
    for (article, sentences), reading in zip(read, reader.read(question, texts), strict=True):
        newness = time.gain * recency(article.published, time.now, time.prefer_from)
        for scored in _scored(sentences, reading, newness, float(article.id in talk)):
            place = (article.id, scored.sentence.start)
            if place not in best or scored.score > best[place].score:
                best[place] = scored
    return sorted(best.values(), key=lambda s: -s.score)


def _scored(
    sentences: Sequence[Sentence], reading: Reading, newness: float, talk: float
) -> list[Scored]:
    return [
        Scored(sentence, logit, reading.passage, newness, talk)
        for sentence, logit in zip(sentences, reading.sentences, strict=True)
    ]
