"""Building the index as the settings say, to the end or in the background."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from dataclasses import replace

from assistant.settings import Settings, SettingsError
from index import Builder, Embedder, Manifest
from index.errors import IndexBusyError
from index.generations import publish
from index.generations.writer import Progress, unreported
from index.reading.corpus import Fields, Limits, ReadOptions

_log = logging.getLogger(__name__)
_SECONDS_BETWEEN_LOOKS = 0.2


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
        fields = Fields.parse(settings.fields or "")
    except ValueError as error:
        raise SettingsError(f"ASSISTANT_FIELDS is not usable: {error}") from error
    limits = Limits(
        file_bytes=settings.max_file_mb * 1_000_000,
        record_bytes=settings.max_file_mb * 1_000_000,
        dump_bytes=settings.max_dump_mb * 1_000_000,
    )
    return ReadOptions(limits=limits, fields=fields)


def first_build(work: Builder) -> None:
    """Build the index that is not there yet, or wait for who is building it already.

    Comes back when there is one that answers. Raises what Builder.update raises.
    """
    while True:
        try:
            work.update()
        except IndexBusyError:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
            if publish.current(work.index_dir) is not None:
                return
        else:
            return


def build_behind(work: Builder) -> None:
    """Build the index, or finish it, in a thread; comes back as soon as it answers by words.

    Raises what Builder.update raises, if it raises it before that.
    """
    answerable: Future[None] = Future()
    if publish.current(work.index_dir) is not None:
        answerable.set_result(None)

    def published(manifest: Manifest | None) -> None:
        if not answerable.done():
            answerable.set_result(None)

    def build() -> None:
        try:
            first_build(replace(work, on_published=published))
            published(None)  # somebody else may have built it meanwhile
        except Exception as error:
            if not answerable.done():
                answerable.set_exception(error)
            else:
                _log.warning("The vectors of the index could not be made: %s", error)

    # A daemon: who stops the server need not wait, for the vectors are taken up where they were.
    threading.Thread(target=build, name="index", daemon=True).start()
    answerable.result()
