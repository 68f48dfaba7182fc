"""The passage encoder beside sentence-transformers: speed, closeness, retrieval, time.

    python -m benchmarks.encoder DATA_FOLDER [PASSAGES]

DATA_FOLDER is of the form that `benchmarks/realtimeqa.py` tells. The same PASSAGES (2,000 if not
given) are embedded by both, a few hundred by one and then by the other, so that what else the
machine does disturbs both alike.
"""

from __future__ import annotations

import collections
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from benchmarks.realtimeqa import Asked, read_articles, read_questions, sample, titled_passages
from index import Embedder, weights
from index.vectors.embedding import Vectors
from index.vectors.encoder import Encoder, exact_levels, open_session
from index.vectors.onnx_graph import Graph, Value
from index.vectors.quantized import mean_graph

_YEAR = 2022
_CHUNK = 200
_WIDTH, _INNER, _LAYERS = 384, 1536, 6


@dataclass(frozen=True)
class Comparison:
    """Vectors of the same texts by both, the passages a second of each chunk, and the processor
    seconds that ours took in all.
    """

    reference: Vectors
    own: Vectors
    reference_rates: tuple[float, ...]
    own_rates: tuple[float, ...]
    own_busy: float


def main() -> None:
    folder = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    articles, questions = sample(
        read_articles(folder, _YEAR), read_questions(folder, _YEAR), count // 6
    )
    addresses = {article.id: article.path for article in articles}
    passages = titled_passages(articles)[:count]
    texts = [text for _, text in passages]
    # The same weights by way of their folder are what sentence-transformers opens.
    reference, own = Embedder(str(weights.locate(weights.MINILM))), Embedder()
    comparison = compare(reference, own, texts)
    report_speed(comparison, texts)
    report_closeness(comparison)
    owners = [addresses[passage.article_id] for passage, _ in passages]
    report_retrieval(comparison, owners, questions, own)
    report_time(texts[:100])


def compare(reference: Embedder, own: Embedder, texts: Sequence[str]) -> Comparison:
    """Embed `texts` by both in turns, after each has embedded a few."""
    rates: tuple[list[float], list[float]] = ([], [])
    vectors: tuple[list[Vectors], list[Vectors]] = ([], [])
    for embedder in (reference, own):
        embedder.passages(texts[:8])
    busy = [0.0, 0.0]
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        for side, embedder in enumerate((reference, own)):
            began, busy_before = time.perf_counter(), time.process_time()
            vectors[side].append(embedder.passages(chunk))
            rates[side].append(len(chunk) / (time.perf_counter() - began))
            busy[side] += time.process_time() - busy_before
    return Comparison(
        np.concatenate(vectors[0]),
        np.concatenate(vectors[1]),
        tuple(rates[0]),
        tuple(rates[1]),
        busy[1],
    )


def report_speed(comparison: Comparison, texts: Sequence[str]) -> None:
    """Passages a second, and the share of what the cores can multiply in 8-bit integers."""
    theirs = statistics.median(comparison.reference_rates)
    ours = statistics.median(comparison.own_rates)
    ratios = [b / a for a, b in zip(comparison.reference_rates, comparison.own_rates, strict=True)]
    lengths = token_counts(texts)
    integer = float(np.mean([integer_products(n) for n in lengths]))
    peak = integer_peak()
    busy = comparison.own_busy / len(texts)
    print(f"{len(texts)} passages of {np.mean(lengths):.0f} tokens on average\n")
    print(f"| passages a second, {os.cpu_count()} cores, medians of chunks in turns | |\n|---|---|")
    print(f"| sentence-transformers, float32 | {theirs:.1f} |")
    print(f"| ours, 8-bit integers | {ours:.1f} |")
    print(f"| ours over theirs (slowest, median, fastest chunk) | {_spread(ratios)} |\n")
    print("| how close to what a core can do | |\n|---|---|")
    print(f"| milliseconds of a core for a passage, all told | {busy * 1e3:.1f} |")
    print(f"| integer multiply-adds for a passage, billions | {integer / 1e9:.2f} |")
    print(f"| the most that a core did of them in a second, billions | {peak / 1e9:.0f} |")
    print(f"| so these alone would take, milliseconds | {integer / peak * 1e3:.1f} |")
    print(f"| share of a core's integer peak | {integer / peak / busy:.0%} |\n")


def integer_products(tokens: int) -> float:
    """Multiply-adds that are done in 8-bit integers for a text of so many tokens."""
    linear = tokens * (4 * _WIDTH * _WIDTH + 2 * _WIDTH * _INNER)
    scores = tokens * tokens * _WIDTH
    return float(_LAYERS * (linear + scores))


