"""Whether the service's memory stays flat over time: clients that ask, search and read for minutes.

python -m benchmarks.soak [--minutes 60] [--clients 4] [--warm-up 10] [--index FOLDER]

Prints the memory of the served process after the warm-up and at the end; it ends with status 1
when the second is more than a twentieth above the first.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from assistant import Assistant
from benchmarks.questions import DATA, ROOT, read_questions
from benchmarks.served import HEADERS, megabytes, serving

_MOST_GROWTH = 0.05


@dataclass
class Soak:
    """What was answered, by status, and the megabytes after the warm-up and at the end."""

    statuses: Counter[int] = field(default_factory=Counter)
    warm: float = 0.0
    end: float = 0.0

    @property
    def growth(self) -> float:
        """By which share the memory grew after the warm-up."""
        return self.end / self.warm - 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--warm-up", type=float, default=10, help="minutes before the first look")
    parser.add_argument("--index", type=Path, help="where the index is kept from run to run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        index_dir = given.index or Path(scratch) / "index"
        Assistant.open(corpus=ROOT / "seeds", index_dir=index_dir)
        done = soak(index_dir, given.clients, given.minutes * 60, given.warm_up * 60)
    print("| answered with 200 | with others | MB when warm | MB at the end | growth |")
    print("|---|---|---|---|---|")
    others = done.statuses.total() - done.statuses[200]
    print(
        f"| {done.statuses[200]} | {others} | {done.warm:.0f} | {done.end:.0f} | "
        f"{done.growth:+.1%} |"
    )
    raise SystemExit(done.growth > _MOST_GROWTH)


def soak(index_dir: Path, clients: int, seconds: float, warm_up: float) -> Soak:
    """Have `clients` ask over and over again for `seconds`, of which `warm_up` come first."""
    done = Soak()
    questions = [labelled.question for labelled in read_questions(DATA / "seed_questions.jsonl")]
    turn = itertools.cycle(questions)
    lock = threading.Lock()
    with serving(ROOT / "seeds", index_dir) as (process, url):
        end = time.monotonic() + seconds

        def client() -> None:
            while time.monotonic() < end:
                with lock:
                    question = next(turn)
                statuses = _visit(url, question)
                with lock:
                    done.statuses.update(statuses)

        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        time.sleep(min(warm_up, seconds))
        done.warm = megabytes(process)
        for thread in threads:
            thread.join()
        done.end = megabytes(process)
    return done


def _visit(url: str, question: str) -> list[int]:
    """A client that comes, asks and reads in every way that there is, and goes."""
    asked = {"question": question}
    with httpx.Client(base_url=url, headers=HEADERS, timeout=300) as http:
        answers = [
            http.post("/v1/answer", json=asked),
            http.post("/v1/answer", json={**asked, "stream": True}),
            http.post("/v1/search", json=asked),
            http.get("/v1/articles", params={"query": question[:100]}),
            http.get("/"),
        ]
    return [answer.status_code for answer in answers]


if __name__ == "__main__":
    main()
