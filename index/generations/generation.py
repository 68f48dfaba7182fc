"""A published generation, open for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from pathlib import Path

import numpy as np

from index.article import Article
from index.damage import FAULTS, DamagedError, reason
from index.errors import IndexDamagedError, IndexForbiddenError, IndexUnavailableError
from index.generations import publish
from index.generations.catalog import passages_said_again, valid_articles, versions_of
from index.generations.hold import Hold
from index.generations.library import Library, Shelf
from index.generations.manifest import Manifest, SegmentUse, read_manifest
from index.generations.segment import Segment
from index.generations.sums import check
from index.scope import EVERYTHING, Scope
from index.text.bm25 import Mask, Ranked, Rows, rank
from index.text.facets import Facets
from index.text.passages import Passage
from index.text.terms import search_terms
from index.vectors.collections import VectorHome, VectorIndex
from index.vectors.embedded_vectors import EmbeddedVectors
from index.vectors.embedding import Vectors
from index.vectors.server_vectors import ServerVectors

_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Dated:
    """An article's id and day, as dt.date.toordinal() gives it; 0 when it has none."""

    id: str
    day: int


@dataclass(frozen=True)
class OpenSegment:
    """A segment with its vectors, if it has them: what generations share."""

    segment: Segment
    vectors: VectorIndex | None


