"""From articles to a published, searchable generation. Knows nothing of questions."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.article import Article
    from index.build import Builder, Update
    from index.embedding import Embedder
    from index.generation import Generation, open_published
    from index.manifest import Manifest
    from index.passages import Passage

__all__ = [
    "Article",
    "Builder",
    "Embedder",
    "Generation",
    "Manifest",
    "Passage",
    "Update",
    "open_published",
]

# Nothing leaves the machine: onnxruntime reports to its maker unless this is set before it loads.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_HOMES = {
    "Article": "article",
    "Embedder": "embedding",
    "Generation": "generation",
    "Manifest": "manifest",
    "Passage": "passages",
    "Builder": "build",
    "Update": "build",
    "open_published": "generation",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is (PEP 562): Chroma takes most of a second to import."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
