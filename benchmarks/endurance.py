"""Whether the service's memory stays flat: thousands of real questions, and its size meanwhile.

python -m benchmarks.endurance [DATA_FOLDER] [--year 2022] [--questions 10000] [--clients 4]
    [--index FOLDER]

Without a folder of RealTime QA it is the seed article and its questions that are asked for. A line
is printed after each tenth of the questions.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from assistant import Assistant
from benchmarks.served import HEADERS, megabytes, serving
from benchmarks.service import prepare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--year", type=int, default=2022)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--index", type=Path, help="where the index is kept from run to run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        questions = prepare(corpus, given.folder, given.year)
        index_dir = given.index or Path(scratch) / "index"
        Assistant.open(corpus=corpus, index_dir=index_dir)
        endure(corpus, index_dir, questions, given.questions, given.clients)


def endure(
    corpus: Path, index_dir: Path, questions: Sequence[str], count: int, clients: int
) -> None:
    """Ask `count` questions, over and over again the same, `clients` at a time, and print a row
    of the table after each tenth of them.
    """
    asked = itertools.islice(itertools.cycle(questions), count)
    statuses: Counter[int] = Counter()
    with (
        serving(corpus, index_dir) as (process, url),
        httpx.Client(base_url=url, timeout=600, headers=HEADERS) as http,
        ThreadPoolExecutor(clients) as pool,
    ):

        def ask(question: str) -> int:
            return http.post("/v1/answer", json={"question": question}).status_code

        print("| questions | minutes | answered with 200 | MB |\n|---|---|---|---|", flush=True)
        start = time.perf_counter()
        while part := list(itertools.islice(asked, max(1, count // 10))):
            statuses.update(pool.map(ask, part))
            minutes = (time.perf_counter() - start) / 60
            print(
                f"| {sum(statuses.values())} | {minutes:.0f} | {statuses[200]} | "
                f"{megabytes(process):.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
