"""Looking at every byte of the published index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.damage import DamagedError, reading_published, reason
from index.errors import (
    IndexDamagedError,
    IndexForbiddenError,
    IndexUnavailableError,
    VectorsUnreachableError,
)
from index.generations import publish
from index.generations.generation import Generation, vector_home
from index.generations.hold import Hold
from index.generations.manifest import Manifest, read_manifest
from index.generations.segment import Segment
from index.generations.sums import faults
from index.vectors.ledger import Ledger


@dataclass(frozen=True)
class Inspection:
    """What the published generation says of itself, and what is wrong with it, a line each."""

    manifest: Manifest
    faults: tuple[str, ...]


def inspect(index_dir: Path, chroma_url: str | None = None) -> Inspection | None:
    """Look at all of the published generation and of the ledger; None when none is published.

    Vectors on a server that does not answer are not judged. Raises IndexUnavailableError when
    the generation does not even tell what belongs to it.
    """
    while (folder := publish.current(index_dir)) is not None:
        try:
            hold = Hold(folder)
        except FileNotFoundError:
            continue  # another one has been published
        except PermissionError as error:
            raise IndexForbiddenError(folder, reason(error)) from error
        try:
            manifest = read_manifest(folder)
            found: list[str] = []
            with suppress(VectorsUnreachableError):
                found.extend(_faults(folder, manifest, chroma_url))
            found += Ledger.faults(index_dir / publish.LEDGER)
            return Inspection(manifest, tuple(found))
        finally:
            hold.release()
    return None


def check_generation(folder: Path, chroma_url: str | None) -> Manifest:
    """Look at all of the generation in `folder`, and give its manifest.

    Raises IndexDamagedError for the first fault, IndexUnavailableError when it cannot be read,
    VectorsUnreachableError when its vectors are on a server that does not answer.
    """
    manifest = read_manifest(folder)
    for fault in _faults(folder, manifest, chroma_url):
        raise IndexDamagedError(folder, fault)
    return manifest


def _faults(folder: Path, manifest: Manifest, chroma_url: str | None) -> Iterator[str]:
    index_dir = folder.parents[1]
    found = list(faults(folder, manifest.files, whole=True))
    for use in manifest.segments:
        found += faults(index_dir / publish.SEGMENTS / use.name, use.files, whole=True)
    yield from found
    if found:
        return
    try:
        home = vector_home(index_dir, manifest, chroma_url)
        for use in manifest.segments:
            if use.vectors is not None:
                with reading_published():
                    size = Segment(index_dir / publish.SEGMENTS / use.name).size
                found += home.faults(use.vectors, size.passages, use.vector_sums)
        yield from found
        if not found:
            Generation(folder, chroma_url).close()
    except IndexUnavailableError as error:
        yield error.why
    except DamagedError as error:
        yield str(error)
