"""What the index holds and what is being done to it: for the shell, scripts and the page."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.settings import Settings
from index.generations.manifest import Manifest, SkippedFile
from index.generations.writer import AtWork, writer_of


class Status(BaseModel):
    """The published index.

    `dense` is the share of the passages that have vectors, from 0 to 1; `newest` the date of the
    newest article; `models` the embedding model and the reranker; `vectors` where the vectors
    are; `previous` the generation that a rollback would return to; `at_work` who is changing the
    index at this moment; `damaged` what is wrong with its files, None when they were not looked at.
    """

    model_config = ConfigDict(frozen=True)

    generation: str
    articles: int
    passages: int
    dense: float
    newest: str | None
    created: str
    models: dict[str, str]
    vectors: str
    size_bytes: int
    corpus: str
    skipped: tuple[SkippedFile, ...]
    segments: int
    previous: str | None
    at_work: AtWork | None
    damaged: tuple[str, ...] | None = None


def describe(
    manifest: Manifest, settings: Settings, damaged: tuple[str, ...] | None = None
) -> Status:
    """The status of the generation that `manifest` describes, in the index of the settings."""
    on_server = manifest.vectors_at == "server"
    return Status(
        generation=manifest.generation,
        articles=manifest.articles,
        passages=manifest.passages,
        dense=round(manifest.dense, 4),
        newest=manifest.newest,
        created=manifest.created,
        models={"embedding": manifest.embedding_model, "reranker": settings.reranker_model},
        vectors=settings.chroma_url or "a Chroma server" if on_server else "this machine",
        size_bytes=_size(settings.index_dir),
        corpus=manifest.corpus,
        skipped=manifest.skipped,
        segments=len(manifest.segments),
        previous=manifest.previous,
        at_work=writer_of(settings.index_dir),
        damaged=damaged,
    )


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size
        except OSError:
            continue  # a writer removed it meanwhile
    return total
