"""The chat completions of the OpenAI API: its messages as a conversation here, and back."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant import Answer, Citation, Short
from assistant.answers.citations import unmarked
from assistant.service.refusals import RefusalError
from assistant.service.routes.messages import MAX_ANSWER_CHARACTERS
from assistant.understand.question import MAX_CHARACTERS

MODEL = "assistant"
_SOURCES = "\n\nSources:\n"
_NOTE = "\n\nNote: "
_OPENING = re.compile(r"\A\*\*[^\n]{1,400}\*\*\n\n")
_MARKER = re.compile(r"\[(\d{1,3})\]")


class Part(BaseModel):
    """A part of a message; those that are not text are refused."""

    type: str
    text: str | None = Field(default=None, max_length=MAX_ANSWER_CHARACTERS)


class Message(BaseModel):
    """One message; what a system or developer says is not obeyed, for answers are quotations."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The message's text. Raises RefusalError when a part is something else."""
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        if any(part.type not in ("text", "refusal") for part in self.content):
            raise _invalid("messages: only text can be asked, no images, sounds or files.")
        return "\n".join(part.text or "" for part in self.content)


class StreamOptions(BaseModel):
    """How a stream ends."""

    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """What a chat program sends; parameters of sampling and the like are read over."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "What did Healey say?"}],
                }
            ]
        },
    )

    model: str = Field(max_length=200, description=f"`{MODEL}`")
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = None
    stream_options: StreamOptions | None = None

    def conversation(self, most_turns: int) -> tuple[list[tuple[str, str]], str]:
        """The turns before, and the question. Raises RefusalError when there is no question.

        A chat program sends all that was said; what is older than `most_turns` is left behind.
        """
        turns: list[tuple[str, str]] = []
        asked: str | None = None
        for message in self.messages:
            text = message.text
            if message.role == "user":
                asked = text
            elif message.role == "assistant" and asked is not None:
                turns.append((asked[:MAX_CHARACTERS], _plain(text)))
                asked = None
        if asked is None or not asked.strip():
            raise _invalid("messages: the last one has to be the user's question.")
        return turns[-most_turns:] if most_turns else [], asked


class UrlCitation(BaseModel):
    """Where the text cites, as the OpenAI API has it, with the exact place in the article."""

    start_index: int
    end_index: int
    title: str
    url: str
    article_id: str
    quote: str
    start: int
    end: int


class Annotation(BaseModel):
    """A citation of a message."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class Usage(BaseModel):
    """Words, for there are no tokens where there is no language model."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int

    @staticmethod
    def of(request: ChatRequest, answer: str) -> Usage:
        """The words of the messages and of the answer."""
        asked = sum(len(message.text.split()) for message in request.messages)
        said = len(answer.split())
        return Usage(prompt_tokens=asked, completion_tokens=said, total_tokens=asked + said)


class Reply(BaseModel):
    """The message that answers."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation] = []


class Choice(BaseModel):
    """The one choice that there is."""

    index: int = 0
    message: Reply
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    """An answer as a chat completion."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage


class Model(BaseModel):
    """What can be chatted with."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "news-assistant"


class Models(BaseModel):
    """All that can be chatted with."""

    object: Literal["list"] = "list"
    data: list[Model]


def opening(short: Short | None) -> str:
    """What stands before an answer's text: the direct answer, in bold, if it has one."""
    return f"**{unmarked(' '.join(short.text.split()))}**\n\n" if short else ""


def ending(answer: Answer) -> str:
    """What follows an answer's text: how the question was read, and the list of its sources."""
    note = f"{_NOTE}{answer.note}" if answer.note else ""
    lines = "\n".join(_source(citation) for citation in answer.citations)
    return note + (f"{_SOURCES}{lines}" if lines else "")


def citations_of(text: str, answer: Answer, articles_at: str) -> list[Annotation]:
    """A citation for each [n] in `text`, which says the answer; an article without an address of
    its own is found under `articles_at`.
    """
    by_number = {citation.number: citation for citation in answer.citations}
    return [
        Annotation(
            url_citation=UrlCitation(
                start_index=match.start(),
                end_index=match.end(),
                title=cited.title,
                url=_address(cited, articles_at),
                article_id=cited.article_id,
                quote=cited.quote,
                start=cited.start,
                end=cited.end,
            )
        )
        for match in _MARKER.finditer(text)
        if (cited := by_number.get(int(match.group(1)))) is not None
    ]


def piece(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    """A choice of a streamed chunk."""
    return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}


def _source(citation: Citation) -> str:
    parts = (citation.title, citation.source, citation.published or "undated", citation.url)
    return f"[{citation.number}] " + " · ".join(" ".join(p.split()) for p in parts if p)


def _address(citation: Citation, articles_at: str) -> str:
    url = citation.url or ""
    own = url.startswith(("http://", "https://"))
    return url if own else f"{articles_at}/{citation.article_id}"


def _plain(text: str) -> str:
    """An answer's own text, without the opening and ending that a client sends back with it."""
    text = _OPENING.sub("", text, count=1)
    for end in (_SOURCES, _NOTE):
        text = text.rpartition(end)[0] or text
    return text[:MAX_ANSWER_CHARACTERS]


def _invalid(message: str) -> RefusalError:
    return RefusalError(422, "invalid_request_error", message)
