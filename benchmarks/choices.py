"""What the choices in `assistant/extract.py` are worth, on the calibration questions.

    python -m benchmarks.choices DATA_FOLDER

For each way of scoring and choosing sentences: how often the best-ranked sentence, and the whole
answer, holds a span that the writer of the question marked; and how long answers are.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant import extract
from assistant.cross_encoder import CrossEncoder
from assistant.extract import Scored, choose, rank
from assistant.question import Question, clean
from assistant.sentence import Sentence
from assistant.understand import understand
from benchmarks.calibrate import find_articles, open_stores, read_sentences
from benchmarks.questions import DATA, Labelled, read_questions
from index import Article

_READ_AGAIN = 6
_Item = tuple[Labelled, Question, list[Scored]]


def main() -> None:
    encoder = CrossEncoder()
    questions = [q for q in read_questions(DATA / "calibration_questions.jsonl") if q.answerable]
    articles = find_articles(Path(sys.argv[1]), {q.article for q in questions})
    items = ranked_questions(questions, articles, encoder)
    print("| how sentences are scored | best sentence right |\n|---|---|")
    print(f"| each alone, as built | {share_first(items):.3f} |")
    for name, text in (
        ("its predecessor before it", lambda s: f"{s.before} {s.clear}".strip()),
        ("its successor after it", lambda s: f"{s.clear} {s.after}".strip()),
        ("its title before it", lambda s: f"{s.article.title}. {s.clear}"),
    ):
        with_context = [(item, q, _reread(q, ranked, text, encoder)) for item, q, ranked in items]
        print(f"| + half the score with {name} | {share_first(with_context):.3f} |")
    print("\n| margins for facts, open questions | answer right | words |\n|---|---|---|")
    built = (extract.MARGIN_FACT, extract.MARGIN_OPEN)
    for margins in ((2.0, 4.0), (4.0, 8.0), built, (10.0, 14.0)):
        extract.MARGIN_FACT, extract.MARGIN_OPEN = margins
        answers = [(labelled, choose(q, ranked)) for labelled, q, ranked in items]
        right = sum(holds_span(labelled, chosen) for labelled, chosen in answers) / len(answers)
        words = sum(_words(chosen) for _, chosen in answers) / len(answers)
        as_built = ", as built" if margins == built else ""
        print(f"| {margins[0]:.0f}, {margins[1]:.0f}{as_built} | {right:.3f} | {words:.0f} |")
    extract.MARGIN_FACT, extract.MARGIN_OPEN = built


def ranked_questions(
    questions: Sequence[Labelled], articles: dict[str, Article], encoder: CrossEncoder
) -> list[_Item]:
    """The questions with their articles' sentences, best first."""
    items: list[_Item] = []
    with tempfile.TemporaryDirectory() as folder_of_stores:
        stores = open_stores(Path(folder_of_stores), articles)
        for labelled in questions:
            article = articles[labelled.article]
            question, _ = understand(clean(labelled.question), stores[labelled.article])
            sentences, standings = read_sentences(question, article, encoder)
            items.append((labelled, question, rank(question, sentences, encoder, standings)))
    return items


def share_first(items: Sequence[_Item]) -> float:
    """The share of questions whose best-ranked sentence holds a marked span."""
    return sum(holds_span(labelled, ranked[:1]) for labelled, _, ranked in items) / len(items)


def _reread(
    question: Question,
    ranked: Sequence[Scored],
    text: Callable[[Sentence], str],
    encoder: CrossEncoder,
) -> list[Scored]:
    best = ranked[:_READ_AGAIN]
    logits = encoder.scores(question.text, [text(s.sentence) for s in best]).tolist()
    again = [replace(s, score=s.score + logit / 2) for s, logit in zip(best, logits, strict=True)]
    return sorted(again, key=lambda s: -s.score)


def holds_span(labelled: Labelled, scored: Sequence[Scored]) -> bool:
    """Whether one of the sentences has a span that the writer of the question marked."""
    quoted = " ".join(s.sentence.quote for s in scored).lower()
    return any(span.lower() in quoted for span in labelled.gold)


def _words(chosen: Sequence[Scored]) -> int:
    return sum(len(s.sentence.quote.split()) for s in chosen)


if __name__ == "__main__":
    main()
