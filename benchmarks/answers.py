"""How real questions about a year's news are answered, stage by stage.

    python -m benchmarks.answers DATA_FOLDER [--year 2024] [--part held] [--details FILE]
    python -m benchmarks.answers DATA_FOLDER --refusals

DATA_FOLDER is RealTime QA's, as `benchmarks/realtimeqa.py` reads it. Of a year's questions the odd
ones may be looked at while the program is made better, and the even ones are held back; each is
asked as of its own date. With --refusals, questions of 2022 that the articles of 2022 answer are
held against those of 2024, which ask about what had not happened then.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path

from assistant.evaluation.evaluate import Evaluation
from assistant.evaluation.examples import Example, read_examples
from assistant.evaluation.tables import table
from assistant.shell.progress import reporting


def main() -> None:
    parser = arguments(__doc__, every=1)
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--part", choices=("all", "tuned", "held"), default="held")
    parser.add_argument("--refusals", action="store_true")
    parser.add_argument("--details", type=Path)
    given = parser.parse_args()
    if given.refusals:
        year = 2022
        examples = refusal_examples(given.folder, given.part)
    else:
        year = given.year
        examples = part(questions(given.folder, year), given.part)
    corpus = corpus_of(given.folder, year, given.work)
    outcomes = []
    with reporting() as report:
        index_dir = given.work / f"index-{year}"
        with Evaluation.open(corpus, index_dir, report) as evaluation:
            for outcome in evaluation.ask(examples[:: given.every]):
                outcomes.append(outcome)
                report("ask", len(outcomes), None)
    if given.details:
        lines = [json.dumps(outcome.to_dict(), ensure_ascii=False) for outcome in outcomes]
        given.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(table(outcomes)))


def arguments(description: str | None, every: int) -> argparse.ArgumentParser:
    """A parser of what every benchmark of real questions is given; `every` is a default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=every, help="ask one question of so many")
    parser.add_argument("--work", type=Path, default=Path("var/answers"))
    return parser


def questions(folder: Path, year: int) -> list[Example]:
    """The questions of `year`, in their order."""
    return read_examples(folder / f"questions-{year}.jsonl")


def part(examples: list[Example], name: str) -> list[Example]:
    """All of them, or the half that is held back, or the other."""
    return {"all": examples, "tuned": examples[1::2], "held": examples[::2]}[name]


def refusal_examples(folder: Path, name: str) -> list[Example]:
    """Questions that the articles of 2022 answer, and others that they do not."""
    later = part(questions(folder, 2024), name)
    return part(questions(folder, 2022), name) + [
        replace(e, answers=(), docs=frozenset()) for e in later
    ]


def corpus_of(folder: Path, year: int, work: Path) -> Path:
    """A corpus folder with the articles of `year` alone."""
    corpus = work / f"articles-{year}"
    corpus.mkdir(parents=True, exist_ok=True)
    name = f"articles-{year}.jsonl.gz"
    if not (corpus / name).exists():
        shutil.copy(folder / name, corpus / name)
    return corpus


if __name__ == "__main__":
    main()
