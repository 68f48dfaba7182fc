"""Building a generation from a corpus folder and publishing it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

from index import publish, weights
from index.bm25 import TermIndex
from index.embedding import DEFAULT_MODEL, Embedder
from index.generation import STORE, TERMS, VECTORS
from index.manifest import FILE, Manifest, SkippedFile
from index.passages import cut_passages
from index.reading import read_corpus
from index.store import ArticleStore
from index.vectors import VectorIndex
from index.vocabulary import word_forms

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def build_index(
    corpus: Path,
    index_dir: Path,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Read `corpus`, build a new generation beside the published one, and publish it.

    Gives the new generation's manifest. Raises CorpusError when there is nothing to index,
    IndexBusyError when another process is building, WeightsError when the model is not there;
    the published generation is untouched until the last step.
    """
    embedder = embedder or Embedder()
    report = progress or (lambda what, done, total: None)
    clock = _Clock()
    with publish.writing(index_dir):
        # Read under the lock: a slow build must not publish an older corpus over a newer one.
        found = read_corpus(corpus)
        report("read", len(found.articles), len(found.articles))
        clock.lap("read")
        created = dt.datetime.now(dt.UTC)
        name = created.strftime("%Y%m%dT%H%M%S%f")
        folder = publish.draft(index_dir, name)
        titles = {article.id: article.title for article in found.articles}
        passages = [p for article in found.articles for p in cut_passages(article)]
        # A passage is found by its title's words too: it often names what the text calls "it".
        texts = [f"{titles[p.article_id]}\n{p.text}" for p in passages]
        clock.lap("cut")
        ArticleStore.build(found.articles, passages, word_forms(found.articles), folder / STORE)
        TermIndex.build(texts, folder / TERMS)
        clock.lap("terms")
        vectors = embedder.passages(texts, lambda done: report("embed", done, len(texts)))
        clock.lap("embed")
        VectorIndex.build([p.id for p in passages], vectors, folder / VECTORS)
        clock.lap("vectors")
        manifest = Manifest(
            generation=name,
            created=created.isoformat(timespec="seconds"),
            corpus=str(corpus),
            articles=len(found.articles),
            passages=len(passages),
            newest=max((a.published for a in found.articles if a.published), default=None),
            embedding_model=embedder.model,
            embedding_sha256=weights.MINILM.sha256 if embedder.model == DEFAULT_MODEL else None,
            dimensions=vectors.shape[1],
            skipped=tuple(SkippedFile(path=s.path, reason=s.reason) for s in found.skipped),
            seconds=clock.laps,
        )
        (folder / FILE).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
        publish.publish(index_dir, name)
    return manifest


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 3)
        self._last = now
