"""What a generation says of itself: its models, counts, hashes and times."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexUnavailableError

FORMAT = 1
FILE = "manifest.json"


class SkippedFile(BaseModel):
    """A file of the corpus that gave no article."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str


class Manifest(BaseModel):
    """The description that every generation carries."""

    model_config = ConfigDict(frozen=True)

    format: int = FORMAT
    generation: str
    created: str
    corpus: str
    articles: int
    passages: int
    newest: str | None
    embedding_model: str
    embedding_sha256: str | None
    dimensions: int
    skipped: tuple[SkippedFile, ...] = ()
    seconds: dict[str, float] = {}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`.

    Raises IndexUnavailableError when it is missing, damaged or of a newer format.
    """
    again = "build the index again with `assistant index build`."
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        # The format comes first: a newer one may have other fields.
        found = int(json.loads(text)["format"])
        if found > FORMAT:
            raise IndexUnavailableError(
                f"The index in {folder} has format {found}, made by a newer version of this "
                f"program, which reads up to {FORMAT}: upgrade the program, or {again}"
            )
        return Manifest.model_validate_json(text)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise IndexUnavailableError(
            f"The index in {folder} is damaged (its manifest cannot be read): {again}"
        ) from error
