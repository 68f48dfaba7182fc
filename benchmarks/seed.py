"""Right answers, right refusals and exact citations on the seed article.

    python -m benchmarks.seed [--failures]

The questions were written by somebody who saw the article and not the program, and nothing was
tuned on them; `benchmarks/README.md` tells how.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant import Answer, Assistant
from benchmarks.questions import (
    DATA,
    ROOT,
    Labelled,
    is_exact,
    read_conversations,
    read_questions,
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant.open(corpus=ROOT / "seeds", index_dir=Path(folder) / "index")
        run(assistant, show_failures="--failures" in sys.argv)


def run(assistant: Assistant, show_failures: bool = False) -> dict[str, tuple[int, int]]:
    """Ask everything and print the table; gives (right, asked) by row."""
    results: list[tuple[str, Labelled, Answer]] = []
    for labelled in read_questions(DATA / "seed_questions.jsonl"):
        kind = "answerable" if labelled.answerable else "not answerable"
        results.append((kind, labelled, assistant.ask(labelled.question)))
    for turns in read_conversations(DATA / "seed_conversations.jsonl"):
        conversation = assistant.conversation()
        for labelled in turns:
            results.append(
                ("turns of conversations", labelled, conversation.ask(labelled.question))
            )
    table: dict[str, tuple[int, int]] = {}
    for kind, labelled, answer in results:
        for row, held in (
            (kind, labelled.is_right(answer)),
            ("all, right", labelled.is_right(answer)),
            ("all, exact citations", is_exact(assistant, answer)),
        ):
            before = table.get(row, (0, 0))
            table[row] = (before[0] + held, before[1] + 1)
        if show_failures and not labelled.is_right(answer):
            print(f"wrong: {answer.standalone_question!r} -> {answer.text!r}")
    print("| questions on the seed article | right | of | share |\n|---|---|---|---|")
    for row in sorted(table, key=lambda name: (name.startswith("all"), name)):
        right, asked = table[row]
        print(f"| {row} | {right} | {asked} | {right / asked:.1%} |")
    return table


if __name__ == "__main__":
    main()
