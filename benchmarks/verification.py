"""Whether sentences that a source does not support are caught, and those that it does are kept.

    python -m benchmarks.verification DATA_FOLDER [--part held] [--failures]

The pairs of a sentence and a passage are in `data/verification.jsonl`: what the passage says in
other words, and the same made false by one change. The passages are places in the articles of
DATA_FOLDER. `--failures` names the sentences that fared wrongly, which is not for the part held
back.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evidence.reader import Reader
from assistant.written.grounds import Ground
from assistant.written.verification.verify import Checked, Verifier
from benchmarks.questions import DATA, ROOT
from index import Article
from index.article import article_id
from index.reading.corpus import read_corpus
from index.reading.dates import iso_date

PAIRS = DATA / "verification.jsonl"
KINDS = ("number", "date", "name", "place", "negation", "speaker", "added")
TRUE = "true"
_SEED = "seeds"
_SENTENCES = 3
_SHOWN = 5
_ANSWERS = 30


@dataclass(frozen=True)
class Pair:
    """A sentence and the passage `start` to `end` of the article at `url`, first seen in `year`.

    `kind` is "true", or what was changed to make the sentence false; `part` is "open" or "held".
    """

    url: str
    start: int
    end: int
    sentence: str
    kind: str
    part: str
    year: int | None = None

    @property
    def is_true(self) -> bool:
        """Whether the passage says what the sentence says."""
        return self.kind == TRUE

    def ground(self, articles: dict[str, Article], number: int = 1) -> Ground:
        """The passage as a model is shown it."""
        return Ground(number, articles[self.url], self.start, self.end)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("open", "held"), default="open")
    parser.add_argument("--failures", action="store_true")
    given = parser.parse_args()
    pairs = [p for p in read_pairs() if p.part == given.part]
    articles = articles_of(given.folder, pairs)
    verifier = Verifier(Reader())
    found = check(verifier, pairs, articles)
    report(pairs, found)
    if given.failures and given.part == "open":
        for pair, checked in zip(pairs, found, strict=True):
            if checked.kept != pair.is_true:
                print(f"{pair.kind} {checked.score:.2f} {pair.sentence} ({checked.why})")
    report_citations(verifier, pairs, articles)
    report_times(pairs, articles)


def read_pairs() -> list[Pair]:
    """All pairs."""
    return [Pair(**json.loads(line)) for line in PAIRS.read_text("utf-8").splitlines()]


def articles_of(folder: Path, pairs: Iterable[Pair]) -> dict[str, Article]:
    """The articles of the pairs, by their addresses; the seed article's is "seeds"."""
    found = {_SEED: read_corpus(ROOT / "seeds").articles[0]}
    wanted = {(p.year, p.url) for p in pairs if p.year is not None}
    for year in sorted({year for year, _ in wanted if year is not None}):
        with gzip.open(folder / f"articles-{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                url = line[: line.find('", ')].partition('"url": "')[2]
                if (year, url) in wanted and url not in found:
                    record = json.loads(line)
                    found[url] = Article(
                        article_id(url),
                        record["title"] or "Untitled",
                        record["text"].strip(),
                        url,
                        published=iso_date(record["date"]),
                    )
    return found


def check(verifier: Verifier, pairs: Sequence[Pair], articles: dict[str, Article]) -> list[Checked]:
    """What the verifier makes of each pair."""
    return [verifier.check(f"{p.sentence} [1]", [p.ground(articles)]) for p in pairs]


def report(pairs: Sequence[Pair], found: Sequence[Checked]) -> dict[str, tuple[int, int]]:
    """Print the table by kind of change; gives (right, of) by row."""
    rows: dict[str, list[bool]] = {}
    for kind in KINDS:
        rows[f"false: {kind}"] = [
            not c.kept for p, c in zip(pairs, found, strict=True) if p.kind == kind
        ]
    rows["all false ones caught"] = [held for row in rows.values() for held in row]
    rows["true ones kept"] = [c.kept for p, c in zip(pairs, found, strict=True) if p.is_true]
    print("| sentences | right | of | share |\n|---|---|---|---|")
    for row, held in rows.items():
        share = f"{sum(held) / len(held):.1%}" if held else ""
        print(f"| {row} | {sum(held)} | {len(held)} | {share} |")
    return {row: (sum(held), len(held)) for row, held in rows.items()}


def report_citations(
    verifier: Verifier, pairs: Sequence[Pair], articles: dict[str, Article]
) -> dict[str, tuple[int, int]]:
    """Print what becomes of true sentences that cite another of five passages, and of those whose
    own passage is not among them; gives (right, of) by row. Those that are dropped when they cite
    the right one are left out.
    """
    true = [p for p in pairs if p.is_true]
    rows: dict[str, list[bool]] = {"given the right citation": [], "dropped without it": []}
    for at, pair in enumerate(true):
        if not verifier.check(f"{pair.sentence} [1]", [pair.ground(articles)]).kept:
            continue
        others = list(dict.fromkeys((p.url, p.start, p.end) for p in true[at:] + true[:at]))
        others.remove((pair.url, pair.start, pair.end))
        shown = [
            Ground(number, articles[url], start, end)
            for number, (url, start, end) in enumerate(others[: _SHOWN - 1], 2)
        ]
        own = pair.ground(articles)
        found = verifier.check(f"{pair.sentence} [2]", [own, *shown])
        rows["given the right citation"].append(found.grounds == (1,))
        without = verifier.check(f"{pair.sentence} [2]", shown)
        rows["dropped without it"].append(not without.kept)
    print("\n| true sentences that cite another passage | right | of | share |\n|---|---|---|---|")
    for row, held in rows.items():
        share = f"{sum(held) / len(held):.1%}" if held else ""
        print(f"| {row} | {sum(held)} | {len(held)} | {share} |")
    return {row: (sum(held), len(held)) for row, held in rows.items()}


def report_times(pairs: Sequence[Pair], articles: dict[str, Article]) -> None:
    """Print what verifying adds to an answer of three sentences, with five passages shown."""
    true = [p for p in pairs if p.is_true]
    passages = list(dict.fromkeys((p.url, p.start, p.end) for p in true))
    verifier = Verifier(Reader())
    verifier.check(f"{true[0].sentence} [1]", [true[0].ground(articles)])  # loads the models
    walls, works = [], []
    for first in range(min(_ANSWERS, len(passages) - _SHOWN)):
        shown = passages[first + 1 : first + 1 + _SHOWN]
        grounds = [Ground(n, articles[u], s, e) for n, (u, s, e) in enumerate(shown, 1)]
        own = [
            f"{p.sentence} [{n}]"
            for n, passage in enumerate(shown, 1)
            for p in true
            if (p.url, p.start, p.end) == passage
        ][:_SENTENCES]
        began, worked = time.perf_counter(), time.process_time()
        for sentence in own:
            verifier.check(sentence, grounds)
        walls.append(1000 * (time.perf_counter() - began))
        works.append(1000 * (time.process_time() - worked))
    if walls:
        print(
            f"\nthree sentences: median {statistics.median(walls):.0f} ms, slowest "
            f"{max(walls):.0f} ms; of processor time {statistics.median(works):.0f} and "
            f"{max(works):.0f} ms"
        )


if __name__ == "__main__":
    main()
