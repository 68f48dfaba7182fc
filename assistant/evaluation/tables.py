"""The tables that an evaluation ends with."""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answers.confidence import ANSWERS_FROM
from assistant.evaluation.evaluate import EARLY_WORDS, READ_WORDS, Outcome, Stage
from assistant.evaluation.measures import area, curve, percentile, point, reliability

_DEPTHS = (1, 5, 20, 50)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The lines of all tables, in Markdown; those for which there are no questions are left out."""
    answerable = [o for o in outcomes if o.answerable]
    others = [o for o in outcomes if not o.answerable]
    yield f"{len(answerable)} questions with an answer in the articles, {len(others)} without"
    if answerable:
        yield from _recall(answerable)
        yield from _answers(answerable)
    if outcomes:
        yield from _went(outcomes)
    if answerable and others:
        yield from _refusals(answerable, others)
    if answerable:
        yield from _confidence(outcomes)
        yield from _latency(outcomes)
        if sys.platform != "win32":
            yield ""
            yield f"most memory of this process: {_most_memory() / 1e6:.0f} MB"


def _recall(answerable: Sequence[Outcome]) -> Iterator[str]:
    yield from _head("the answer's words are in one of the first", *map(str, _DEPTHS))
    for stage in Stage:
        ranks = [o.ranks[stage] for o in answerable]
        yield _row(
            stage, *(_share([r is not None and r <= depth for r in ranks]) for depth in _DEPTHS)
        )


def _answers(answerable: Sequence[Outcome]) -> Iterator[str]:
    measured = {
        f"hold the answer's words in their first {READ_WORDS}": [o.in_time for o in answerable],
        "the same, had nothing been refused": [o.would for o in answerable],
        f"hold them in their first {EARLY_WORDS}, the short answer among them": [
            o.early for o in answerable
        ],
        "answered": [o.answer.answered for o in answerable],
        "a quoted passage holds the words, if the answer does": [
            o.cited for o in answerable if o.in_time
        ],
        "every quote is exact": [o.exact for o in answerable],
    }
    yield from _head("answers", "share")
    for name, found in measured.items():
        yield _row(name, _share(found))
    words = [len(o.answer.text.split()) for o in answerable if o.answer.answered]
    if words:
        yield _row("words, mean", f"{sum(words) / len(words):.0f}")
        yield _row("words, median", f"{statistics.median(words):.0f}")
        given = [o for o in answerable if o.answer.short]
        yield _row("a short answer is given", f"{len(given) / len(words):.3f}")


def _went(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from _head("what became of the questions", "", "share")
    for went, count in Counter(o.went for o in outcomes).most_common():
        yield _row(went, str(count), f"{count / len(outcomes):.3f}")


def _refusals(answerable: Sequence[Outcome], others: Sequence[Outcome]) -> Iterator[str]:
    known = [o.answer.confidence for o in answerable]
    unknown = [o.answer.confidence for o in others]
    yield from _head("answers from a confidence of", "with an answer", "without")
    for at in curve(known, unknown):
        yield _row(f"{at.threshold:.2f}", f"{at.answered:.3f}", f"{at.wrongly:.3f}")
    chosen = point(ANSWERS_FROM, known, unknown)
    yield _row(f"{ANSWERS_FROM:.2f}, as built", f"{chosen.answered:.3f}", f"{chosen.wrongly:.3f}")
    yield ""
    yield f"area under the curve: {area(known, unknown):.3f}"


def _confidence(outcomes: Sequence[Outcome]) -> Iterator[str]:
    answered = [o for o in outcomes if o.answer.answered]
    yield from _head("confidence of answers", "answers", "mean confidence", "right")
    confidences = [o.answer.confidence for o in answered]
    for tenth in reliability(confidences, [o.in_time for o in answered]):
        name = f"{tenth.low:.1f} to {tenth.high:.1f}"
        yield _row(name, str(tenth.count), f"{tenth.confidence:.2f}", f"{tenth.right:.2f}")


def _latency(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from _head("milliseconds by stage", "p50", "p95")
    stages = dict.fromkeys(stage for o in outcomes for stage in o.answer.timings_ms)
    for stage in stages:
        spent = [o.answer.timings_ms.get(stage, 0.0) for o in outcomes]
        yield _row(stage, f"{percentile(spent, 0.5):.0f}", f"{percentile(spent, 0.95):.0f}")


def _most_memory() -> int:
    """The most resident memory that this process had so far, in bytes."""
    import resource  # which Windows does not have

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _head(*cells: str) -> Iterator[str]:
    yield ""
    yield _row(*cells)
    yield "|" + "---|" * len(cells)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.3f}" if found else "-"
