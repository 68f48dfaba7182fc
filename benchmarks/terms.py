"""Our postings beside bm25s, which they take over from: building, asking, and the same ranking.

python -m benchmarks.terms FOLDER [PASSAGES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np

from benchmarks.index import all_articles
from index.text.bm25 import K1, B, Postings, Ranked, rank
from index.text.passages import cut_passages
from index.text.terms import search_terms

_LIMIT = 40


def main() -> None:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30_000
    texts: list[str] = []
    titles: list[str] = []
    for article in all_articles(Path(sys.argv[1])):
        texts += [passage.text for passage in cut_passages(article)]
        titles.append(article.title)
        if len(texts) >= count:
            break
    questions = [terms for title in titles[:500] if (terms := search_terms(title))]
    compare([search_terms(text) for text in texts], questions)


def compare(passages: Sequence[list[str]], questions: Sequence[list[str]]) -> float:
    """Print the table; gives the share of the questions with the same best passages."""
    begun = time.perf_counter()
    theirs = bm25s.BM25(k1=K1, b=B)
    theirs.index([list(terms) or [""] for terms in passages], show_progress=False)
    their_build = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        ids: dict[str, int] = {}
        flat = [ids.setdefault(term, len(ids)) for terms in passages for term in terms]
        lengths = np.array([len(terms) for terms in passages], dtype=np.int32)
        Postings.build(list(ids), np.array(flat, dtype=np.int32), lengths, Path(folder) / "terms")
        our_build = time.perf_counter() - begun
        ours = Postings(Path(folder) / "terms")
        our_times, their_times, same = [], [], 0
        for terms in questions:
            begun = time.perf_counter()
            hits = rank([Ranked(ours)], terms, _LIMIT)
            our_times.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            known = [term for term in terms if term in theirs.vocab_dict]
            scores = theirs.get_scores(known) if known else np.zeros(len(passages))
            np.sort(scores[np.argpartition(-scores, _LIMIT)[:_LIMIT]])
            their_times.append(time.perf_counter() - begun)
            found = np.array([score for _, _, score in hits])
            best = np.sort(scores)[::-1][: len(found)]
            same += bool(np.allclose(found, best, rtol=1e-4, atol=1e-4))
    print(f"| {len(passages):,} passages, {len(questions)} questions | ours | bm25s |")
    print("|---|---|---|")
    print(f"| building, from terms | {our_build:.2f} s | {their_build:.2f} s |")
    ours_ms, theirs_ms = (1000 * statistics.median(t) for t in (our_times, their_times))
    print(f"| a question, median | {ours_ms:.2f} ms | {theirs_ms:.2f} ms |")
    print(f"| questions with the same best {_LIMIT} scores | {same} of {len(questions)} | |")
    return same / len(questions)


if __name__ == "__main__":
    main()
