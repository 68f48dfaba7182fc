"""Sentences about passages of news, each with whether its passage supports it.

`training/data/claims.jsonl` has for a passage (an article of the folder `written`, and the numbers
of its first sentence and of the one after its last) true sentences `t` and false ones `f`: the
sentence `x`, what was changed `k`, whether the passage says otherwise or says nothing of it `v`,
and the words that it does not bear out `w`. All were written by reading.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.written.verification.entailment import nearest
from training.verifier.changed import changed

OWN = Path(__file__).parents[1] / "data" / "claims.jsonl"
SUPPORTED, CONTRADICTED, UNSAID = range(3)
_VERDICTS = {"c": CONTRADICTED, "n": UNSAID}
TRUE = "true"
# One passage in so many is kept for measuring.
_HELD = 8
# What is drawn below it: after 44% of the true claims comes one made false.
_CHANGED = 0.6


@dataclass(frozen=True)
class Claim:
    """A `sentence` about a passage, `lines` under `title`: the `verdict` on it, the words of it
    that are `unborne` by the passage, and the `kind` of change that made it false, or "true".
    """

    sentence: str
    title: str
    lines: tuple[str, ...]
    verdict: int
    unborne: str
    kind: str

    @property
    def near(self) -> tuple[str, ...]:
        """The lines that are read for it."""
        return tuple(self.lines[n] for n in nearest(self.sentence, self.lines))


def read(written: Path) -> tuple[list[Claim], list[Claim]]:
    """The claims to learn from, and those of passages kept apart. `written` holds the articles."""
    with gzip.open(written / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = {r["id"]: r for r in map(json.loads, lines)}
    learned: list[Claim] = []
    held: list[Claim] = []
    with OWN.open(encoding="utf-8") as lines:
        for number, record in enumerate(map(json.loads, lines)):
            article = articles[record["a"]]
            passage = tuple(article["sentences"][record["b"] : record["e"]])
            into = held if number % _HELD == 0 else learned
            for sentence in record["t"]:
                into.append(Claim(sentence, article["title"], passage, SUPPORTED, "", TRUE))
            for false in record["f"]:
                verdict = _VERDICTS[false["v"]]
                into.append(
                    Claim(false["x"], article["title"], passage, verdict, false["w"], false["k"])
                )
    return learned, held


def stream(claims: Sequence[Claim], rng: random.Random) -> Iterator[Claim]:
    """Claims without end: all in turn, and after every nine or so a plain one: a sentence of a
    passage itself, or a true sentence about another passage; after half of the true ones the same
    made false.
    """
    order = list(claims)
    while True:
        rng.shuffle(order)
        for claim in order:
            yield claim
            drawn = rng.random()
            if drawn < 0.08:
                line = rng.choice(claim.lines)
                yield Claim(line, claim.title, claim.lines, SUPPORTED, "", TRUE)
            elif drawn < 0.16:
                other = rng.choice(claims)
                if other.verdict == SUPPORTED and other.lines != claim.lines:
                    said = other.sentence
                    yield Claim(said, claim.title, claim.lines, UNSAID, said, "elsewhere")
            elif drawn < _CHANGED and claim.verdict == SUPPORTED:
                made = changed(claim.sentence, claim.lines, rng)
                if made:
                    text, words = made
                    yield Claim(text, claim.title, claim.lines, CONTRADICTED, words, "changed")
