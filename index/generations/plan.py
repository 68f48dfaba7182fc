"""What an update has to do: which files of the corpus changed, and which articles in them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article
from index.digest import sha256
from index.errors import ArticleError, CorpusError, FileInMotionError
from index.generations.catalog import Catalog, Entry
from index.generations.manifest import SkippedFile
from index.reading.corpus import ReadOptions, Skipped, read_file
from index.reading.corpus_files import corpus_files
from index.text.duplicates import Pair

_UNREAD = ""  # the hash of a file that has to be read again, whatever it holds
_AT_ONCE = 64  # files


@dataclass(frozen=True)
class Plan:
    """What an update does to articles: their paths, or how many stay as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[SkippedFile, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the index holds just what the corpus does."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Survey:
    """The files of a corpus: those to be read, with their sha256, and those as they were."""

    to_read: dict[str, tuple[Path, str]]
    unchanged: dict[str, str]
    skipped: dict[str, tuple[SkippedFile, ...]]


def survey(
    corpus: Path, index_dir: Path, catalog: Catalog, report: Callable[[int], None]
) -> Survey:
    """Compare every file of `corpus`, by its content's hash, with what `catalog` knows.

    A file that the disk did not even name counts as it was. `index_dir` is not looked into;
    `report` is called with how many files were looked at. Raises CorpusError when there is no
    such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(
            f"The corpus folder {corpus} does not exist: create it and put articles in it, or "
            "name another with ASSISTANT_CORPUS."
        )
    paths: dict[str, Path] = {}
    skipped: dict[str, tuple[SkippedFile, ...]] = {}
    unreadable: list[str] = []
    for found in corpus_files(corpus, without=index_dir):
        if isinstance(found, Skipped):
            skipped[found.path] = (SkippedFile(path=found.path, reason=found.reason),)
            if found.unreadable:
                unreadable.append(found.path)
        elif found[0] in paths:
            # Names that differ in what cannot be shown.
            reason = "has the same name as another file, as far as it can be shown"
            skipped[found[0]] = (SkippedFile(path=found[0], reason=reason),)
        else:
            name, path = found
            paths[name] = path
    to_read: dict[str, tuple[Path, str]] = {}
    unchanged = {
        name: digest
        for name, digest in catalog.files.items()
        if name not in paths and any(_is_within(name, place) for place in unreadable)
    }
    with ThreadPoolExecutor(4) as threads:
        # A task a file would cost more than the hashing does.
        found_paths = list(paths.values())
        some = [found_paths[i : i + _AT_ONCE] for i in range(0, len(found_paths), _AT_ONCE)]
        digests = itertools.chain.from_iterable(threads.map(_sha256_of_each, some))
        for done, (name, digest) in enumerate(zip(paths, digests, strict=True), 1):
            if digest != _UNREAD and catalog.files.get(name) == digest:
                unchanged[name] = digest
            else:
                to_read[name] = (paths[name], digest)
            report(done)
    return Survey(to_read, unchanged, skipped)


@dataclass
class Reading:
    """Reads what a survey found to be new, and knows afterwards what became of everything."""

    catalog: Catalog
    survey: Survey
    options: ReadOptions
    report: Callable[[int], None]
    _fresh: dict[str, Entry] = field(default_factory=dict)
    _kept: dict[str, Entry] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _skipped: dict[str, tuple[SkippedFile, ...]] = field(default_factory=dict)
    _read: int = 0

    def articles(self, segment: str) -> Iterator[Article]:
        """The articles that are new or changed; they are to be valid in `segment`.

        Has to be exhausted before the rest is asked for. An article of a file that turned out to
        be unusable further on is not valid in the end.
        """
        self._files = dict(self.survey.unchanged)
        self._skipped = dict(self.survey.skipped)
        for name in self.survey.unchanged:
            if name in self.catalog.skipped:
                self._skipped[name] = self.catalog.skipped[name]
        self._kept = {
            id_: e for id_, e in self.catalog.articles.items() if e.file in self.survey.unchanged
        }
        for name, (path, digest) in self.survey.to_read.items():
            self._files[name] = digest
            yield from self._articles_of(name, path, segment)
        self.report(self._read)

    def _articles_of(self, name: str, path: Path, segment: str) -> Iterator[Article]:
        skipped: list[SkippedFile] = []
        fresh: dict[str, Entry] = {}
        kept: dict[str, Entry] = {}
        try:
            for found in read_file(path, name, self.options):
                if isinstance(found, Skipped):
                    skipped.append(SkippedFile(path=found.path, reason=found.reason))
                    continue
                self._read += 1
                self.report(self._read)
                taken = self._fresh.get(found.id) or self._kept.get(found.id)
                if taken is not None:
                    reason = f"has the same id as {taken.path}"
                    skipped.append(SkippedFile(path=found.path, reason=reason))
                    continue
                before = self.catalog.articles.get(found.id)
                content_hash = found.content_hash
                if before is not None and before.content_hash == content_hash:
                    kept[found.id] = before
                    continue
                fresh[found.id] = Entry(
                    name, found.path, content_hash, segment, len(found.text), found.published
                )
                yield found
        except FileInMotionError as error:
            # What was there before it began to change is still good.
            kept = {id_: e for id_, e in self.catalog.articles.items() if e.file == name}
            fresh = {}
            self._files[name] = _UNREAD
            skipped = [SkippedFile(path=name, reason=str(error))]
        except ArticleError as error:
            fresh, kept = {}, {}
            skipped.append(SkippedFile(path=name, reason=str(error)))
        self._fresh.update(fresh)
        self._kept.update(kept)
        if skipped:
            self._skipped[name] = tuple(skipped)

    @property
    def fresh(self) -> dict[str, Entry]:
        """The articles that are new or changed, by id."""
        return self._fresh

    @property
    def kept(self) -> dict[str, Entry]:
        """The articles that stay as they were, by id."""
        return self._kept

    def plan(self) -> Plan:
        """What changed, article by article."""
        before = self.catalog.articles
        now = self._fresh.keys() | self._kept.keys()
        return Plan(
            added=tuple(e.path for id_, e in self._fresh.items() if id_ not in before),
            changed=tuple(e.path for id_, e in self._fresh.items() if id_ in before),
            removed=tuple(e.path for id_, e in before.items() if id_ not in now),
            unchanged=len(self._kept),
            skipped=self.skipped,
        )

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """What could not be used, and why."""
        return tuple(one for skipped in self._skipped.values() for one in skipped)

    def catalog_with(self, articles: dict[str, Entry], pairs: tuple[Pair, ...]) -> Catalog:
        """The catalog after the update, with `articles` valid."""
        return Catalog(self._files, articles, self._skipped, pairs)


def _is_within(name: str, place: str) -> bool:
    return place in (".", name) or name.startswith(f"{place}/")


def _sha256_of_each(paths: list[Path]) -> list[str]:
    return [_sha256(path) for path in paths]


def _sha256(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return _UNREAD  # reading it will give the reason
