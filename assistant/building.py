"""Building the index as the settings say, to the end or in the background."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from dataclasses import replace

from assistant.settings import Settings, SettingsError
from index import Builder, Embedder, Manifest
from index.reading import Fields, Limits, ReadOptions
from index.writer import Progress, unreported

_log = logging.getLogger(__name__)


def builder(
    settings: Settings, embedder: Embedder | None = None, progress: Progress | None = None
) -> Builder:
    """The builder of the index that `settings` name.

    Raises SettingsError when the mapping of fields cannot be read.
    """
    return Builder(
        corpus=settings.corpus,
        index_dir=settings.index_dir,
        embedder=embedder or Embedder(settings.embedding_model),
        options=read_options(settings),
        chroma_url=settings.chroma_url,
        progress=progress or unreported,
    )


def read_options(settings: Settings) -> ReadOptions:
    """How the files of the corpus are read. Raises SettingsError for an unusable mapping."""
    try:
        fields = Fields.parse(settings.fields)
    except ValueError as error:
        raise SettingsError(f"ASSISTANT_FIELDS is not usable: {error}") from error
    limits = Limits(
        file_bytes=settings.max_file_mb * 1_000_000,
        record_bytes=settings.max_file_mb * 1_000_000,
        dump_bytes=settings.max_dump_mb * 1_000_000,
    )
    return ReadOptions(limits=limits, fields=fields)


def first_build(work: Builder) -> None:
    """Build the index. Raises what Builder.build raises."""
    work.build()


def first_words(work: Builder) -> None:
    """Build the index, and come back as soon as it answers by words; the rest goes on.

    Raises what Builder.build raises, if it raises it before that.
    """
    answerable: Future[None] = Future()

    def published(manifest: Manifest) -> None:
        if not answerable.done():
            answerable.set_result(None)

    def build() -> None:
        try:
            replace(work, on_published=published).build()
        except Exception as error:
            if not answerable.done():
                answerable.set_exception(error)
            else:
                _log.warning("The vectors of the index could not be made: %s", error)

    # A daemon: who stops the server need not wait, for the vectors are taken up where they were.
    threading.Thread(target=build, name="index", daemon=True).start()
    answerable.result()
