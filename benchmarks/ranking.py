"""What the few numbers of ranking and choosing are worth, on questions that may be looked at.

    python -m benchmarks.ranking DATA_FOLDER [--part tuned] [--every 1] [--work var/answers]

The quiz questions of 2024 are read once; then the weight of the passage and of being new
(`assistant/evidence/rank.py`), and how much belief is enough (`assistant/answers/choose.py`), are
varied. A row says for how many questions the first 25 and 60 words of the answer hold the gold
words when nothing is refused, how many words the median answer has, and how often a passage with
the answer comes first and among the first five.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.choose import ENOUGH, choose
from assistant.clock import Clock
from assistant.evaluation.evaluate import Evaluation
from assistant.evaluation.measures import first_words, holds
from assistant.evidence.rank import PASSAGE_WEIGHT, RECENCY_WEIGHT, Scored
from assistant.shell.progress import reporting
from benchmarks.answers import arguments, corpus_of, part, questions
from index import Passage
from index.scope import EVERYTHING

_YEAR = 2024
_PASSAGE = (0.0, 0.3, 0.6)
_RECENCY = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)
_ENOUGH = (0.5, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Asked:
    """A question's sentences and passages, and the words of a right answer."""

    answers: tuple[str, ...]
    sentences: tuple[Scored, ...]
    passages: tuple[Passage, ...]


def main() -> None:
    parser = arguments(__doc__, every=1)
    parser.add_argument("--part", choices=("tuned", "held"), default="tuned")
    given = parser.parse_args()
    corpus = corpus_of(given.folder, _YEAR, given.work)
    with (
        reporting() as report,
        Evaluation.open(corpus, given.work / f"index-{_YEAR}", report) as evaluation,
    ):
        examples = list(evaluation.quotable(part(questions(given.folder, _YEAR), given.part)))
        asked = [ask(evaluation, e.question, e.now, e.answers) for e in examples[:: given.every]]
    print(f"{len(asked)} questions")
    print("| passage | new | enough | 25 words | 60 words | median words | first | in five |")
    print("|---|---|---|---|---|---|---|---|")
    for passage in _PASSAGE:
        show(asked, passage, RECENCY_WEIGHT, ENOUGH)
    for recency in _RECENCY:
        show(asked, PASSAGE_WEIGHT, recency, ENOUGH)
    for enough in _ENOUGH:
        show(asked, PASSAGE_WEIGHT, RECENCY_WEIGHT, enough)


def ask(
    evaluation: Evaluation, question: str, now: dt.date | None, answers: Sequence[str]
) -> Asked:
    """What is found and read for `question`."""
    finder = evaluation.finder
    read = finder.read(question, now or dt.date(_YEAR, 12, 31), EVERYTHING)
    evidence = finder.find(read, Clock())
    return Asked(tuple(answers), evidence.ranked, evidence.passages)


def show(asked: Sequence[Asked], passage: float, recency: float, enough: float) -> None:
    """Print a row."""
    texts, firsts, fives = [], [], []
    for one in asked:
        ranked = sorted(one.sentences, key=lambda s: -score(s, passage, recency))
        if not ranked:
            continue
        weighed = {id(s): score(s, passage, recency) for s in ranked}
        chosen = choose(ranked, enough, lambda s, weighed=weighed: weighed[id(s)])
        texts.append((" ".join(s.sentence.quote for s in chosen), one.answers))
        order = dict.fromkeys(p.id for s in ranked for p in one.passages if _lies_in(s, p))
        by_id = {p.id: p for p in one.passages}
        right = [holds(by_id[id_].text, one.answers) for id_ in order]
        firsts.append(right[0])
        fives.append(any(right[:5]))
    cells = [
        statistics.mean(holds(first_words(text, words), answers) for text, answers in texts)
        for words in (25, 60)
    ]
    median = statistics.median(len(text.split()) for text, _ in texts)
    print(
        f"| {passage} | {recency} | {enough} | {cells[0]:.3f} | {cells[1]:.3f} | {median:.0f} | "
        f"{statistics.mean(firsts):.3f} | {statistics.mean(fives):.3f} |"
    )


def score(scored: Scored, passage: float, recency: float) -> float:
    """What a sentence is ranked by, with these weights."""
    return scored.logit + passage * scored.passage + recency * scored.recency


def _lies_in(scored: Scored, passage: Passage) -> bool:
    sentence = scored.sentence
    same = sentence.article.id == passage.article_id
    return same and passage.start <= sentence.start < passage.end


if __name__ == "__main__":
    main()
