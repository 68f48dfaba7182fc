"""The service under load: many clients, beside one question at a time.

python -m benchmarks.service [DATA_FOLDER] [--year 2022] [--seconds 60] [--clients 1,8,32,128]
    [--index FOLDER]

Without a folder of RealTime QA it is the seed article and its questions that are asked for.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from assistant import Assistant
from benchmarks.questions import DATA, ROOT
from benchmarks.questions import read_questions as read_labelled
from benchmarks.realtimeqa import read_questions
from benchmarks.served import HEADERS, megabytes, serving


@dataclass
class Load:
    """What came of one level of load: seconds of each answer, statuses, and the answers' texts."""

    clients: int
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)
    megabytes: float = 0.0

    @property
    def a_second(self) -> float:
        """Questions that were answered in a second."""
        return len(self.times) / self.seconds

    def percentile(self, share: int) -> float:
        """The milliseconds that so many of a hundred answers took at most."""
        return float(np.percentile(self.times, share)) * 1000 if self.times else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--year", type=int, default=2022)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", default="1,8,32,128")
    parser.add_argument("--index", type=Path, help="where the index is kept from run to run")
    given = parser.parse_args()
    levels = [int(level) for level in given.clients.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        questions = prepare(corpus, given.folder, given.year)
        index_dir = given.index or Path(scratch) / "index"
        assistant = Assistant.open(corpus=corpus, index_dir=index_dir)
        assistant.update()
        loads = [under_load(corpus, index_dir, questions, level, given.seconds) for level in levels]
        one = 32 if 32 in levels else max(levels)
        alone = under_load(corpus, index_dir, questions, one, given.seconds, at_once=1)
        meanwhile = under_load(corpus, index_dir, questions, 8, given.seconds, update=True)
        show(loads, alone, meanwhile)
        check(assistant, loads)


def prepare(corpus: Path, folder: Path | None, year: int) -> list[str]:
    """Put the articles into `corpus`, and give the questions to ask about them."""
    if folder is None:
        shutil.copytree(ROOT / "seeds", corpus, dirs_exist_ok=True)
        return [labelled.question for labelled in read_labelled(DATA / "seed_questions.jsonl")]
    name = f"articles-{year}.jsonl.gz"
    shutil.copy(folder / name, corpus / name)
    return [asked.question for asked in read_questions(folder, year)]


def under_load(
    corpus: Path,
    index_dir: Path,
    questions: Sequence[str],
    clients: int,
    seconds: float,
    *,
    at_once: int | None = None,
    update: bool = False,
) -> Load:
    """So many clients, each asking one question after another for so many seconds."""
    load = Load(clients)
    lock = threading.Lock()
    turn = itertools.cycle(questions)
    with serving(corpus, index_dir, at_once) as (process, url):
        httpx.post(
            f"{url}/v1/answer", json={"question": questions[0]}, headers=HEADERS, timeout=120
        )
        end = time.perf_counter() + seconds

        def client() -> None:
            with httpx.Client(base_url=url, timeout=300, headers=HEADERS) as http:
                while time.perf_counter() < end:
                    with lock:
                        question = next(turn)
                    start = time.perf_counter()
                    got = http.post("/v1/answer", json={"question": question})
                    took = time.perf_counter() - start
                    with lock:
                        load.statuses[got.status_code] += 1
                        if got.status_code == 200:
                            load.times.append(took)
                            load.texts[question] = got.json()["text"]
                    if got.status_code in (429, 503):
                        time.sleep(float(got.headers["retry-after"]))

        threads = [threading.Thread(target=client) for _ in range(clients)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        if update:
            with (corpus / "arrived.jsonl").open("w", encoding="utf-8") as file:
                for number in range(100):
                    story = f"Bridge {number} opened. The mayor of town {number} was there. " * 20
                    file.write(json.dumps({"title": f"Bridge {number}", "text": story}) + "\n")
            httpx.post(f"{url}/v1/index/update", headers=HEADERS, timeout=60).raise_for_status()
        for thread in threads:
            thread.join()
        load.seconds = time.perf_counter() - start
        load.megabytes = megabytes(process)
    return load


def show(loads: Sequence[Load], alone: Load, meanwhile: Load) -> None:
    """Print the tables."""
    print("| clients | answers a second | p50 ms | p95 ms | p99 ms | 503 | other errors | MB |")
    print("|---|---|---|---|---|---|---|---|")
    named = [(str(load.clients), load) for load in loads]
    named.append((f"{alone.clients}, one question at a time", alone))
    named.append((f"{meanwhile.clients}, while 100 articles are added", meanwhile))
    for name, load in named:
        busy = load.statuses[503]
        errors = sum(load.statuses.values()) - load.statuses[200] - busy
        print(
            f"| {name} | {load.a_second:.2f} | {load.percentile(50):.0f} | "
            f"{load.percentile(95):.0f} | {load.percentile(99):.0f} | {busy} | {errors} | "
            f"{load.megabytes:.0f} |"
        )
    print()


def check(assistant: Assistant, loads: Sequence[Load], most: int = 50) -> None:
    """Compare answers given under load with those given alone, and print how many differ."""
    texts = dict(list({q: t for load in loads for q, t in load.texts.items()}.items())[:most])
    wrong = sum(assistant.ask(question).text != text for question, text in texts.items())
    print(f"{len(texts)} answers under load compared with those given alone: {wrong} differ.")


if __name__ == "__main__":
    main()
