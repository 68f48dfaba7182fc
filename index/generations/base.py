"""What an update starts from: the published generation, or what can still be used of it. Every
byte of it is looked at, so that nothing that was damaged is written anew as if it were sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.damage import DamagedError, reading_published
from index.errors import IndexUnavailableError, OlderIndexError
from index.generations import publish
from index.generations.catalog import Catalog
from index.generations.manifest import Manifest, SegmentUse, read_manifest
from index.generations.segment import Segment
from index.generations.sums import check
from index.reading.corpus import ReadOptions
from index.vectors.collections import VectorHome
from index.vectors.embedding import Embedder
from index.vectors.vectorise import has_vectors


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
    ) -> tuple[tuple[SegmentUse, ...], list[str]]:
        """Its segments, without vectors that are of another model, in another place or damaged;
        and what is wrong with those that are damaged.

        Raises DamagedError when a segment is.
        """
        uses: list[SegmentUse] = []
        damaged: list[str] = []
        for use in self.manifest.segments if self.manifest else ():
            folder = segments / use.name
            check(folder, use.files, whole=True)
            with reading_published():
                passages = Segment(folder).size.passages
            usable = (
                self.manifest is not None
                and self.manifest.vectors_at == at
                and use.vectors is not None
                and has_vectors(use, embedder)
            )
            if usable and use.vectors is not None:
                found = home.faults(use.vectors, passages, use.vector_sums)
                damaged += found
                usable = not found
            uses.append(use if usable else use.with_vectors(None))
        return tuple(uses), damaged


def damage(why: str) -> str:
    """How it is said why everything is indexed anew."""
    return f"the index was damaged ({why})"


def find_base(index_dir: Path, options: ReadOptions) -> Base:
    """What an update of the index at `index_dir` starts from."""
    try:
        folder = publish.current(index_dir)
        if folder is None:
            return Base(None, Catalog.empty())
        manifest = read_manifest(folder)
        check(folder, manifest.files, whole=True)
        with reading_published():
            catalog = Catalog.read(folder)
    # Nothing could be kept.
    except OlderIndexError:
        return Base(None, Catalog.empty(), "an older version of this program had made the index")
    except IndexUnavailableError as error:
        return Base(None, Catalog.empty(), damage(error.why))
    except DamagedError as error:
        return Base(None, Catalog.empty(), damage(str(error)))
    if manifest.reading != options.fingerprint:
        # The same files may give other articles now.
        catalog = Catalog({}, catalog.articles, catalog.skipped)
    return Base(manifest, catalog)
