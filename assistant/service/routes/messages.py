"""What is said over HTTP: requests with their limits; answers are the assistant's own objects."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from assistant.answer import Citation
from assistant.status import Status
from assistant.understand.question import MAX_CHARACTERS
from index.scope import Scope

MAX_ANSWER_CHARACTERS = 20_000
MAX_SOURCES = 20
MAX_LIMIT = 100
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_CHARACTERS,
        description="the question, in English",
        examples=["What did Healey say?"],
    ),
]


def _as_written(day: object) -> object:
    # Else a number, in digits or not, would be taken for the seconds since 1970.
    if day is None or isinstance(day, dt.date):
        return day
    if isinstance(day, str) and _ISO_DAY.fullmatch(day):
        return day
    raise ValueError("a day is written as 2025-02-13")


ISODay = Annotated[dt.date, BeforeValidator(_as_written)]
Day = Annotated[ISODay | None, Field(description="a day as 2025-02-13, itself included")]
Sources = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=200)]],
    Field(max_length=MAX_SOURCES, description="outlets, one of which is enough"),
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Question
    since: Day = None
    until: Day = None
    sources: Sources = []
    now: Annotated[
        ISODay | None,
        Field(description="the day of asking: today, or the newest article's when that is over"),
    ] = None

    @field_validator("question")
    @classmethod
    def _says_something(cls, question: str) -> str:
        if not question.strip():
            raise ValueError("the question is empty")
        return question

    @property
    def within(self) -> Scope:
        """The articles that may answer."""
        return scope_of(self.since, self.until, self.sources)


class Turn(BaseModel):
    """A question with the text of its answer."""

    model_config = ConfigDict(extra="forbid")

    question: Question
    answer: Annotated[str, Field(max_length=MAX_ANSWER_CHARACTERS)]


class AnswerRequest(_Request):
    """A question, the conversation before it, and which articles may answer it."""

    history: list[Turn] = Field(default=[], description="the conversation so far, oldest first")
    limit: int | None = Field(
        default=None, ge=1, le=MAX_LIMIT, description="how many quotations an answer may have"
    )
    stream: bool = Field(default=False, description="answer as server-sent events")

    @property
    def turns(self) -> list[tuple[str, str]]:
        """The history as the assistant takes it."""
        return [(turn.question, turn.answer) for turn in self.history]


class SearchRequest(_Request):
    """What evidence is looked for, in which articles."""

    limit: int = Field(default=10, ge=1, le=MAX_LIMIT, description="how many sentences")


class SearchResult(BaseModel):
    """The sentences nearest to a question, best first, whether or not they answer it."""

    question: str
    citations: tuple[Citation, ...]


class FullArticle(BaseModel):
    """An article with its text, in which the offsets of citations count Unicode code points."""

    id: str
    title: str
    text: str
    path: str
    published: str | None
    authors: tuple[str, ...]
    source: str | None
    url: str | None


class UpdateProgress(BaseModel):
    """The newest update that this process was asked for: `doing` is look, read, embed or store;
    `done` of `total` say how far that is; the counts are there in the end, and `error` if it
    failed.
    """

    state: Literal["none", "running", "done", "failed"] = "none"
    doing: str | None = None
    done: int = 0
    total: int | None = None
    seconds: float = 0.0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    generation: str | None = None
    error: str | None = None


class IndexStatus(Status):
    """The published index, and the newest update that this process was asked for."""

    update: UpdateProgress


class Health(BaseModel):
    """Whether the service lives, or is ready; `reason` says why it is not."""

    status: Literal["ok", "unavailable"]
    reason: str | None = None


def scope_of(since: dt.date | None, until: dt.date | None, sources: list[str]) -> Scope:
    """The articles from `since` to `until`, both included, of one of the `sources`."""
    return Scope(
        since.isoformat() if since else None,
        until.isoformat() if until else None,
        sources=tuple(sources),
    )
