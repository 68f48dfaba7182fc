"""Time to an answer on the seed article: cold, from process start, and warm, by stage.

python -m benchmarks.latency [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant import Assistant
from benchmarks.questions import DATA, ROOT, read_questions

_QUESTION = "What did Healey say?"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        index_dir = Path(folder) / "index"
        assistant = Assistant.open(corpus=ROOT / "seeds", index_dir=index_dir)
        cold = [cold_seconds(index_dir) for _ in range(runs)]
        print("| cold `assistant ask`, process start to exit | s |\n|---|---|")
        print(f"| median of {runs} | {statistics.median(cold):.2f} |")
        print(f"| slowest | {max(cold):.2f} |\n")
        warm(assistant, 3)


def cold_seconds(index_dir: Path) -> float:
    """The wall-clock seconds of one `assistant ask` as a process of its own."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "assistant", "ask", _QUESTION],
        env={**os.environ, "ASSISTANT_INDEX_DIR": str(index_dir)},
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


def warm(assistant: Assistant, rounds: int) -> dict[str, float]:
    """Ask every benchmark question `rounds` times and print the stages; gives medians in ms."""
    questions = [q.question for q in read_questions(DATA / "seed_questions.jsonl")]
    for question in questions[:3]:
        assistant.ask(question)
    stages: dict[str, list[float]] = {}
    for question in questions * rounds:
        for stage, ms in assistant.ask(question).timings_ms.items():
            stages.setdefault(stage, []).append(ms)
    print("| warm, by stage | p50 ms | p95 ms |\n|---|---|---|")
    for stage, times in stages.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"| {stage} | {statistics.median(times):.1f} | {p95:.1f} |")
    return {stage: statistics.median(times) for stage, times in stages.items()}


if __name__ == "__main__":
    main()
