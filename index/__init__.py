"""From articles to a published, searchable generation. Knows nothing of questions."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.article import Article
    from index.generations.build import Builder, Update
    from index.generations.generation import Generation, open_published
    from index.generations.manifest import Manifest
    from index.text.passages import Passage
    from index.vectors.embedding import Embedder

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
    "Embedder": "vectors.embedding",
    "Generation": "generations.generation",
    "Manifest": "generations.manifest",
    "Passage": "text.passages",
    "Builder": "generations.build",
    "Update": "generations.build",
    "open_published": "generations.generation",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is (PEP 562): Chroma takes most of a second to import."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
