"""The benchmark of verification runs, on the pairs of the seed article alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.written.verification.verify import Verifier
from benchmarks import verification


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
    tmp_path: Path, verifier: Verifier, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [p for p in verification.read_pairs() if p.year is None and p.part == "open"]
    articles = verification.articles_of(tmp_path, pairs)
    found = verification.check(verifier, pairs, articles)
    table = verification.report(pairs, found)
    caught, false = table["all false ones caught"]
    assert caught == false > 0
    assert "| true ones kept |" in capsys.readouterr().out
