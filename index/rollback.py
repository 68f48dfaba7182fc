"""Going back to the generation before."""

from __future__ import annotations

from pathlib import Path

from index import publish
from index.errors import IndexUnavailableError
from index.generation import Generation
from index.manifest import Manifest


def roll_back(index_dir: Path, chroma_url: str | None = None) -> Manifest:
    """Make the generation before the published one the published one, and give its manifest.

    Raises IndexUnavailableError when there is none or it cannot be read, IndexBusyError when
    another process is writing.
    """
    with publish.writing(index_dir):
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
