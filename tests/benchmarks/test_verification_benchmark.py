"""The benchmark of verification runs, on the pairs of the seed article alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.written.verification.cross_encoder import CrossEncoder
from assistant.written.verification.verify import Demand, Verifier
from benchmarks import verification
from index import Embedder


def test_the_pairs_are_many_and_their_passages_are_spans() -> None:
    pairs = verification.read_pairs()
    assert len({(p.url, p.start, p.sentence) for p in pairs}) == len(pairs) >= 300
    assert all(0 <= p.start < p.end and p.sentence for p in pairs)
    assert {p.kind for p in pairs} == {*verification.KINDS, verification.TRUE}
    parts = Counter(p.part for p in pairs)
    assert 0.3 <= parts["held"] / len(pairs) <= 0.4
    passages = {(p.url, p.start): p.part for p in pairs}
    assert all(passages[p.url, p.start] == p.part for p in pairs)


def test_the_table_counts_what_is_caught_and_kept(
    tmp_path: Path,
    encoder: CrossEncoder,
    embedder: Embedder,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pairs = [p for p in verification.read_pairs() if p.year is None and p.part == "open"]
    articles = verification.articles_of(tmp_path, pairs)
    verifier = Verifier(encoder, embedder, Demand(retelling=False))
    found = verification.check(verifier, pairs, articles)
    table = verification.report(pairs, found)
    caught, false = table["all false ones caught"]
    kept, true = table["true ones kept"]
    assert caught / false >= 0.8 and kept / true >= 0.6
    moved = verification.report_citations(verifier, pairs, articles)
    assert moved["given the right citation"][0] >= 0.8 * moved["given the right citation"][1]
    assert "| true ones kept |" in capsys.readouterr().out
