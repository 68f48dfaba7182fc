"""Indexing the same passages with the same weights: ours, LlamaIndex into Chroma, and txtai.

    python -m benchmarks.against DATA_FOLDER [--articles 500] [--repeats 3]
        [--llama-index PYTHON] [--txtai PYTHON]

DATA_FOLDER is of the form that `benchmarks/realtimeqa.py` tells. A rival takes part when the
Python that it is installed in is named; `benchmarks/README.md` tells how to make one. Each run is
a process of its own, in turns that change direction, without a network. What is timed is indexing
alone, from passages (ours: from files, which it reads, cuts and also indexes by their words) to an
index on disk, with the model loaded beforehand; then every question is put to each system's own
search.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.questions import ROOT
from benchmarks.realtimeqa import Asked, read_articles, read_questions, sample, titled_passages
from index import Article, weights
from index.reading.corpus import read_corpus

_YEAR = 2022


@dataclass(frozen=True)
class Run:
    """One run of one system: wall-clock and processor seconds of indexing, and the ids of the
    passages that it found for each question.
    """

    seconds: float
    busy: float
    found: list[list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--llama-index", metavar="PYTHON")
    parser.add_argument("--txtai", metavar="PYTHON")
    given = parser.parse_args()
    systems = {"ours": ("ours", sys.executable)}
    if given.llama_index:
        systems["LlamaIndex, Chroma"] = ("llama_index_chroma", given.llama_index)
    if given.txtai:
        systems["txtai, content and hybrid"] = ("txtai_hybrid", given.txtai)
    articles, questions = sample(
        read_articles(given.folder, _YEAR), read_questions(given.folder, _YEAR), given.articles
    )
    with tempfile.TemporaryDirectory() as place:
        owners = write_task(Path(place), articles, questions)
        runs = run_in_turns(Path(place), systems, given.repeats)
    report(runs, owners, questions)


def write_task(
    place: Path, articles: Sequence[Article], questions: Sequence[Asked]
) -> dict[str, str]:
    """Write the articles as a corpus, and its passages and the questions as JSONL, into `place`.

    Gives the address of the article that each passage is of. The passages are cut from what our
    own reading makes of the corpus, so that all systems index the same ones.
    """
    corpus = place / "corpus"
    corpus.mkdir()
    for article in articles:
        head = json.dumps({"title": article.title, "url": article.path})  # JSON is YAML too
        (corpus / f"{article.id}.txt").write_text(f"---\n{head}\n---\n{article.text}\n", "utf-8")
    addresses = {f"{article.id}.txt": article.path for article in articles}
    read = read_corpus(corpus).articles
    owner = {article.id: addresses[article.path] for article in read}
    passages = titled_passages(read)
    write_lines(place / "passages.jsonl", [{"id": p.id, "text": text} for p, text in passages])
    write_lines(place / "questions.jsonl", [{"question": asked.question} for asked in questions])
    return {p.id: owner[p.article_id] for p, _ in passages}


def write_lines(file: Path, records: Sequence[Mapping[str, str]]) -> None:
    """Write `records` to `file`, an object a line."""
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def run_in_turns(
    place: Path, systems: Mapping[str, tuple[str, str]], repeats: int
) -> dict[str, list[Run]]:
    """Every system's runs of the task in `place`; every other round goes backwards."""
    runs: dict[str, list[Run]] = {name: [] for name in systems}
    for turn in range(repeats):
        order = list(systems) if turn % 2 == 0 else list(systems)[::-1]
        for name in order:
            module, python = systems[name]
            done = run(place, module, python, place / f"{module}-{turn}")
            print(f"{name}: {done.seconds:.0f} s", file=sys.stderr, flush=True)
            runs[name].append(done)
    return runs


def run(place: Path, module: str, python: str, index: Path) -> Run:
    """One run of a module of `benchmarks.rivals` with its Python, in a process of its own."""
    folder = weights.locate(weights.MINILM)
    done = subprocess.run(
        [python, "-m", f"benchmarks.rivals.{module}", str(place), str(folder), str(index)],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"benchmarks.rivals.{module} failed with {python}:\n{done.stderr[-2000:]}")
    result = json.loads(done.stdout.splitlines()[-1])
    return Run(result["seconds"], result["busy"], result["found"])


def report(
    runs: Mapping[str, Sequence[Run]], owners: Mapping[str, str], questions: Sequence[Asked]
) -> None:
    """Print the table."""
    cores = os.cpu_count() or 1
    rates = {
        name: statistics.median(len(owners) / run.seconds for run in some)
        for name, some in runs.items()
    }
    print(
        f"{len(set(owners.values()))} articles, {len(owners)} passages, {len(questions)} questions"
    )
    print(f"medians of {len(runs['ours'])} runs on {cores} cores\n")
    print(
        "| system | passages a second and core | ours is | processor s "
        "| an article of the question in the top 10 | first |\n|---|---|---|---|---|---|"
    )
    for name, some in runs.items():
        found = some[0].found
        busy = statistics.median(run.busy for run in some)
        print(
            f"| {name} | {rates[name] / cores:.1f} | {rates['ours'] / rates[name]:.2f} times "
            f"| {busy:.1f} | {recall(found, owners, questions, 10):.1%} "
            f"| {recall(found, owners, questions, 1):.1%} |"
        )


def recall(
    found: Sequence[Sequence[str]],
    owners: Mapping[str, str],
    questions: Sequence[Asked],
    depth: int,
) -> float:
    """The share of questions with a passage of one of their articles in the first `depth`."""
    hits = [
        any(owners[id_] in asked.docs for id_ in ids[:depth])
        for ids, asked in zip(found, questions, strict=True)
    ]
    return sum(hits) / len(hits)


if __name__ == "__main__":
    main()
