"""Going back to the generation before."""

from __future__ import annotations

from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError, IndexUnavailableError
from index.generations import publish
from index.generations.inspection import check_generation
from index.generations.manifest import Manifest, read_manifest
from index.generations.mending import mend_pointer


def before(index_dir: Path) -> Manifest | None:
    """The generation that `roll_back` would go back to, or None when there is none."""
    name = next(iter(_names_before(index_dir)), None)
    return read_manifest(index_dir / publish.GENERATIONS / name) if name else None


def _names_before(index_dir: Path) -> list[str]:
    """The generation before the published one; all that are older, newest first, when the
    published one is too damaged to name it.
    """
    folder = publish.current(index_dir)
    if folder is None:
        return []
    try:
        name = publish.generation_before(index_dir)
    except IndexDamagedError:
        return [name for name in publish.generations(index_dir) if name < folder.name]
    return [name] if name else []


def roll_back(
    index_dir: Path, chroma_url: str | None = None, *, published: str | None = None
) -> Manifest:
    """Make the generation before the published one the published one, and give its manifest.

    Every byte of it is looked at first. Raises IndexUnavailableError when there is none or it is
    damaged, IndexBusyError when another process is writing, or another generation than
    `published` is, if that is given.
    """
    with publish.writing(index_dir):
        mend_pointer(index_dir)
        now = publish.current(index_dir)
        if published is not None and (now is None or now.name != published):
            raise IndexBusyError(
                "The index has changed meanwhile: look at what answers now, and decide again."
            )
        damaged: IndexUnavailableError | None = None
        for name in _names_before(index_dir):
            try:
                manifest = check_generation(index_dir / publish.GENERATIONS / name, chroma_url)
            except IndexUnavailableError as error:
                damaged = damaged or error
                continue
            publish.turn_to(index_dir, name)
            return manifest
        raise damaged or IndexUnavailableError(
            f"The index at {index_dir} keeps no generation before the published one: "
            "there is nothing to go back to."
        )
