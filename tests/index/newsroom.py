"""A corpus folder that a test changes as an editor would, and the index of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from index import Builder, Embedder, Generation, Manifest, open_published
from index.generations.segment import Segment

PLACES = "Amber Birch Cedar Dover Elm Fern Grove Heath Iris Juniper".split()


@dataclass
class Newsroom:
    """Articles in `corpus`, indexed in `index_dir`; `published` lists what was published."""

    folder: Path
    embedder: Embedder
    chroma_url: str | None = None
    published: list[Manifest] = field(default_factory=list)

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def index_dir(self) -> Path:
        return self.folder / "index"

    @property
    def builder(self) -> Builder:
        return Builder(
            self.corpus,
            self.index_dir,
            self.embedder,
            chroma_url=self.chroma_url,
            on_published=self.published.append,
        )

    def write(self, name: str, text: str) -> None:
        (self.corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (self.corpus / name).write_text(text, encoding="utf-8")

    def write_bridges(self, places: list[str] = PLACES[:3]) -> None:
        """One article a place, about the opening of its bridge."""
        for place in places:
            self.write(f"{place}.txt", bridge(place))

    def open(self) -> Generation:
        found = open_published(self.index_dir, self.chroma_url)
        assert found is not None
        return found

    def found_by_words(self, question: str) -> list[str]:
        """The texts of the passages that are found by words, best first."""
        generation = self.open()
        try:
            return [p.text for p, _ in generation.search_terms(question, 10)]
        finally:
            generation.close()

    def found_by_vectors(self, question: str) -> list[str]:
        """The texts of the passages that are found by vectors, best first."""
        generation = self.open()
        try:
            hits = generation.search_vectors(self.embedder.question(question), 10)
            return [p.text for p, _ in hits]
        finally:
            generation.close()

    def segments(self) -> list[Segment]:
        """What is on disk."""
        folders = sorted((self.index_dir / "segments").iterdir())
        return [Segment(folder) for folder in folders]


def bridge(place: str, day: str = "Monday") -> str:
    """An article of one passage."""
    return (
        f"{place} Bridge opens\n"
        f"The {place} Bridge was opened on {day} by the mayor of {place}. It is the first bridge "
        f"across the river at {place}, and it took four years to build."
    )
