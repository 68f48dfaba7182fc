"""What comes back for a question: typed, frozen, and the same in Python, JSON and the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field

# The engine of an answer that no model wrote.
EXTRACTIVE = "extractive"

_PIECE = re.compile(r"\S+\s*")
# What is known of an answer here, and is no part of the object that others are given.
_OWN = frozenset(("read", "listed"))


@dataclass(frozen=True)
class OtherSource:
    """Another article that tells the same story as a cited one: an older version of it, or
    another outlet's.
    """

    article_id: str
    title: str
    published: str | None
    source: str | None
    url: str | None
    path: str


@dataclass(frozen=True)
class Citation:
    """A quote and where it stands: `article.text[start:end] == quote`, always.

    `number` is the n of the answer's [n]. `published` is an ISO date or None; `score` is the
    reranker's, from 0 to 1. `other_sources` tell the same story, newest first.
    """

    number: int
    article_id: str
    title: str
    published: str | None
    authors: tuple[str, ...]
    source: str | None
    url: str | None
    path: str
    quote: str
    start: int
    end: int
    score: float
    other_sources: tuple[OtherSource, ...] = ()


@dataclass(frozen=True)
class Searched:
    """What was looked for and in what: the question as it was searched, the dates, authors and
    sources of the articles that were read, and how many articles had evidence to offer.

    For a question about the archive itself: the period, authors and outlets that it asks for (the
    first and last date of what was found, if it asks for no period), and how many articles are
    counted.
    """

    question: str
    dates: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    articles: int = 0


@dataclass(frozen=True)
class IndexUsed:
    """The generation that answered; `dense` is the share of its passages that have vectors: at 0
    it was searched by words alone.
    """

    generation: str
    articles: int
    passages: int
    dense: float = 1.0


@dataclass(frozen=True)
class Span:
    """The stretch `text[start:end]` of the article with that id."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage(Span):
    """A passage that was read for a question; `score` is the reranker's for the best of its
    sentences, from 0 to 1, and None when it read none of them.
    """

    score: float | None = None


@dataclass(frozen=True)
class Short:
    """The direct answer: a few words of the quote of the citation of that number, `text` at `start`
    to `end` of its article.
    """

    text: str
    citation: int
    start: int
    end: int


@dataclass(frozen=True)
class Item:
    """An entry of an answer that is a list: its words without the marker, and the number of its
    citation. `label` is what it is among the others, such as "The newest"; often nothing.
    """

    text: str
    citation: int
    label: str = ""


@dataclass(frozen=True)
class Listed:
    """An answer's text as a list of articles: what stands above it, and its entries in order."""

    kind: Literal["articles"]
    items: tuple[Item, ...]
    head: str = ""


@dataclass(frozen=True)
class Written:
    """One sentence that a language model wrote, and what became of it.

    `kept` is whether its sources support it and the answer has it; `why` is one short phrase when
    not. `score` is the support, from 0 to 1, `spans` what gives it, and `citations` the numbers
    of the answer's citations that a kept one carries.
    """

    text: str
    kept: bool
    why: str
    score: float
    spans: tuple[Span, ...] = ()
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer, a refusal (`answered` is False) or a friendly word.

    `text` carries [n] markers, one for each of `citations`; `short` is the direct answer, where a
    few words certainly are. A refusal has no citations; its `nearest` is the closest evidence
    there was. `confidence` is from 0 to 1; `timings_ms` is
    wall-clock milliseconds by stage. `note` says what the reader should know about how the
    question was read, such as a corrected spelling, or of a language model that failed.

    `other_question` is another way to understand a follow-up, where one is near; `new_topic` is
    whether the question needs nothing of the conversation before it and shares no word with it.

    `engine` is `extractive`, or the name of the language model that wrote the text; `sentences`
    is then every sentence of its, in order, those that were left out among them. `read` is the
    passages that the evidence stands in, best first, and `listed` the text as a list, if it is
    one; neither is part of `to_dict`.
    """

    question: str
    standalone_question: str
    text: str
    answered: bool
    confidence: float
    short: Short | None = None
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    searched: Searched = field(default_factory=lambda: Searched(""))
    engine: str = EXTRACTIVE
    index: IndexUsed = field(default_factory=lambda: IndexUsed("", 0, 0))
    timings_ms: dict[str, float] = field(default_factory=dict)
    note: str | None = None
    other_question: str | None = None
    new_topic: bool = False
    sentences: tuple[Written, ...] = ()
    read: Annotated[tuple[Passage, ...], Field(exclude=True)] = field(default=(), repr=False)
    listed: Annotated[Listed | None, Field(exclude=True)] = field(default=None, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The contract's object, ready for JSON."""
        return {name: value for name, value in asdict(self).items() if name not in _OWN}


@dataclass(frozen=True)
class Understood:
    """The first event of a stream: the question as it will be searched."""

    standalone_question: str


@dataclass(frozen=True)
class Direct:
    """The short answer, which stands above the text and comes before it. Where a language model
    writes the text, the answer has it in the end and no such event comes.
    """

    short: Short


@dataclass(frozen=True)
class TextPart:
    """A piece of the answer's text; the pieces of a stream add up to `Answer.text`."""

    text: str


@dataclass(frozen=True)
class Completed:
    """The last event of a stream: the whole answer."""

    answer: Answer


Event = Understood | Direct | TextPart | Completed


def pieces_of(answer: Answer) -> Iterator[Event]:
    """A whole answer as the events of a stream."""
    if answer.short is not None:
        yield Direct(answer.short)
    for piece in _PIECE.findall(answer.text):
        yield TextPart(piece)
    yield Completed(answer)
