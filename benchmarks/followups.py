"""Follow-ups made standalone, beside people's rewrites and T5's, on TREC CAsT 2020.

    python -m benchmarks.followups CAST_FOLDER [--wrong tuned|held|all]

What is compared is the content terms that a rewrite adds to the raw utterance. Every turn gives an
F1 of the terms that the system adds against those that people add, and a row is the mean over the
turns where either adds something: a system that adds to a question that needs nothing gets 0 there,
one that leaves it alone is not counted. Under this formula T5 has 0.410. First turns count too:
people spell out their abbreviations.

CAsT gives no answer texts, only the ids of passages in collections of many gigabytes, so ours sees
the raw utterances before and empty answers. The conversations whose number four divides were held
back from tuning. `--wrong` prints the turns of a part that are not as people rewrote them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.understand.followup.resolve import standalone_question
from index.text.terms import search_terms


@dataclass(frozen=True)
class Turn:
    """A CAsT turn: the utterance as made, as people and T5 rewrote it, and as we do."""

    conversation: int
    number: int
    raw: str
    people: str
    t5: str
    ours: str

    @property
    def part(self) -> str:
        """Whether its conversation was "tuned" on or "held" back."""
        return "tuned" if self.conversation % 4 else "held"


@dataclass(frozen=True)
class Score:
    """Of one system on some turns: the mean F1, 0 to 1, and F1, precision, recall of all terms."""

    macro: float
    micro: float
    precision: float
    recall: float


def main() -> None:
    turns = read(Path(sys.argv[1]))
    run(turns)
    if "--wrong" in sys.argv:
        part = sys.argv[sys.argv.index("--wrong") + 1]
        print_wrong([t for t in turns if part in ("all", t.part)])


def read(folder: Path) -> list[Turn]:
    """The turns of all conversations, in order, ours worked out from the utterances before."""
    by_people = json.loads((folder / "cast-2020.json").read_text(encoding="utf-8"))
    by_t5 = json.loads((folder / "cast-2020-automatic.json").read_text(encoding="utf-8"))
    t5 = {
        (c["number"], t["number"]): t["automatic_rewritten_utterance"]
        for c in by_t5
        for t in c["turn"]
    }
    turns = []
    for conversation in by_people:
        before: list[tuple[str, str]] = []
        for turn in conversation["turn"]:
            raw, number = turn["raw_utterance"], (conversation["number"], turn["number"])
            people = turn["manual_rewritten_utterance"]
            turns.append(Turn(*number, raw, people, t5[number], standalone_question(raw, before)))
            before.append((raw, ""))
    return turns


def run(turns: Sequence[Turn]) -> dict[tuple[str, str], Score]:
    """Print the table; gives the scores by (system, part)."""
    table: dict[tuple[str, str], Score] = {}
    print("| terms added, F1 | tuned on | held back | all | all, pooled (P, R) |")
    print("|---|---|---|---|---|")
    for system in ("raw", "t5", "ours"):
        for part in ("tuned", "held", "all"):
            chosen = [t for t in turns if part in ("all", t.part)]
            table[system, part] = score([(t.raw, t.people, getattr(t, system)) for t in chosen])
        tuned, held, everything = (table[system, part] for part in ("tuned", "held", "all"))
        print(
            f"| {system} | {tuned.macro:.3f} | {held.macro:.3f} | {everything.macro:.3f} "
            f"| {everything.micro:.3f} ({everything.precision:.2f}, {everything.recall:.2f}) |"
        )
    return table


def score(rewrites: Sequence[tuple[str, str, str]]) -> Score:
    """Of (raw, people's rewrite, system's rewrite) triples."""
    single, right, ours, theirs = [], 0, 0, 0
    for raw, people, system in rewrites:
        wanted, given = added(raw, people), added(raw, system)
        right, ours, theirs = (
            right + len(wanted & given),
            ours + len(given),
            theirs + len(wanted),
        )
        if wanted or given:
            single.append(2 * len(wanted & given) / (len(wanted) + len(given)))
    return Score(
        macro=sum(single) / max(1, len(single)),
        micro=2 * right / max(1, ours + theirs),
        precision=right / max(1, ours),
        recall=right / max(1, theirs),
    )


def added(raw: str, rewrite: str) -> frozenset[str]:
    """The content terms of `rewrite` that `raw` has not: stemmed, without stop words."""
    return frozenset(search_terms(rewrite)) - frozenset(search_terms(raw))


def print_wrong(turns: Sequence[Turn]) -> None:
    for t in turns:
        wanted, given = added(t.raw, t.people), added(t.raw, t.ours)
        if wanted != given:
            print(f"{t.conversation}.{t.number} {t.raw}\n  ours:   {t.ours}\n  people: {t.people}")
            print(f"  missed: {sorted(wanted - given)}; too much: {sorted(given - wanted)}")


if __name__ == "__main__":
    main()
