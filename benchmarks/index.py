"""What an archive costs: building it, keeping it up to date, and how that grows with its size.

python -m benchmarks.index FOLDER [--sizes 1000,5000,0] [--plot FILE.svg] [--work FOLDER]

FOLDER holds dumps of articles, such as RealTime QA's. They are written out as one text file each,
as a newsroom would have them; 101 are kept back to be added. A size of 0 is all of them. The
largest archive is built first and from nothing; the smaller ones take their vectors from it, so
that only their updates are timed. Each time is of a whole command, from its start.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant import Assistant
from assistant.status import Status
from benchmarks.questions import ROOT
from index import Article
from index.article import article_id
from index.generations import publish
from index.reading.corpus import Skipped, read_file
from index.reading.corpus_files import corpus_files

_MANY = 100


@dataclass(frozen=True)
class Built:
    """A build from nothing: seconds until it answered by words and until it was done, the most
    memory that it had with its workers (bytes), and what came of it.
    """

    words: float
    done: float
    memory: int
    status: Status


@dataclass(frozen=True)
class Updated:
    """Seconds of each kind of update of one archive; `to_answer` ends when a reader that was open
    before finds the article.
    """

    articles: int
    no_change: float
    to_answer: float
    one: float
    hundred: float
    hundred_removed: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="0,5000,1000")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with _folder(given.work) as work:
        rows = run(given.folder, work, sizes)
    if given.plot:
        draw(rows, given.plot)


def run(folder: Path, work: Path, sizes: Sequence[int], many: int = _MANY) -> list[Updated]:
    """Build and update an archive of each size in `work`, printing the tables.

    `many` articles are added and removed together.
    """
    articles = list(all_articles(folder))
    random.Random(1).shuffle(articles)
    kept_back, archive = articles[: many + 1], articles[many + 1 :]
    rows = []
    ledger: Path | None = None
    for size in sorted((size or len(archive) for size in sizes), reverse=True):
        place = work / str(size)
        for article in archive[:size]:
            write(article, place / "corpus")
        built = build(place, ledger)
        if ledger is None:
            show_build(built, place / "index")
            ledger = place / "index" / publish.LEDGER
        rows.append(update(place, kept_back, archive[:many]))
    show_updates(rows, many)
    return rows


def all_articles(folder: Path) -> Iterator[Article]:
    """Every usable article of the dumps in `folder`."""
    for found in corpus_files(folder):
        if not isinstance(found, Skipped) and ".jsonl" in found[0]:
            name, path = found
            yield from (a for a in read_file(path, name) if isinstance(a, Article))


def write(article: Article, corpus: Path) -> Path:
    """Write `article` as a text file with front matter into `corpus`."""
    file = corpus / (article.published or "undated")[:7] / f"{article.id}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    known = {
        "title": article.title,
        "date": article.published,
        "authors": list(article.authors),
        "url": article.url,
    }
    about = yaml.safe_dump({k: v for k, v in known.items() if v}, allow_unicode=True)
    file.write_text(f"---\n{about}---\n{article.text}\n", encoding="utf-8")
    return file


def build(place: Path, ledger: Path | None) -> Built:
    """Build the index of `place` in a process of its own."""
    index_dir = place / "index"
    if ledger is not None:
        index_dir.mkdir(parents=True)
        shutil.copy(ledger, index_dir / publish.LEDGER)
    process, begun = _start("build", place), time.perf_counter()
    words = None
    memory = 0
    while process.poll() is None:
        if words is None and (index_dir / "current").exists():
            words = time.perf_counter() - begun
        memory = max(memory, _memory(process.pid))
        time.sleep(0.05)
    done = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"The build of {place} failed.")
    status = Assistant.open(index_dir=index_dir).status()
    return Built(words or done, done, memory, status)


def update(place: Path, added: Sequence[Article], removed: Sequence[Article]) -> Updated:
    """Time updates of the archive in `place`."""
    corpus, index_dir = place / "corpus", place / "index"
    reader = Assistant.open(index_dir=index_dir)
    reader.search(added[0].title, limit=1)
    no_change = _seconds("update", place)
    new = write(added[0], corpus)
    to_answer, one = _until_found(place, reader, added[0].title, new.relative_to(corpus).as_posix())
    for article in added[1:]:
        write(article, corpus)
    hundred = _seconds("update", place)
    for article in removed:
        next(corpus.rglob(f"{article.id}.txt")).unlink()
    hundred_removed = _seconds("update", place)
    return Updated(reader.status().articles, no_change, to_answer, one, hundred, hundred_removed)


def _until_found(place: Path, reader: Assistant, title: str, path: str) -> tuple[float, float]:
    """Seconds until a question about it finds the new article, and until the command ends."""
    wanted = article_id(path)
    done: list[float] = []
    begun = time.perf_counter()
    process = _start("update", place)

    def wait() -> None:
        process.wait()
        done.append(time.perf_counter() - begun)

    waiting = threading.Thread(target=wait)
    waiting.start()
    published = publish.current(place / "index")
    while publish.current(place / "index") == published:
        time.sleep(0.01)
    while wanted not in {c.article_id for c in reader.search(title)}:
        time.sleep(0.01)
    found = time.perf_counter() - begun
    waiting.join()
    return found, done[0]


def show_build(built: Built, index_dir: Path) -> None:
    """Print the table of a build."""
    status = built.status
    seconds = built.done - built.words
    rows = [
        ("articles, passages", f"{status.articles:,}, {status.passages:,}"),
        ("answers by words after", f"{built.words:.0f} s"),
        ("vectors done after", f"{built.done / 60:.1f} min"),
        ("passages a second, vectors stored", f"{status.passages / seconds:.1f}"),
        ("most memory, workers included", f"{built.memory / 1e9:.2f} GB"),
        ("on disk", f"{status.size_bytes / 1e6:,.0f} MB"),
        *((f"- {name}", f"{_size(index_dir / name) / 1e6:,.0f} MB") for name in _PARTS),
    ]
    print("| an archive from nothing | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")
    print(flush=True)


_PARTS = ("segments", "vectors", "ledger.sqlite")


def show_updates(rows: Sequence[Updated], many: int) -> None:
    """Print the table of updates."""
    print(
        "| articles | nothing changed | 1 added: answers | 1 added: done | "
        f"{many} added | {many} removed |\n|---|---|---|---|---|---|"
    )
    for row in rows:
        print(
            f"| {row.articles:,} | {row.no_change:.1f} s | {row.to_answer:.1f} s | "
            f"{row.one:.1f} s | {row.hundred:.1f} s | {row.hundred_removed:.1f} s |"
        )


def draw(rows: Sequence[Updated], file: Path) -> None:
    """Draw the updates against the size of the archive. Needs matplotlib."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3.6))
    rows = sorted(rows, key=lambda row: row.articles)
    for name, label in (
        ("hundred", f"{_MANY} articles added"),
        ("hundred_removed", f"{_MANY} articles removed"),
        ("one", "1 added, vectors too"),
        ("to_answer", "1 added, until it answers"),
        ("no_change", "nothing changed"),
    ):
        axes.plot(
            [row.articles for row in rows],
            [getattr(row, name) for row in rows],
            marker="o",
            label=label,
        )
    axes.set(xlabel="articles in the archive", ylabel="seconds", ylim=0, xlim=0)
    axes.legend(fontsize="small")
    figure.savefig(file, bbox_inches="tight")


def _seconds(command: str, place: Path) -> float:
    begun = time.perf_counter()
    if _start(command, place).wait():
        raise SystemExit(f"The {command} of {place} failed.")
    return time.perf_counter() - begun


def _start(command: str, place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", command],
        cwd=ROOT,
        env={
            **os.environ,
            "ASSISTANT_CORPUS": str(place / "corpus"),
            "ASSISTANT_INDEX_DIR": str(place / "index"),
        },
        stdout=subprocess.DEVNULL,
    )


def _memory(pid: int) -> int:
    """The resident bytes of a process and of its children (Linux)."""
    total = 0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    for one in (str(pid), *children):
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE")
    return total


def _size(path: Path) -> int:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


if __name__ == "__main__":
    main()
