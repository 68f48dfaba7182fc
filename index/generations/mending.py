"""Mending what can be mended before an update begins: the pointer, and the ledger of vectors."""

from __future__ import annotations

from pathlib import Path

from index.errors import IndexUnavailableError
from index.generations import publish
from index.generations.manifest import read_manifest
from index.vectors.ledger import Ledger, LedgerDamagedError


def mend_pointer(index_dir: Path) -> list[str]:
    """Point to the newest generation that is there when the pointer is lost; what was done.

    Only for the writer, who holds the lock.
    """
    try:
        if publish.current(index_dir) is not None:
            return []
        why = f"{publish.POINTER} was missing"
    except IndexUnavailableError as error:
        why = error.why
    for name in publish.generations(index_dir):
        try:
            read_manifest(index_dir / publish.GENERATIONS / name)
        except IndexUnavailableError:
            continue
        publish.turn_to(index_dir, name)
        return [f"the newest generation answers again ({why})"]
    return []


def mend_ledger(index_dir: Path, model: str) -> list[str]:
    """Drop vectors of the ledger that are damaged, or all of it; what was done.

    They are made again when they are needed.
    """
    file = index_dir / publish.LEDGER
    if not file.exists():
        return []
    try:
        with Ledger.open(file, model) as ledger:
            dropped = ledger.drop_damaged()
    except LedgerDamagedError as error:
        Ledger.discard(file)
        return [f"{file.name} was begun anew ({error})"]
    return [f"{file.name} was rid of {dropped:,} damaged vectors"] if dropped else []
