"""Bringing the index up to date with the corpus, and publishing what came of it.

First the words: new articles are answered from as soon as their text and terms are published.
Then the vectors, which take longer by far, in a generation that takes over from that one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from index.damage import FAULTS, DamagedError, reason
from index.errors import AssistantError, CorpusError, IndexUnavailableError, IndexWriteError
from index.generations import publish
from index.generations.base import Base, damage, find_base
from index.generations.catalog import Catalog
from index.generations.gathering import Gathering
from index.generations.manifest import Manifest, SegmentUse, SkippedFile, write_manifest
from index.generations.mending import mend_ledger, mend_pointer
from index.generations.plan import Plan, Reading, survey
from index.generations.segment import Segment, SegmentSize, write_segment
from index.generations.sums import sums_of
from index.generations.writer import Progress, Writer, unreported
from index.reading.corpus import ReadOptions
from index.text.workers import analyse_all
from index.vectors.collections import VectorHome
from index.vectors.embedded_vectors import EmbeddedVectors
from index.vectors.embedding import Embedder
from index.vectors.ledger import Ledger, LedgerDamagedError
from index.vectors.server_vectors import ServerVectors
from index.vectors.vectorise import add_vectors

# How many vectors are kept for each passage that there is, before those of passages that are
# gone are dropped: an article that is taken out often comes back.
_SPARE_VECTORS = 2

Published = Callable[[Manifest], None]


@dataclass(frozen=True)
class Update:
    """What an update did: its plan, the manifest of the generation that answers now, whether that
    is a new one, and the seconds that it took, by stage. `damage` says what was wrong with the
    index that it found, if everything had to be indexed anew for that; `mended` what else was
    damaged and is whole again, a line each.
    """

    plan: Plan
    manifest: Manifest
    published: bool
    seconds: dict[str, float]
    damage: str | None = None
    mended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Builder:
    """Builds and updates one index from one corpus.

    `progress` is told how the work comes on; `on_published` is called with each generation that
    is published, first one with the new words, then one with their vectors. `chroma_url` names
    the Chroma server that holds the vectors; without one they are kept in the index's folder.
    """

    corpus: Path
    index_dir: Path
    embedder: Embedder = field(default_factory=Embedder)
    options: ReadOptions = field(default_factory=ReadOptions)
    chroma_url: str | None = None
    progress: Progress = unreported
    on_published: Published = lambda manifest: None

    def build(self) -> Update:
        """Index every article anew; a vector is kept for every text that stayed the same.

        Raises what `update` raises.
        """
        return self._run(anew=True)

    def update(self) -> Update:
        """Do what the published index lacks of the corpus, and no more.

        Raises CorpusError when there is nothing to index, IndexBusyError when another process is
        writing, WeightsError when the model is not there, VectorsUnreachableError when the Chroma
        server does not answer, IndexWriteError when the disk is full or fails. The published
        generation stays as it is whatever happens. All of it is looked at: vectors that are
        damaged are made again, and when anything else is, everything is indexed anew.
        """
        return self._run(anew=False)

    def plan(self) -> Plan:
        """What `update` would do; nothing is written. Raises CorpusError."""
        reading = self._reading(find_base(self.index_dir, self.options).catalog, self.progress)
        for _ in reading.articles(""):
            pass
        return reading.plan()

    def _run(self, anew: bool) -> Update:
        clock = _Clock()
        try:
            with publish.writing(self.index_dir, self.progress) as writer:
                mended = mend_pointer(self.index_dir)
                base = find_base(self.index_dir, self.options)
                try:
                    done = self._write(writer, clock, base, anew)
                except DamagedError as error:
                    if anew:
                        raise
                    nothing = Base(None, Catalog.empty(), damage(str(error)))
                    done = self._write(writer, clock, nothing, anew=True)
                return replace(done, mended=(*mended, *done.mended))
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(self.index_dir, error) from error

    def _write(self, writer: Writer, clock: _Clock, base: Base, anew: bool) -> Update:
        # A model or a server that is not there is told before any work is done.
        self.embedder.check()
        home, at = self._home()
        segments = self.index_dir / publish.SEGMENTS
        uses, lost = ((), []) if anew else base.segments_for(at, self.embedder, segments, home)
        # Read under the lock: a slow build must not publish an older corpus over a newer one.
        reading = self._reading(Catalog.empty() if anew else base.catalog, writer.report)
        clock.lap("look")
        name = _new_name()
        gathering = Gathering(segments, uses, reading, name)
        size = _write_segment(segments, name, gathering)
        if not gathering.entries:
            raise _nothing(self.corpus, reading.skipped)
        uses = gathering.uses(size)
        clock.lap("words")
        catalog = reading.catalog_with(gathering.entries, gathering.pairs(uses))
        clock.lap("compare")
        plan = reading.plan()
        manifest = base.manifest
        same = manifest is not None and catalog == base.catalog
        as_published = manifest is not None and same and uses == manifest.segments
        if manifest is not None and as_published and _complete(uses):
            mended = mend_ledger(self.index_dir, self.embedder.version)
            return Update(plan, manifest, False, clock.laps, mended=tuple(mended))
        # One that completes or mends the published one takes its place.
        instead = same and manifest is not None and (manifest.dense < 1 or bool(lost))
        described = self._describe(base, catalog, uses, at, reading.skipped, instead)
        # Vectors that are lost, or of another model, leave the words as soon as new articles do.
        if not _complete(uses) and not as_published:
            manifest = self._publish(described, catalog)
            clock.lap("publish")
        mended = mend_ledger(self.index_dir, self.embedder.version)
        uses = self._with_vectors(uses, home, writer)
        clock.lap("vectors")
        manifest = self._publish(described.model_copy(update={"segments": uses}), catalog)
        self._clean_up(home)
        clock.lap("publish")
        mended += [f"vectors were made again ({why})" for why in lost]
        return Update(plan, manifest, True, clock.laps, base.damage, tuple(mended))

    def _with_vectors(
        self, uses: tuple[SegmentUse, ...], home: VectorHome, writer: Writer
    ) -> tuple[SegmentUse, ...]:
        segments = self.index_dir / publish.SEGMENTS
        file = self.index_dir / publish.LEDGER
        try:
            with Ledger.open(file, self.embedder.version) as ledger:
                return add_vectors(uses, segments, ledger, self.embedder, home, writer)
        except LedgerDamagedError:
            Ledger.discard(file)
            with Ledger.open(file, self.embedder.version) as ledger:
                return add_vectors(uses, segments, ledger, self.embedder, home, writer)

    def _reading(self, catalog: Catalog, report: Progress) -> Reading:
        found = survey(
            self.corpus, self.index_dir, catalog, lambda done: report("look", done, None)
        )
        return Reading(catalog, found, self.options, lambda done: report("read", done, None))

    def _home(self) -> tuple[VectorHome, Literal["folder", "server"]]:
        if self.chroma_url is None:
            return EmbeddedVectors(self.index_dir / publish.VECTORS), "folder"
        server = ServerVectors(self.chroma_url, publish.index_id(self.index_dir))
        server.check()
        return server, "server"

    def _describe(
        self,
        base: Base,
        catalog: Catalog,
        uses: tuple[SegmentUse, ...],
        at: Literal["folder", "server"],
        skipped: tuple[SkippedFile, ...],
        instead: bool,
    ) -> Manifest:
        before = base.manifest.generation if base.manifest else None
        if instead and base.manifest:
            before = base.manifest.previous
        return Manifest(
            generation="",
            previous=before,
            created="",
            corpus=str(self.corpus),
            articles=sum(use.articles for use in uses),
            passages=sum(use.passages for use in uses),
            newest=max(
                (e.published for e in catalog.articles.values() if e.published), default=None
            ),
            embedding_model=self.embedder.model,
            embedding_version=self.embedder.version,
            vectors_at=at,
            segments=uses,
            reading=self.options.fingerprint,
            skipped=skipped,
            sha256="",
        )

    def _publish(self, manifest: Manifest, catalog: Catalog) -> Manifest:
        """Write a generation, make it the published one, and give its manifest."""
        name = _new_name()
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        generations = self.index_dir / publish.GENERATIONS
        folder = generations / f".{name}"
        folder.mkdir()
        catalog.write(folder)
        stamped = {"generation": name, "created": now, "files": sums_of(folder)}
        manifest = write_manifest(manifest.model_copy(update=stamped), folder)
        publish.keep(generations, name)
        publish.turn_to(self.index_dir, name)
        self.on_published(manifest)
        return manifest

    def _clean_up(self, home: VectorHome) -> None:
        # The generation is published: what cannot be tidied up now is the next update's.
        with contextlib.suppress(*FAULTS, LedgerDamagedError, AssistantError):
            kept = publish.prune(self.index_dir)
            home.keep_only(publish.vectors_used(kept))
            stores = [
                Segment(self.index_dir / publish.SEGMENTS / name).store
                for name in publish.segments_used(kept)
            ]
            spare = _SPARE_VECTORS * sum(store.counts()[1] for store in stores)
            with Ledger.open(self.index_dir / publish.LEDGER, self.embedder.version) as ledger:
                if len(ledger) > spare:
                    ledger.keep_only(key for store in stores for key in store.passage_keys())


def _write_segment(segments: Path, name: str, gathering: Gathering) -> SegmentSize | None:
    articles = gathering.articles()
    first = next(articles, None)
    if first is None:
        return None
    # Closed, so that no worker process outlives a failure for as long as its traceback.
    with contextlib.closing(analyse_all(itertools.chain([first], articles))) as found:
        size = write_segment(found, segments / f".{name}")
    publish.keep(segments, name)
    return size


def _complete(uses: tuple[SegmentUse, ...]) -> bool:
    return all(use.vectors is not None for use in uses)


def _new_name() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")


def _nothing(corpus: Path, skipped: tuple[SkippedFile, ...]) -> CorpusError:
    why = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
    return CorpusError(
        f"The corpus folder {corpus} holds no usable article{why}: put articles in it, or name "
        "another with ASSISTANT_CORPUS."
    )


def _unwritable(index_dir: Path, error: Exception) -> IndexWriteError:
    answers = "nothing has been published yet"
    with contextlib.suppress(IndexUnavailableError):
        if publish.current(index_dir) is not None:
            answers = "what was published before still answers"
    return IndexWriteError(
        f"The index at {index_dir} could not be written ({reason(error)}): mend that, or free some "
        f"space, and run `assistant index update`; {answers}."
    )


class _Clock:
    """Wall-clock seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(self.laps.get(stage, 0.0) + now - self._last, 3)
        self._last = now
