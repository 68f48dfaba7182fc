"""What a generation says of itself: its segments, models, counts and times."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.damage import reason
from index.errors import (
    IndexDamagedError,
    IndexForbiddenError,
    IndexUnavailableError,
    OlderIndexError,
)
from index.generations.sums import Sums

FORMAT = 5
FILE = "manifest.json"


class SkippedFile(BaseModel):
    """A file of the corpus, or a record of one, that gave no article."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str


class VectorSums(BaseModel):
    """The sums of a segment's vectors, and which version of Chroma they hold for: another may
    change its files when it opens them. Files that every opening changes have no sum; `all` says
    that there are none of these.
    """

    model_config = ConfigDict(frozen=True)

    by: str
    files: Sums
    all: bool


class SegmentUse(BaseModel):
    """A segment of a generation: how many of its articles and passages are valid in it, how many
    it holds, the sums of its files, and the name of its vectors, if it has them yet, with their
    sums, if they are on this machine.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    articles: int
    passages: int
    held_articles: int
    files: Sums = ()
    vectors: str | None = None
    vector_sums: VectorSums | None = None

    def with_vectors(self, name: str | None, sums: VectorSums | None = None) -> SegmentUse:
        """The same segment with the vectors `name`, or with none."""
        return self.model_copy(update={"vectors": name, "vector_sums": sums})


class Manifest(BaseModel):
    """The description that every generation carries, with the sums of its other `files` and one
    of itself.
    """

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    generation: str
    previous: str | None
    created: str
    corpus: str
    articles: int
    passages: int
    newest: str | None
    embedding_model: str
    embedding_version: str
    vectors_at: Literal["folder", "server"] = "folder"
    segments: tuple[SegmentUse, ...]
    reading: str
    skipped: tuple[SkippedFile, ...] = ()
    files: Sums = ()
    sha256: str

    @property
    def dense(self) -> float:
        """The share of the passages that have vectors, from 0 to 1."""
        with_vectors = sum(s.passages for s in self.segments if s.vectors is not None)
        return with_vectors / self.passages if self.passages else 1.0


def write_manifest(manifest: Manifest, folder: Path) -> Manifest:
    """Write `manifest` into the new generation's `folder`, and give it with its own sum."""
    signed = manifest.model_copy(update={"sha256": _sum(json.loads(manifest.model_dump_json()))})
    (folder / FILE).write_text(signed.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return signed


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`.

    Raises IndexDamagedError when it is not what was written, IndexForbiddenError when it may not
    be read, OlderIndexError or IndexUnavailableError when it is of another format.
    """
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        raw = json.loads(text)
        # The sum and the format come first: another format may have other fields.
        if "sha256" in raw and raw["sha256"] != _sum(raw):
            raise ValueError
        found = int(raw["format"])
        if found > FORMAT:
            raise IndexUnavailableError(
                f"The index in {folder} has format {found}, made by a newer version of this "
                f"program, which reads up to {FORMAT}: upgrade the program, or build the index "
                "again with `assistant index build`."
            )
        if found < FORMAT:
            raise OlderIndexError(
                f"The index in {folder} was made by an older version of this program: make it "
                "anew with `assistant index update`, which keeps the vectors."
            )
        return Manifest.model_validate(raw)
    except PermissionError as error:
        raise IndexForbiddenError(folder, reason(error)) from error
    except OSError as error:
        raise IndexDamagedError(folder, f"{FILE} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, ValidationError, RecursionError) as error:
        raise IndexDamagedError(folder, f"{FILE} is not as it was written") from error


def _sum(raw: dict[str, object]) -> str:
    """The sha256 of all that a manifest says, but for the sum itself."""
    rest = {name: value for name, value in raw.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
