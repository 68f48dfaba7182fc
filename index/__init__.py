"""From articles to a published, searchable generation. Knows nothing of questions."""

from index import publish
from index.article import Article
from index.build import build_index
from index.embedding import Embedder
from index.generation import Generation, open_published
from index.manifest import Manifest
from index.passages import Passage

__all__ = [
    "Article",
    "Embedder",
    "Generation",
    "Manifest",
    "Passage",
    "build_index",
    "open_published",
    "publish",
]
