"""What the small model writes about real questions, and how much of it is unsupported when shown.

    python -m benchmarks.small_model DATA_FOLDER --details FILE [--skip 0] [--count 60]
    python -m benchmarks.small_model --read FILE [FILE ...]

Questions of 2022 that the articles of that year answer are drawn in an order that is always the
same, and asked as of their own dates; those that the extractive engine answers with something that
a model may rewrite are asked of the local one, too. `FILE` gets a line on each question, with every
sentence that the model wrote and what became of it, and `FILE.txt` the same beside the passages
that it was shown, for reading. Whoever has read them puts a `label` on each sentence of `FILE`,
"supported", "unsupported" or "no claim", and a `reason` where it is not; `--read` prints the table.
The sentences that were read are in `data/small_model.jsonl`; the articles are not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant import Answer, Completed
from assistant.answer import Written
from assistant.editing.building import builder
from assistant.evaluation.evaluate import READ_WORDS, Evaluation, Outcome
from assistant.evaluation.examples import Example
from assistant.evaluation.measures import first_words, holds
from assistant.evidence.reader import Reader
from assistant.settings import load_settings
from assistant.shell.progress import reporting
from assistant.written.grounds import Ground
from assistant.written.prose import Prose, is_rewritable, open_prose
from benchmarks.answers import arguments, corpus_of, questions
from benchmarks.questions import DATA
from index import Embedder, Generation, open_published
from index.errors import IndexUnavailableError
from index.generations import publish
from index.generations.writer import Progress

READ = DATA / "small_model.jsonl"
YEAR = 2022
LABELS = ("supported", "unsupported", "no claim")
_SUPPORTED, _UNSUPPORTED, _NO_CLAIM = LABELS
# Seconds without a word: a busy machine is slow, and that is not what is measured.
_PATIENCE = 250.0


@dataclass(frozen=True)
class Sentence:
    """One sentence of the model, what became of it, and the `label` that a reader put on it, with
    a `reason` where it is not "supported". `spans` are places of articles by their addresses.
    """

    text: str
    kept: bool
    why: str
    score: float
    spans: tuple[tuple[str, int, int], ...]
    label: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Asked:
    """A question, what the model was shown of it, what it wrote, and how the answers fared.

    `engine` is what the answer's text came from; `prose_right` and `extractive_right` are whether
    the first 60 words of the answer with and without the model hold one of `gold`; the seconds are
    those of the whole answer.
    """

    question: str
    now: str
    gold: tuple[str, ...]
    passages: tuple[tuple[str, int, int], ...]
    sentences: tuple[Sentence, ...]
    engine: str
    note: str
    prose_right: bool
    extractive_right: bool
    prose_seconds: float
    extractive_seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--read", type=Path, nargs="*")
    given, _ = parser.parse_known_args()
    if given.read is not None:
        print("\n".join(table(read(given.read or [READ]))))
        return
    parser = arguments(__doc__, every=1)
    parser.add_argument("--details", type=Path, required=True)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--count", type=int, default=60)
    given = parser.parse_args()
    with reporting() as report:
        corpus = corpus_of(given.folder, YEAR, given.work)
        asking = Asking.open(corpus, given.work / f"index-{YEAR}", report)
        drawn = questions(given.folder, YEAR)
        random.Random(0).shuffle(drawn)
        write(asking.ask(drawn, given.skip, given.count), given.details, report)


class Asking:
    """Asks questions of one generation twice, with the model and without."""

    def __init__(self, generation: Generation, evaluation: Evaluation, prose: Prose) -> None:
        self._generation = generation
        self._evaluation = evaluation
        self._prose = prose

    @classmethod
    def open(cls, corpus: Path, index_dir: Path, report: Progress) -> Asking:
        """The index in `index_dir`, built from `corpus` if there is none, and the local model."""
        given = {"corpus": corpus, "index_dir": index_dir, "llm": "local", "llm_timeout": _PATIENCE}
        settings = load_settings().model_copy(update=given)
        embedder = Embedder()
        if publish.current(index_dir) is None:
            builder(settings, embedder, report).update()
        generation = open_published(index_dir)
        if generation is None:
            raise IndexUnavailableError(f"There is no index at {index_dir}.")
        reader = Reader()
        evaluation = Evaluation(generation, embedder, reader)
        return cls(generation, evaluation, open_prose(settings, reader))

    def ask(
        self, examples: Iterable[Example], skip: int, count: int
    ) -> Iterator[tuple[Asked, str]]:
        """The first `count`, after `skip`, that the model is asked, each with a sheet to read."""
        for outcome in self._evaluation.ask(list(examples)):
            if not (outcome.answerable and is_rewritable(outcome.answer)):
                continue
            if skip > 0:
                skip -= 1
                continue
            yield self._ask(outcome)
            count -= 1
            if count == 0:
                return

    def _ask(self, outcome: Outcome) -> tuple[Asked, str]:
        plain, example = outcome.answer, outcome.example
        now = (example.now or dt.date.today()).isoformat()
        *_, last = self._prose.write(plain, self._generation, now)
        assert isinstance(last, Completed)
        answer = last.answer
        grounds = self._prose.shown(plain, self._generation)
        right = holds(first_words(answer.text, READ_WORDS), example.answers)
        asked = Asked(
            example.question,
            now,
            example.answers,
            tuple((_address(g), g.start, g.end) for g in grounds),
            tuple(self._sentence(s) for s in answer.sentences),
            answer.engine,
            answer.note or "",
            right,
            outcome.in_time,
            round(answer.timings_ms["total"] / 1000, 2),
            round(plain.timings_ms["total"] / 1000, 2),
        )
        return asked, self._sheet(asked, grounds, answer, plain)

    def _sentence(self, written: Written) -> Sentence:
        spans = [(self._generation.article(s.article_id), s.start, s.end) for s in written.spans]
        places = tuple((a.url or a.path, start, end) for a, start, end in spans)
        return Sentence(written.text, written.kept, written.why, written.score, places)

    def _sheet(self, asked: Asked, grounds: Sequence[Ground], answer: Answer, plain: Answer) -> str:
        lines = [f"QUESTION {asked.question} ({asked.now}; gold: {', '.join(asked.gold)})"]
        for g in grounds:
            lines.append(f"[{g.number}] {g.article.title}, {g.article.published}: {g.text}")
        for written in answer.sentences:
            lines.append(f"{'SHOWN' if written.kept else 'LEFT OUT'} {written.text}")
            lines.append(f"    {written.score} {written.why}")
            for span in written.spans:
                quote = self._generation.article(span.article_id).text[span.start : span.end]
                lines.append(f"    = {quote}")
        lines.append(f"ANSWER ({answer.engine}, {asked.prose_right}) {answer.text}")
        lines.append(f"EXTRACTIVE ({asked.extractive_right}) {plain.text}")
        lines.append(f"NOTE {asked.note}\n")
        return "\n".join(lines)


def write(asked: Iterable[tuple[Asked, str]], file: Path, report: Progress) -> None:
    """Each question as soon as it was asked: a line of `file`, and its sheet in `file`.txt."""
    sheets = file.with_name(f"{file.name}.txt")
    with file.open("w", encoding="utf-8") as lines, sheets.open("w", encoding="utf-8") as texts:
        for done, (one, sheet) in enumerate(asked, 1):
            print(json.dumps(asdict(one), ensure_ascii=False), file=lines, flush=True)
            print(sheet, file=texts, flush=True)
            report("ask", done, None)


def read(files: Sequence[Path]) -> list[Asked]:
    """What was asked, with the labels. Raises ValueError, naming the sentence, where one lacks."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    asked = [_asked(json.loads(line)) for line in lines if line.strip()]
    for sentence in (s for a in asked for s in a.sentences):
        if sentence.label not in LABELS:
            raise ValueError(f"There is no label on {sentence.text!r}: it is one of {LABELS}.")
    return asked


