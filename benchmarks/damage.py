"""What becomes of an index of which one file is damaged: every file, in every way, one at a time.

    python -m benchmarks.damage [--flips 10] [--answers]

The index is a small one, of the seed article and a few more. A file of it is cut short, emptied,
deleted, replaced by a folder, or has one bit flipped, at so many places. Then a question is asked,
the index is updated, and the question is asked again. Right is: the first answer is what it was, or
one line says what is damaged; and the second is what it was. An answer is what both sides of the
index find and the articles that it is of; with --answers it is what the reader makes of that, which
takes five times as long.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.engine import Engine
from assistant.evidence.reader import Reader
from benchmarks.questions import ROOT
from index import Builder, Embedder, Generation, open_published
from index.errors import AssistantError
from index.generations import publish
from index.generations.inspection import inspect
from index.generations.manifest import read_manifest

Ask = Callable[[Generation], object]
_QUESTIONS = ("What did Healey say?", "When was the Cedar Bridge opened?", "Who is Tom Webb?")
_PLACES = ("Amber", "Birch", "Cedar")


@dataclass(frozen=True)
class Damage:
    """A way to damage a file, and its name."""

    name: str
    do: Callable[[Path], None]


@dataclass(frozen=True)
class Outcome:
    """What came of one damaged file: whether the answer was right at first or the damage named, or
    neither; what was said; and whether the index was right, whole and at rest after an update.
    """

    file: str
    damage: str
    at_first: Literal["right", "named", "wrong"]
    said: str
    mended: bool

    @property
    def is_good(self) -> bool:
        """Whether nobody was misled, and the update mended it."""
        return self.at_first != "wrong" and self.mended


def damages(flips: int) -> list[Damage]:
    """Every way to damage a file."""
    return [
        Damage("cut short", _cut),
        Damage("emptied", lambda file: _write(file, b"")),
        Damage("deleted", Path.unlink),
        Damage("unreadable", _replace_by_folder),
        *(Damage(f"flipped at {n} of {flips}", _flip(n, flips)) for n in range(1, flips + 1)),
    ]


@dataclass(frozen=True)
class Index:
    """A whole index, of which copies are damaged, and what is answered from it."""

    builder: Builder
    ask: Ask
    expected: object

    @classmethod
    def make(cls, folder: Path, embedder: Embedder, ask: Ask) -> Index:
        """An index in `folder`, updated once, so that a generation has another before it."""
        corpus = Path(shutil.copytree(ROOT / "seeds", folder / "corpus"))
        for place in _PLACES:
            (corpus / f"{place}.txt").write_text(
                f"{place} Bridge opens\nThe {place} Bridge was opened on Monday by Tom Webb, the "
                f"mayor of {place}. It is the first bridge across the river there.\n",
                encoding="utf-8",
            )
        builder = Builder(corpus, folder / "index", embedder)
        builder.build()
        (corpus / "Cedar.txt").write_text(
            "Cedar Bridge opens\nThe Cedar Bridge was opened on Tuesday by Tom Webb.\n",
            encoding="utf-8",
        )
        builder.update()
        generation = open_published(builder.index_dir)
        if generation is None:
            raise SystemExit("Nothing was published.")
        try:
            return cls(builder, ask, ask(generation))
        finally:
            generation.close()

    @property
    def files(self) -> list[str]:
        """Every file that it has, by path, but for those of the generation before alone."""
        index_dir = self.builder.index_dir
        folder = publish.current(index_dir)
        assert folder is not None
        used = read_manifest(folder)
        names = {folder.name, *publish.segments_used([used]), *publish.vectors_used([used])}
        files = (p.relative_to(index_dir) for p in sorted(index_dir.rglob("*")) if p.is_file())
        return [f.as_posix() for f in files if len(f.parts) == 1 or f.parts[1] in names]

    def outcome(self, file: str, damage: Damage) -> Outcome:
        """What comes of `damage` to `file`."""
        with tempfile.TemporaryDirectory() as folder:
            index_dir = Path(shutil.copytree(self.builder.index_dir, Path(folder) / "index"))
            damage.do(index_dir / file)
            at_first, said = self._answer(index_dir)
            builder = Builder(self.builder.corpus, index_dir, self.builder.embedder)
            try:
                builder.update()
                again = builder.update()
                inspection = inspect(index_dir)
                whole = inspection is not None and not inspection.faults
                at_rest = not again.published and not again.mended
                mended = whole and at_rest and self._answer(index_dir)[0] == "right"
            except AssistantError as error:
                mended, said = False, str(error)
            return Outcome(file, damage.name, at_first, said, mended)

    def _answer(self, index_dir: Path) -> tuple[Literal["right", "named", "wrong"], str]:
        try:
            generation = open_published(index_dir)
            if generation is None:
                return "named", "There is no index."  # a command would make it
            try:
                found = self.ask(generation)
            finally:
                generation.close()
        except AssistantError as error:
            return ("named", str(error)) if "\n" not in str(error) else ("wrong", str(error))
        return ("right", "") if found == self.expected else ("wrong", str(found))


def answers(embedder: Embedder, reader: Reader) -> Ask:
    """Asks the questions, and gives texts and citations."""

    def ask(generation: Generation) -> object:
        engine = Engine(generation, embedder, reader)
        found = [engine.answer(question, question) for question in _QUESTIONS]
        return [(a.text, [(c.quote, c.start, c.end) for c in a.citations]) for a in found]

    return ask


def passages(embedder: Embedder) -> Ask:
    """Asks both sides of the index, which is quicker, and gives what they find."""

    vectors = {question: embedder.question(question) for question in _QUESTIONS}

    def ask(generation: Generation) -> object:
        found = []
        for question, vector in vectors.items():
            hits = generation.search_terms(question, 5) + generation.search_vectors(vector, 5)
            found += [(passage, round(score, 4)) for passage, score in hits]
        return found, [generation.article(passage.article_id) for passage, _ in found]

    return ask


def run(index: Index, flips: int) -> Iterator[Outcome]:
    """Damage every file in every way."""
    for file in index.files:
        for damage in damages(flips):
            yield index.outcome(file, damage)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--flips", type=int, default=10)
    parser.add_argument("--answers", action="store_true")
    given = parser.parse_args()
    embedder = Embedder()
    ask = answers(embedder, Reader()) if given.answers else passages(embedder)
    with tempfile.TemporaryDirectory() as folder:
        index = Index.make(Path(folder), embedder, ask)
        outcomes = list(run(index, given.flips))
    show(outcomes)
    if not all(outcome.is_good for outcome in outcomes):
        raise SystemExit(1)


def show(outcomes: list[Outcome]) -> None:
    """Print the table, a row a file, and what was not as it should be."""
    print("| file | damaged | answer right | damage named | neither | mended |")
    print("|---|---|---|---|---|---|")
    rows: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        rows.setdefault(kind(outcome.file), []).append(outcome)
        rows.setdefault("all", []).append(outcome)
    for name in sorted(rows, key=lambda name: (name == "all", name)):
        count = Counter(outcome.at_first for outcome in rows[name])
        mended = sum(outcome.mended for outcome in rows[name])
        print(
            f"| {name} | {len(rows[name])} | {count['right']} | {count['named']} "
            f"| {count['wrong']} | {mended} |"
        )
    for outcome in outcomes:
        if not outcome.is_good:
            print(f"not good: {outcome}")


def kind(file: str) -> str:
    """The file without the names that differ from index to index."""
    first, *rest = file.split("/")
    return "/".join((first, *rest[-1:])) if rest else first


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _cut(file: Path) -> None:
    _write(file, file.read_bytes()[: file.stat().st_size // 2])


def _replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _flip(number: int, of: int) -> Callable[[Path], None]:
    """Flips a bit, the `number`th of so many places from the first byte to the last."""

    def flip(file: Path) -> None:
        content = bytearray(file.read_bytes() or b"\0")
        place = (len(content) - 1) * (number - 1) // max(of - 1, 1)
        content[place] ^= 1 << number % 8
        _write(file, bytes(content))

    return flip


if __name__ == "__main__":
    main()
