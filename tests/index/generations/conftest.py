from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from newsroom import Newsroom, bridge

from index import Embedder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Newsroom:
    """An index that was updated once."""
    room = Newsroom(tmp_path_factory.mktemp("published"), embedder)
    room.write_bridges()
    room.builder.build()
    room.write("Amber.txt", bridge("Amber", "Tuesday"))
    room.builder.update()
    return room


@pytest.fixture
def newsroom(published: Newsroom, tmp_path: Path) -> Newsroom:
    """A copy that a test may damage."""
    folder = Path(shutil.copytree(published.folder, tmp_path / "room"))
    return Newsroom(folder, published.embedder)
