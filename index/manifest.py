"""What a generation says of itself: its segments, models, counts and times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexUnavailableError

FORMAT = 3
FILE = "manifest.json"


class SkippedFile(BaseModel):
    """A file of the corpus, or a record of one, that gave no article."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str


class SegmentUse(BaseModel):
    """A segment of a generation: how many of its articles and passages are valid in it, how many
    it holds, and the name of its vectors, if it has them yet.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    articles: int
    passages: int
    held_articles: int
    vectors: str | None = None


class Manifest(BaseModel):
    """The description that every generation carries."""

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

    @property
    def dense(self) -> float:
        """The share of the passages that have vectors, from 0 to 1."""
        with_vectors = sum(s.passages for s in self.segments if s.vectors is not None)
        return with_vectors / self.passages if self.passages else 1.0


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`.

    Raises IndexUnavailableError when it is missing, damaged or of another format.
    """
    again = "build the index again with `assistant index build`."
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        # The format comes first: another one may have other fields.
        found = int(json.loads(text)["format"])
        if found > FORMAT:
            raise IndexUnavailableError(
                f"The index in {folder} has format {found}, made by a newer version of this "
                f"program, which reads up to {FORMAT}: upgrade the program, or {again}"
            )
        if found < FORMAT:
            raise IndexUnavailableError(
                f"The index in {folder} was made by an older version of this program: {again}"
            )
        return Manifest.model_validate_json(text)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise IndexUnavailableError(
            f"The index in {folder} is damaged (its manifest cannot be read): {again}"
        ) from error
