"""What an update starts from: the published generation, or what can still be used of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index import publish
from index.catalog import Catalog
from index.damage import DamagedError, reading_published
from index.embedding import Embedder
from index.errors import IndexUnavailableError
from index.manifest import Manifest, SegmentUse, read_manifest
from index.reading import ReadOptions
from index.segment import Segment
from index.vectorise import has_vectors
from index.vectors import VectorHome


@dataclass(frozen=True)
class Base:
    """A manifest with its catalog, none and an empty one to start from nothing; `damage` says why
    that is so although a generation is published.
    """

    manifest: Manifest | None
    catalog: Catalog
    damage: str | None = None

    def segments_for(
        self, at: str, embedder: Embedder, segments: Path, home: VectorHome
    ) -> tuple[SegmentUse, ...]:
        """Its segments, without vectors that are of another model, in another place or lost.

        Raises DamagedError when a segment cannot be read.
        """
        uses: list[SegmentUse] = []
        for use in self.manifest.segments if self.manifest else ():
            with reading_published():
                passages = Segment(segments / use.name).size.passages
            usable = (
                self.manifest is not None
                and self.manifest.vectors_at == at
                and use.vectors is not None
                and has_vectors(use, embedder)
                and home.count(use.vectors) == passages
            )
            uses.append(use if usable else use.model_copy(update={"vectors": None}))
        return tuple(uses)


def find_base(index_dir: Path, options: ReadOptions) -> Base:
    """What an update of the index at `index_dir` starts from."""
    try:
        folder = publish.current(index_dir)
        if folder is None:
            return Base(None, Catalog.empty())
        manifest = read_manifest(folder)
        with reading_published():
            catalog = Catalog.read(folder)
    except (IndexUnavailableError, DamagedError) as error:
        return Base(None, Catalog.empty(), str(error))  # nothing that could be kept
    if manifest.reading != options.fingerprint:
        # The same files may give other articles now.
        catalog = Catalog({}, catalog.articles, catalog.skipped)
    return Base(manifest, catalog)
