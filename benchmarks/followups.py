"""Follow-ups made standalone: on conversations kept apart, and on TREC CAsT 2020.

    python -m benchmarks.followups DATA WRITTEN [--cast FOLDER] [--wrong] [--weights FILE]

Rows: the 60 conversations on news that are kept apart (WRITTEN, whose answers come from DATA), and
the topics of CAsT 2020 whose number four divides. What is compared is the content terms that a
rewrite adds to the question as typed: every turn gives an F1 of the terms added against those that
people added, and a row is the mean over the turns where either adds something. "Same words" is how
often the two rewrites have the same content terms.

A second table asks complete questions after another topic, 1,000 of them: none should be altered.
The last line is the time of a follow-up. `--wrong` prints what differs from people's.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from assistant.understand.resolver.resolver import Resolver
from index.text.terms import search_terms
from index.vectors import packed
from training.resolver import conversations
from training.resolver.conversations import Conversation

_PAIRS = 1000


@dataclass(frozen=True)
class Rewritten:
    """A turn as typed, as people rewrote it and as ours does; `ms` is how long ours took."""

    kind: str
    asked: str
    people: str
    ours: str
    ms: float


@dataclass(frozen=True)
class Score:
    """Of some turns: the mean F1 of added terms where either adds any, the share with the same
    content terms, and how many turns there were.
    """

    f1: float
    same: float
    turns: int


def main() -> None:
    parser = conversations.arguments(__doc__)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--weights", type=Path, help="others than those that are served")
    given = parser.parse_args()
    resolver = Resolver(packed.load(given.weights) if given.weights else None)
    every = conversations.everything(given)
    held = [c for c in every if c.held]
    turns = [turn for c in held for turn in rewrite(c, resolver)]
    print("| kept apart | turns | F1 of added terms | same words |")
    print("|---|---|---|---|")
    for kind in dict.fromkeys(t.kind for t in turns):
        found = score([t for t in turns if t.kind == kind])
        print(f"| {kind} | {found.turns} | {found.f1:.3f} | {found.same:.3f} |")
    altered = complete_altered(held, resolver)
    print(f"complete questions after another topic altered: {len(altered)} of {_PAIRS}")
    print(f"a follow-up: {median(t.ms for t in turns):.0f} ms")
    if given.wrong:
        for turn in turns:
            if _terms(turn.ours) != _terms(turn.people):
                print(f"{turn.asked}\n  people: {turn.people}\n  ours:   {turn.ours}")
        for before, asked, ours in altered:
            print(f"after {before}\n  {asked}\n  ours:   {ours}")


def rewrite(conversation: Conversation, resolver: Resolver) -> list[Rewritten]:
    """The turns after the first, each after the earlier ones as ours understood them."""
    before = [(conversation.turns[0].asked, conversation.turns[0].answer)]
    found = []
    for turn in conversation.turns[1:]:
        began = time.perf_counter()
        ours = resolver.rewrites(turn.asked, before)[0].text
        ms = 1000 * (time.perf_counter() - began)
        found.append(Rewritten(conversation.kind, turn.asked, turn.standalone, ours, ms))
        before.append((ours, turn.answer))
    return found


def complete_altered(
    held: Sequence[Conversation], resolver: Resolver
) -> list[tuple[str, str, str]]:
    """Of complete questions asked after another conversation those that come back otherwise, with
    the question before and what became of them.
    """
    rng = random.Random(5)
    news = [c for c in held if c.kind == "news"]
    wrong = []
    for _ in range(_PAIRS):
        one, other = rng.sample(news, 2)
        before = one.turns[: rng.randint(1, len(one.turns))]
        asked = rng.choice(other.turns).standalone
        ours = resolver.rewrites(asked, [(t.standalone, t.answer) for t in before])[0].text
        if _terms(ours) != _terms(asked):
            wrong.append((before[-1].standalone, asked, ours))
    return wrong


def score(turns: Sequence[Rewritten]) -> Score:
    """Of `turns` in one row."""
    single, same = [], 0
    for turn in turns:
        wanted, given = added(turn.asked, turn.people), added(turn.asked, turn.ours)
        same += _terms(turn.people) == _terms(turn.ours)
        if wanted or given:
            single.append(2 * len(wanted & given) / (len(wanted) + len(given)))
    return Score(sum(single) / max(1, len(single)), same / max(1, len(turns)), len(turns))


def added(asked: str, rewritten: str) -> frozenset[str]:
    """The content terms of `rewritten` that `asked` lacks."""
    return _terms(rewritten) - _terms(asked)


def _terms(text: str) -> frozenset[str]:
    return frozenset(search_terms(text))


if __name__ == "__main__":
    main()
