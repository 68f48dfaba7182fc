"""Cutting an article into passages: runs of whole sentences, of much the same length."""

from __future__ import annotations

import math
from dataclasses import dataclass

from index.article import Article
from index.text.furniture import own_sentences
from index.text.sentences import Span, clause_spans, sentence_spans

MIN_WORDS = 120
MAX_WORDS = 180
# News has hardly a passage of 2,000; this is for words that are none.
MAX_CHARACTERS = 2_500
# Longer furniture between two sentences, such as a gallery, parts their passages.
_LONGEST_GAP = 200


@dataclass(frozen=True)
class Passage:
    """A run of sentences: `article.text[start:end] == text`.

    `position` counts the article's passages from 0; `id` is unique in a generation.
    """

    article_id: str
    position: int
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """The article's id and the passage's position in it."""
        return f"{self.article_id}:{self.position}"


def cut_passages(article: Article) -> list[Passage]:
    """The passages of `article`, in order, covering every sentence of its own once.

    The captions of galleries, appeals to subscribe and other furniture of its page begin and end
    no passage, and a long stretch of them lies in none; but an article of nothing else is cut as
    it is.

    Each has MIN_WORDS to MAX_WORDS words where whole sentences allow, and never more than
    MAX_CHARACTERS; a shorter article is one passage, and a sentence longer than MAX_WORDS is cut
    at a clause.
    """
    units = [
        piece
        for span in own_sentences(article.text) or sentence_spans(article.text)
        for piece in clause_spans(article.text, span, MAX_WORDS)
    ]
    return [
        Passage(article.id, position, run[0][0], run[-1][1], article.text[run[0][0] : run[-1][1]])
        for position, run in enumerate(_balanced(article.text, units))
    ]


def _balanced(text: str, units: list[Span]) -> list[list[Span]]:
    """`units` in consecutive runs of at most MAX_WORDS words and about equal length.

    Filling each run to the brim leaves a stump at an article's end, and a stump is a poor
    passage; so the target length is the total divided by the number of runs it takes.
    """
    counts = [len(text[start:end].split()) for start, end in units]
    total = sum(counts)
    if not units:
        return []
    aim = (MIN_WORDS + MAX_WORDS) / 2
    target = total / max(1, math.ceil(total / MAX_WORDS), round(total / aim))
    runs: list[list[Span]] = []
    run: list[Span] = []
    words = 0
    done = 0
    for unit, count in zip(units, counts, strict=True):
        # Closing here is right when the run's end lies nearer to its share of the whole than it
        # would with this sentence, and always when the sentence does not fit.
        goal = target * (len(runs) + 1)
        closer_without = abs(done - goal) <= abs(done + count - goal)
        too_long = words + count > MAX_WORDS or (run and unit[1] - run[0][0] > MAX_CHARACTERS)
        apart = run and unit[0] - run[-1][1] > _LONGEST_GAP
        if run and (too_long or apart or (closer_without and words >= MIN_WORDS / 2)):
            runs.append(run)
            run, words = [], 0
        run.append(unit)
        words += count
        done += count
    runs.append(run)
    return runs