def integer_peak() -> float:
    """Multiply-adds that one core did a second, at best, in one product that fits its caches."""
    graph, tokens = Graph(), 512
    values = np.random.default_rng(0).integers(-64, 64, size=(_WIDTH, _INNER))
    product = graph.node("MatMulInteger", "activations", graph.constant(values, "int8"))
    session = open_session(
        graph.model(
            [Value("activations", "uint8", (tokens, _WIDTH))],
            [Value(product, "int32", (tokens, _INNER))],
        )
    )
    activations = np.full((tokens, _WIDTH), 99, dtype=np.uint8)
    seconds = []
    for _ in range(200):
        began = time.perf_counter()
        session.run(None, {"activations": activations})
        seconds.append(time.perf_counter() - began)
    return tokens * _WIDTH * _INNER / min(seconds)


def report_closeness(comparison: Comparison) -> np.ndarray:
    """Cosines of our passages to the reference's; gives them."""
    cosines = (comparison.own * comparison.reference).sum(axis=1)
    print("| cosine to float32 | |\n|---|---|")
    print(f"| mean | {cosines.mean():.4f} |")
    print(f"| 1st percentile | {np.percentile(cosines, 1):.4f} |")
    print(f"| least | {cosines.min():.4f} |\n")
    return np.asarray(cosines)


def report_retrieval(
    comparison: Comparison, owners: Sequence[str], questions: Sequence[Asked], embedder: Embedder
) -> dict[str, float]:
    """How often the nearest passages have one of a question's articles; gives shares by row."""
    asked = [q for q in questions if q.docs & set(owners)]
    vectors = np.stack([embedder.question(q.question) for q in asked])
    shares: dict[str, float] = {}
    orders = {
        "float32": np.argsort(-(vectors @ comparison.reference.T), axis=1),
        "8-bit integers": np.argsort(-(vectors @ comparison.own.T), axis=1),
    }
    print(f"| {len(asked)} questions, {len(owners)} passages | top 10 | top 50 |\n|---|---|---|")
    for name, order in orders.items():
        cells = []
        for depth in (10, 50):
            hits = [
                any(owners[row] in q.docs for row in rows[:depth])
                for q, rows in zip(asked, order, strict=True)
            ]
            shares[f"{name} {depth}"] = float(np.mean(hits))
            cells.append(f"{np.mean(hits):.1%}")
        print(f"| finds an article of the question, {name} | {' | '.join(cells)} |")
    cells = []
    for depth in (10, 50):
        common = [
            len(set(a[:depth]) & set(b[:depth])) / depth
            for a, b in zip(*orders.values(), strict=True)
        ]
        shares[f"common {depth}"] = float(np.mean(common))
        cells.append(f"{np.mean(common):.1%}")
    print(f"| passages that both find | {' | '.join(cells)} |\n")
    return shares


def report_time(texts: Sequence[str]) -> dict[str, float]:
    """Where one core's time goes; gives milliseconds a passage by kind of node."""
    folder = weights.locate(weights.MINILM)
    encoder = Encoder(folder)
    with tempfile.TemporaryDirectory() as place:
        graph = mean_graph(load_file(folder / "model.safetensors"), exact_levels())
        encoder._session = open_session(graph, Path(place) / "profile")
        encoder.encode(texts)
        events = json.loads(Path(encoder._session.end_profiling()).read_text(encoding="utf-8"))
    spent: dict[str, float] = collections.defaultdict(float)
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            spent[event["name"].split("#")[0]] += event["dur"] / 1000 / len(texts)
    tokenizer = encoder._tokenizer
    began = time.process_time()
    tokenizer.encode_batch_fast(list(texts))
    spent["tokenizing"] = (time.process_time() - began) * 1000 / len(texts)
    total = sum(spent.values())
    print("| where a core's time goes | ms a passage | share |\n|---|---|---|")
    for name, ms in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"| {name} | {ms:.2f} | {ms / total:.0%} |")
    print(f"| all | {total:.2f} | |")
    return dict(spent)


def token_counts(texts: Sequence[str]) -> list[int]:
    """How many tokens of each text the encoder reads."""
    tokenizer = Encoder(weights.locate(weights.MINILM))._tokenizer
    return [len(encoding.ids) for encoding in tokenizer.encode_batch_fast(list(texts))]


def _spread(values: Sequence[float]) -> str:
    return f"{min(values):.2f}, {statistics.median(values):.2f}, {max(values):.2f}"


if __name__ == "__main__":
    main()
