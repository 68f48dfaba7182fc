"""What of plain falsehoods is shown, and what of plain truths.

    python -m benchmarks.falsehoods [DATA_FOLDER] [--shown] [--least 0.97]

The sentences are in `data/plain_falsehoods.jsonl`: new verbs and objects about the names of an
article, orders, promises and requests for money to its reader, facts that it does not have, its
own words put together to say what it does not, and what it does say. The articles are the seed
article and those of `data/short_articles.jsonl`. With DATA_FOLDER the pairs of
`benchmarks.verification` are counted, too; `--shown` names the falsehoods that are shown.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evidence.reader import Reader
from assistant.written.grounds import Ground
from assistant.written.verification.verify import SUPPORTED_FROM, Verifier
from benchmarks import verification
from benchmarks.questions import DATA, ROOT
from index import Article
from index.reading.corpus import read_corpus
from index.text.passages import cut_passages

SENTENCES = DATA / "plain_falsehoods.jsonl"
ARTICLES = DATA / "short_articles.jsonl"
PLAIN = ("verb", "object", "order", "promise", "money", "world")
RECOMBINED = "recombined"
TRUE = "true"
_SEED = "seed"


@dataclass(frozen=True)
class Written:
    """A `sentence` about an article, and what `kind` of truth or falsehood it is."""

    article: str
    kind: str
    sentence: str


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--shown", action="store_true")
    parser.add_argument("--least", type=float, default=SUPPORTED_FROM, help="chance of support")
    given = parser.parse_args()
    verifier = Verifier(Reader(), given.least)
    written = read_sentences()
    shown = shown_of(verifier, written, read_grounds())
    print("| sentences | shown |\n|---|---|")
    for name, kinds in (
        ("falsehoods", PLAIN),
        ("its words recombined", (RECOMBINED,)),
        ("truths", (TRUE,)),
    ):
        print(f"| {name} | {share(shown, [w for w in written if w.kind in kinds])} |")
    if given.folder:
        pairs = verification.read_pairs()
        checked = verification.check(verifier, pairs, verification.articles_of(given.folder, pairs))
        for is_true in (False, True):
            kept = [c.kept for p, c in zip(pairs, checked, strict=True) if p.is_true == is_true]
            print(f"| pairs, {'true' if is_true else 'false'} | {sum(kept)} of {len(kept)} |")
    if given.shown:
        for sentence in shown:
            if sentence.kind != TRUE:
                print(f"{sentence.kind}: {sentence.sentence}")


def read_sentences() -> list[Written]:
    """All sentences."""
    return [Written(**json.loads(line)) for line in SENTENCES.read_text("utf-8").splitlines()]


def read_articles() -> dict[str, Article]:
    """The articles that the sentences are about, by the names that they have there."""
    found = {_SEED: read_corpus(ROOT / "seeds").articles[0]}
    for line in ARTICLES.read_text("utf-8").splitlines():
        told = json.loads(line)
        found[told["id"]] = Article(told["id"], told["title"], told["text"], told["id"])
    return found


def read_grounds() -> dict[str, list[Ground]]:
    """The passages of each article, as a model is shown them."""
    return {
        name: [Ground(n, article, p.start, p.end) for n, p in enumerate(cut_passages(article), 1)]
        for name, article in read_articles().items()
    }


def shown_of(
    verifier: Verifier, written: Sequence[Written], grounds: dict[str, list[Ground]]
) -> list[Written]:
    """Those of `written` that are shown, whichever passage they cite."""
    return [
        w
        for w in written
        if any(
            verifier.check(f"{w.sentence} [{ground.number}]", grounds[w.article]).kept
            for ground in grounds[w.article]
        )
    ]


def share(shown: Sequence[Written], of: Sequence[Written]) -> str:
    """How many of `of` are shown."""
    return f"{sum(w in shown for w in of)} of {len(of)}"


if __name__ == "__main__":
    main()
