"""Going back to the generation before."""

from __future__ import annotations

from pathlib import Path

from index import publish
from index.errors import IndexBusyError, IndexUnavailableError
from index.generation import Generation
from index.manifest import Manifest, read_manifest


def before(index_dir: Path) -> Manifest | None:
    """The generation that `roll_back` would go back to, or None when there is none."""
    name = publish.generation_before(index_dir)
    return read_manifest(index_dir / publish.GENERATIONS / name) if name else None


def roll_back(
    index_dir: Path, chroma_url: str | None = None, *, published: str | None = None
) -> Manifest:
    """Make the generation before the published one the published one, and give its manifest.

    Raises IndexUnavailableError when there is none or it cannot be read, IndexBusyError when
    another process is writing, or another generation than `published` is, if that is given.
    """
    with publish.writing(index_dir):
        now = publish.current(index_dir)
        if published is not None and (now is None or now.name != published):
            raise IndexBusyError(
                "The index has changed meanwhile: look at what answers now, and decide again."
            )
        name = publish.generation_before(index_dir)
        if name is None:
            raise IndexUnavailableError(
                f"The index at {index_dir} keeps no generation before the published one: "
                "there is nothing to go back to."
            )
        generation = Generation(index_dir / publish.GENERATIONS / name, chroma_url)
        generation.close()
        publish.turn_to(index_dir, name)
        return generation.manifest
