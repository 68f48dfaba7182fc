"""What an editor does: adding articles, seeing what an update would do, and going back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from assistant.editing.building import builder, read_options
from assistant.settings import Settings
from index.article import Article
from index.errors import ArticleError, AssistantError, CorpusError
from index.generations.manifest import Manifest, SkippedFile
from index.generations.plan import Plan
from index.generations.rollback import before, roll_back
from index.generations.writer import AtWork, Progress, unreported, writer_of
from index.intake.acquire import Acquired, acquire
from index.intake.pasted import keep_pasted
from index.intake.uploads import take_files
from index.reading.cleaning import MAX_LINE, names, one_line, web_address
from index.reading.corpus_files import SUFFIXES
from index.reading.dates import iso_date
from index.reading.skipped import Skipped

__all__ = [
    "SUFFIXES",
    "Acquired",
    "AtWork",
    "Editor",
    "Manifest",
    "Pasted",
    "PastedError",
    "Plan",
    "Progress",
    "Skipped",
    "SkippedFile",
]

MAX_TEXT = 1_000_000
MAX_AUTHORS = 20


class PastedError(AssistantError):
    """What was pasted is no article; the message names the field."""


def _day(value: object) -> str | None:
    if not value:
        return None
    if found := iso_date(value):
        return found
    raise ValueError("names no day: write it as 2025-02-13")


def _address(value: object) -> str | None:
    if not value:
        return None
    if found := web_address(value):
        return found
    raise ValueError("is no web address: it starts with https:// or http://")


def _people(value: object) -> tuple[str, ...]:
    found = names(value)
    if len(found) > MAX_AUTHORS:
        raise ValueError(f"are more than {MAX_AUTHORS}")
    return found


def _line(value: object) -> str | None:
    # Looked at far enough to tell that it is too long.
    return one_line(value, 2 * MAX_LINE)


_Line = Annotated[str, StringConstraints(max_length=MAX_LINE)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]


class Pasted(BaseModel):
    """An article as it was typed: `title` and `text`, and what else is known of it."""

    model_config = ConfigDict(frozen=True)

    title: Annotated[_Line, BeforeValidator(_line)]
    text: _Text
    date: Annotated[str | None, BeforeValidator(_day)] = None
    outlet: Annotated[_Line | None, BeforeValidator(_line)] = None
    authors: Annotated[tuple[str, ...], BeforeValidator(_people)] = ()
    address: Annotated[str | None, BeforeValidator(_address)] = None

    @classmethod
    def of(cls, **fields: object) -> Pasted:
        """The article of those `fields`. Raises PastedError, one line, for what cannot be used."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            raise PastedError(f"The {first['loc'][0]} {_complaint(first)}.") from error


def _complaint(error: ErrorDetails) -> str:
    if error["type"] == "string_too_long":
        return f"is longer than {error['ctx']['max_length']:,} characters"
    _, own, said = error["msg"].partition("Value error, ")
    return said if own else "is missing"


class Editor:
    """Changes the articles and the index that `settings` name; questions are answered meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def add_files(self, files: Sequence[Path], progress: Progress = unreported) -> Acquired:
        """Copy `files` among the articles, each checked as what a stranger sent.

        One that is no article, or cannot be saved, costs that one and is named in what comes back.
        Raises CorpusError when there is no corpus.
        """
        return take_files(files, self._corpus(), read_options(self._settings), progress)

    def add_text(self, pasted: Pasted) -> Acquired:
        """Save an article that was typed. Raises ArticleError and CorpusError, one line each."""
        article = Article(
            id="",
            title=pasted.title,
            text=pasted.text,
            path="",
            published=pasted.date,
            authors=pasted.authors,
            source=pasted.outlet,
            url=pasted.address,
        )
        corpus = self._corpus()
        try:
            kept = keep_pasted(corpus, article)
        except ArticleError as error:
            raise ArticleError(f"The article {error}.") from error
        except OSError as error:
            raise CorpusError(
                f"The article cannot be saved in {corpus}: {error.strerror or error}."
            ) from error
        return Acquired(saved=(kept.name,)) if kept.changed else Acquired(unchanged=(kept.name,))

    def add_address(self, address: str, progress: Progress = unreported) -> Acquired:
        """Save the web page or document at `address`, or the pages of the feed there.

        Nothing is fetched from this machine or its network. Raises what `acquire` raises.
        """
        url = web_address(address)
        if url is None:
            raise CorpusError("That is no web address: it starts with https:// or http://.")
        return acquire(url, self._corpus(), progress=progress)

    def plan(self, progress: Progress = unreported) -> Plan:
        """What an update would do now; nothing is written. Raises CorpusError."""
        return builder(self._settings, progress=progress).plan()

    def before(self) -> Manifest | None:
        """The generation that `roll_back` goes back to, if one is kept."""
        return before(self._settings.index_dir)

    def roll_back(self, published: str | None = None) -> Manifest:
        """Go back to the generation before; the next update takes the articles of now again.

        Raises IndexBusyError when the index is being written, or another generation than
        `published` answers by now, and IndexUnavailableError when there is none before.
        """
        return roll_back(self._settings.index_dir, self._settings.chroma_url, published=published)

    def at_work(self) -> AtWork | None:
        """Who is writing the index at this moment, this process or another."""
        return writer_of(self._settings.index_dir)

    def _corpus(self) -> Path:
        corpus = self._settings.corpus
        # It is not made: where a disk is missing, an update would forget all that is on it.
        if not corpus.is_dir():
            raise CorpusError(
                f"The corpus folder {corpus} does not exist: create it, or name another with "
                "ASSISTANT_CORPUS."
            )
        return corpus