class Generation:
    """The articles, terms and vectors of one generation; immutable, safe for many threads."""

    def __init__(
        self, folder: Path, chroma_url: str | None = None, before: Generation | None = None
    ) -> None:
        """Open the generation in `folder`, taking over what it shares with the open one `before`.

        Of files that are large, only the size and the time are looked at. Raises
        IndexUnavailableError when a part of it is missing, damaged or of another format,
        VectorsUnreachableError when its vectors are on a server that does not answer, and
        FileNotFoundError when the generation has been removed meanwhile.
        """
        self.folder = folder
        try:
            self._hold = Hold(folder)  # first, so that what is read is still there
        except PermissionError as error:
            raise _damaged(folder, error) from error
        index_dir = folder.parents[1]
        self._open: dict[tuple[str, str | None], OpenSegment] = {}
        try:
            self.manifest: Manifest = read_manifest(folder)
            check(folder, self.manifest.files, whole=False)
            home = vector_home(index_dir, self.manifest, chroma_url)
            known = before._open if before is not None else {}
            for use in self.manifest.segments:
                key = (use.name, use.vectors)
                self._open[key] = known.get(key) or _open_segment(index_dir, home, use, known)
            self._parts = [self._open[s.name, s.vectors] for s in self.manifest.segments]
            shelves = [
                Shelf(part.segment, _valid(folder, use))
                for part, use in zip(self._parts, self.manifest.segments, strict=True)
            ]
            said_again = passages_said_again(folder)
            self._ranked = [_ranked(shelf, said_again) for shelf in shelves]
        except BaseException as error:
            self.close(*([before] if before is not None else []))
            if isinstance(error, (*FAULTS, DamagedError)):
                raise _damaged(folder, error) from error
            raise
        self._shelves = shelves
        self.store = Library(shelves)

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.manifest.generation

    def article(self, article_id: str) -> Article:
        """The article of a passage or a hit. Raises IndexUnavailableError when the index lacks it,
        which it should not.
        """
        article = self.store.article(article_id)
        if article is None:
            raise _damaged(self.folder, KeyError(f"article {article_id} is missing"))
        return article

    def other_versions(self, article_id: str) -> list[Article]:
        """The other articles that tell the same story as that one, newest first."""
        others = [id_ for id_ in versions_of(self.folder, article_id) if id_ != article_id]
        return [article for id_ in others if (article := self.store.article(id_)) is not None]

    def search_terms(
        self, question: str, limit: int, scope: Scope = EVERYTHING
    ) -> list[tuple[Passage, float]]:
        """Passages of the articles in `scope` by BM25 score, best first.

        Raises IndexUnavailableError when the index turns out to be damaged.
        """
        try:
            return self._passages(rank(self._within(scope), search_terms(question), limit))
        except FAULTS as error:
            raise _damaged(self.folder, error) from error

    def search_vectors(
        self, vector: Vectors, limit: int, scope: Scope = EVERYTHING
    ) -> list[tuple[Passage, float]]:
        """Passages of the articles in `scope` by cosine, best first; those that have no vector
        yet are not found.

        Raises as `search_terms` does, and VectorsUnreachableError when they are on a server that
        does not answer.
        """
        hits: list[tuple[int, int, float]] = []
        try:
            for place, (part, ranked) in enumerate(
                zip(self._parts, self._within(scope), strict=True)
            ):
                if part.vectors is not None:
                    found = part.vectors.search(vector, limit, ranked.not_found)
                    hits += [(place, row, score) for row, score in found]
            return self._passages(sorted(hits, key=lambda hit: -hit[2])[:limit])
        except (*FAULTS, DamagedError) as error:
            raise _damaged(self.folder, error) from error

    def articles_in(self, scope: Scope) -> list[Dated]:
        """The articles in `scope`, newest first, undated ones last.

        Raises IndexUnavailableError when the index turns out to be damaged.
        """
        try:
            return self._dated([part.segment.facets.within(scope) for part in self._parts])
        except FAULTS as error:
            raise _damaged(self.folder, error) from error

    def some_articles_in(self, scope: Scope, limit: int) -> list[str]:
        """The ids of up to `limit` articles in `scope`, whichever; quicker than all of them.

        Raises IndexUnavailableError when the index turns out to be damaged.
        """
        try:
            found = (
                facets.ids[row]
                for shelf, facets in ((s, s.segment.facets) for s in self._shelves)
                for row in np.flatnonzero(facets.within(scope))
                if shelf.has(facets.ids[row])
            )
            return list(islice(found, limit))
        except FAULTS as error:
            raise _damaged(self.folder, error) from error

    @cached_property
    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The names of the outlets and how many articles each has, most first; articles of which
        none is known are left out.
        """
        count = Counter(
            name
            for shelf, facets in ((s, s.segment.facets) for s in self._shelves)
            for id_, name in zip(facets.ids, facets.outlet_names, strict=True)
            if name and shelf.has(id_)
        )
        return tuple(sorted(count.items(), key=lambda item: (-item[1], item[0])))

    def articles_with(self, terms: Sequence[str], scope: Scope = EVERYTHING) -> list[Dated]:
        """The articles in `scope` of which one passage or its title has all of `terms`, newest
        first, undated ones last.

        Raises IndexUnavailableError when the index turns out to be damaged.
        """
        try:
            found = []
            for part in self._parts:
                facets = part.segment.facets
                mask = np.zeros(len(facets.ids), dtype=np.bool_)
                mask[facets.passages[_having(part.segment, terms)]] = True
                found.append(mask & facets.within(scope))
            return self._dated(found)
        except FAULTS as error:
            raise _damaged(self.folder, error) from error

    def texts_with(
        self, terms: Sequence[str], scope: Scope = EVERYTHING
    ) -> Iterator[tuple[str, str, str]]:
        """The passages that have all of `terms`, their titles counted, of the articles in
        `scope`: the article's id, its title and the passage's text, in no order.

        Raises IndexUnavailableError when the index turns out to be damaged.
        """
        try:
            for shelf, part in zip(self._shelves, self._parts, strict=True):
                facets = part.segment.facets
                inside = facets.within(scope)
                rows = [
                    int(row)
                    for row in _having(part.segment, terms)
                    if inside[facets.passages[row]] and shelf.has(facets.ids[facets.passages[row]])
                ]
                for start in range(0, len(rows), _ROWS_AT_ONCE):
                    some = rows[start : start + _ROWS_AT_ONCE]
                    for row, title, text in part.segment.store.texts(some):
                        yield facets.ids[facets.passages[row]], title, text
        except FAULTS as error:
            raise _damaged(self.folder, error) from error

    def _dated(self, masks: Sequence[Mask]) -> list[Dated]:
        """The valid articles that the masks, one a segment, leave."""
        found = []
        for shelf, part, mask in zip(self._shelves, self._parts, masks, strict=True):
            facets = part.segment.facets
            found += [
                Dated(facets.ids[row], int(facets.days[row]))
                for row in np.flatnonzero(mask)
                if shelf.has(facets.ids[row])
            ]
        return sorted(found, key=lambda d: (-d.day, d.id))

    def _within(self, scope: Scope) -> list[Ranked]:
        if scope.is_everything:
            return self._ranked
        return [
            replace(ranked, hidden=_either(ranked.hidden, _outside(part.segment.facets, scope)))
            for part, ranked in zip(self._parts, self._ranked, strict=True)
        ]

    def close(self, *kept: Generation) -> None:
        """Let go of the files, but of those that the open generations `kept` share."""
        shared = {id(part.vectors) for generation in kept for part in generation._open.values()}
        for part in self._open.values():
            if part.vectors is not None and id(part.vectors) not in shared:
                part.vectors.close()
        self._hold.release()

    def _passages(self, hits: list[tuple[int, int, float]]) -> list[tuple[Passage, float]]:
        rows: dict[int, list[int]] = {}
        for place, row, _ in hits:
            rows.setdefault(place, []).append(row)
        found = {
            place: self._parts[place].segment.store.passages_by_row(wanted)
            for place, wanted in rows.items()
        }
        return [(found[place][row], score) for place, row, score in hits]


def _having(segment: Segment, terms: Sequence[str]) -> Rows:
    """The rows of the passages that have all of `terms`."""
    rows = [segment.postings.of(term)[0] for term in set(terms)]
    return reduce(np.intersect1d, rows) if rows else np.zeros(0, np.int32)


def open_published(
    index_dir: Path, chroma_url: str | None = None, before: Generation | None = None
) -> Generation | None:
    """The published generation of the index at `index_dir`, or None when there is none.

    Raises IndexUnavailableError when it cannot be read, VectorsUnreachableError when its vectors
    are on a server that does not answer.
    """
    while (folder := publish.current(index_dir)) is not None:
        try:
            return Generation(folder, chroma_url, before)
        except (FileNotFoundError, IndexUnavailableError) as error:
            # Another one may have been published, and this one removed, since the pointer was
            # read.
            if publish.current(index_dir) != folder:
                continue
            if isinstance(error, FileNotFoundError):
                raise _damaged(folder, error) from error
            raise
    return None


def vector_home(index_dir: Path, manifest: Manifest, chroma_url: str | None) -> VectorHome:
    """Where the vectors of the generation that `manifest` describes are.

    Raises IndexUnavailableError when that is a server and none is named.
    """
    if manifest.vectors_at == "folder":
        return EmbeddedVectors(index_dir / publish.VECTORS)
    if chroma_url is None:
        raise IndexUnavailableError(
            f"The vectors of the index at {index_dir} are on a Chroma server: name it in "
            "ASSISTANT_CHROMA_URL, or build the index again with `assistant index build`."
        )
    return ServerVectors(chroma_url, publish.index_id(index_dir))


def _open_segment(
    index_dir: Path,
    home: VectorHome,
    use: SegmentUse,
    known: Mapping[tuple[str, str | None], OpenSegment],
) -> OpenSegment:
    segment = next((part.segment for (name, _), part in known.items() if name == use.name), None)
    if segment is None:
        folder = index_dir / publish.SEGMENTS / use.name
        check(folder, use.files, whole=False)
        segment = Segment(folder)
    if use.vectors is None:
        return OpenSegment(segment, None)
    vectors = home.open(use.vectors, use.vector_sums)
    if vectors.count != segment.size.passages:
        vectors.close()
        raise ValueError(f"{vectors.count} vectors for {segment.size.passages} passages")
    return OpenSegment(segment, vectors)


def _valid(folder: Path, use: SegmentUse) -> frozenset[str] | None:
    if use.articles == use.held_articles:
        return None
    return frozenset(valid_articles(folder, use.name))


def _ranked(shelf: Shelf, said_again: list[tuple[str, int]]) -> Ranked:
    """The terms of a segment, without articles that are gone; passages that a newer article says
    as well are not found.
    """
    store = shelf.segment.store
    gone: list[int] = []
    if shelf.valid is not None:
        gone = store.rows_of([id_ for id_ in store.ids() if id_ not in shelf.valid])
    rows = [store.row_of(article_id, position) for article_id, position in said_again]
    hidden = [row for row in rows if row is not None]
    size = shelf.segment.size.passages
    return Ranked(shelf.segment.postings, _mask(gone, size), _mask(hidden, size))


def _outside(facets: Facets, scope: Scope) -> Mask:
    """Which passages are not in `scope`."""
    outside: Mask = ~facets.within(scope)[facets.passages]
    return outside


def _either(one: Mask | None, other: Mask) -> Mask:
    return other if one is None else one | other


def _mask(rows: list[int], size: int) -> Mask | None:
    if not rows:
        return None
    mask = np.zeros(size, dtype=np.bool_)
    mask[rows] = True
    return mask


def _damaged(folder: Path, error: BaseException) -> IndexUnavailableError:
    if isinstance(error, PermissionError) or isinstance(error.__cause__, PermissionError):
        return IndexForbiddenError(folder, reason(error))
    return IndexDamagedError(folder, reason(error))
