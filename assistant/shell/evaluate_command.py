"""`assistant evaluate`: how well the articles' own questions are answered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    questions: Annotated[
        list[Path],
        typer.Argument(
            help="JSONL files: an object a line with question, answer (a list; empty where there "
            "is none), and optionally docs, date, conversation."
        ),
    ],
    corpus: Annotated[
        Path | None, typer.Option(help="The articles to ask; by default those of the settings.")
    ] = None,
    index_dir: Annotated[
        Path | None, typer.Option(help="Where their index is, or is to be made.")
    ] = None,
    details: Annotated[
        Path | None, typer.Option(help="Write a line of JSON on each question to this file.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="Ask only so many questions, spread evenly.", min=1)
    ] = None,
) -> None:
    """Ask questions whose answers are known, and print how every stage did."""
    from assistant.evaluation.evaluate import Evaluation
    from assistant.evaluation.examples import read_examples
    from assistant.evaluation.tables import table
    from assistant.shell.progress import reporting

    examples = [example for file in questions for example in read_examples(file)]
    if limit is not None and limit < len(examples):
        examples = [examples[i * len(examples) // limit] for i in range(limit)]
    outcomes = []
    with reporting() as report, Evaluation.open(corpus, index_dir, report) as evaluation:
        for outcome in evaluation.ask(examples):
            outcomes.append(outcome)
            report("ask", len(outcomes), len(examples))
    if details is not None:
        lines = (json.dumps(outcome.to_dict(), ensure_ascii=False) for outcome in outcomes)
        _write(details, lines)
    for line in table(outcomes):
        typer.echo(line)


def _write(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