def table(asked: Sequence[Asked]) -> list[str]:
    """The lines of the table."""
    written = [s for a in asked for s in a.sentences]
    shown = [s for s in written if s.kept]
    claims = [s for s in written if s.label != _NO_CLAIM]
    supported = [s for s in written if s.label == _SUPPORTED]
    prose = [a for a in asked if any(s.kept for s in a.sentences)]
    return [
        f"{len(asked)} questions, {len(written)} sentences, of which "
        f"{len(written) - len(claims)} claim nothing\n",
        "| sentences | unsupported | of | share |\n|---|---|---|---|",
        _row("all that the model wrote", _unsupported(claims), len(claims)),
        _row("those that were shown", _unsupported(shown), len(shown)),
        "\n| | | of | share |\n|---|---|---|---|",
        _row("supported, and left out", sum(not s.kept for s in supported), len(supported)),
        _row("answers with a sentence of the model", len(prose), len(asked)),
        "\n| gold words in the first 60 | with the model | without | of |\n|---|---|---|---|",
        _scores("all answers", asked),
        _scores("those with a sentence of the model", prose),
        "\n| seconds an answer | with the model | without |\n|---|---|---|",
        f"| median | {statistics.median(a.prose_seconds for a in asked):.1f} | "
        f"{statistics.median(a.extractive_seconds for a in asked):.1f} |",
        f"| slowest | {max(a.prose_seconds for a in asked):.1f} | "
        f"{max(a.extractive_seconds for a in asked):.1f} |",
    ]


def _asked(record: dict[str, Any]) -> Asked:
    sentences = tuple(
        Sentence(**{**s, "spans": tuple(map(tuple, s["spans"]))}) for s in record["sentences"]
    )
    lists = {"gold": tuple(record["gold"]), "passages": tuple(map(tuple, record["passages"]))}
    return Asked(**{**record, **lists, "sentences": sentences})


def _unsupported(sentences: Iterable[Sentence]) -> int:
    return sum(s.label == _UNSUPPORTED for s in sentences)


def _row(name: str, count: int, of: int) -> str:
    return f"| {name} | {count} | {of} | {f'{count / of:.1%}' if of else ''} |"


def _scores(name: str, asked: Sequence[Asked]) -> str:
    prose, plain = (sum(a.prose_right for a in asked), sum(a.extractive_right for a in asked))
    return f"| {name} | {prose} | {plain} | {len(asked)} |"


def _address(ground: Ground) -> str:
    return ground.article.url or ground.article.path


if __name__ == "__main__":
    main()
