"""The benchmarks of the encoder and of indexing run, on little."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import against, encoder
from benchmarks.realtimeqa import Asked, sample, titled_passages
from index import Article, Embedder, weights


def test_encoder_is_compared(article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    passages = titled_passages([article])
    texts = [text for _, text in passages]
    reference = Embedder(str(weights.locate(weights.MINILM)))
    comparison = encoder.compare(reference, Embedder(), texts)
    encoder.report_speed(comparison, texts)
    assert encoder.report_closeness(comparison).min() > 0.97
    asked = [Asked("What did Healey say?", frozenset({"seed"}))]
    shares = encoder.report_retrieval(comparison, ["seed"] * len(texts), asked, Embedder())
    assert shares["float32 10"] == shares["8-bit integers 10"] == 1
    assert {"qkv", "Softmax", "tokenizing"} <= set(encoder.report_time(texts))
    assert "| ours, 8-bit integers |" in capsys.readouterr().out


def test_indexing_is_compared(
    article: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [Asked("What did Healey say?", frozenset({article.path}))]
    articles, questions = sample([article], asked, count=1)
    owners = against.write_task(tmp_path, articles, questions)
    runs = against.run_in_turns(tmp_path, {"ours": ("ours", sys.executable)}, repeats=1)
    assert against.recall(runs["ours"][0].found, owners, questions, 1) == 1
    against.report(runs, owners, questions)
    assert "| ours |" in capsys.readouterr().out


def test_a_rival_that_fails_is_named_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"benchmarks\.rivals\.ours failed with"):
        against.run(tmp_path, "ours", sys.executable, tmp_path / "index")
