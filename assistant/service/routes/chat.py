"""/v1/chat/completions and /v1/models: so that programs made for OpenAI's API can chat here."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from assistant import Answer, Completed, Direct, Event, TextPart
from assistant.service.office import Office
from assistant.service.refusals import RefusalError, as_refusal, documented
from assistant.service.routes.chat_messages import (
    MODEL,
    ChatRequest,
    Choice,
    Completion,
    Model,
    Models,
    Reply,
    Usage,
    citations_of,
    ending,
    opening,
    piece,
)
from assistant.service.routes.events import STREAM, EventStream, event


def chat_routes(office: Office) -> APIRouter:
    """The routes that OpenAI's clients call."""
    router = APIRouter(
        prefix="/v1", tags=["OpenAI-compatible"], max_body_size=office.policy.body_bytes
    )
    model = Model(created=int(time.time()))

    @router.post(
        "/chat/completions",
        response_model=Completion,
        responses={
            200: {"content": STREAM, "description": "The completion, or its chunks"},
            **documented(400, 404, 413),
        },
        summary="Chat, as with OpenAI's API",
    )
    async def complete(asked: ChatRequest, request: Request) -> Completion | EventStream:
        """The answer to the last of `messages`, as the conversation before it means it.

        Its text has citations as [n], with a list of sources at the end; the exact quotes are in
        the message's `annotations`. What system messages say is not obeyed: answers are
        quotations from the articles.
        """
        _known(asked.model)
        turns, question = asked.conversation(office.policy.history)
        conversation = office.assistant.conversation(turns)
        articles_at = str(request.base_url.replace(path="/v1/articles", query=""))
        if asked.stream:
            events = await office.desk.stream(
                lambda: conversation.stream(question), request.is_disconnected
            )
            return EventStream(_chunks(events, asked, articles_at))
        answer = await office.desk.run(lambda: conversation.ask(question), request.is_disconnected)
        return _completion(answer, asked, articles_at)

    @router.get("/models", responses=documented(), summary="What can be chatted with")
    async def models() -> Models:
        """The one model that there is."""
        return Models(data=[model])

    @router.get("/models/{name}", responses=documented(404), summary="One of the models")
    async def one_model(name: Annotated[str, Path(max_length=200)]) -> Model:
        """The model of that name."""
        _known(name)
        return model

    return router


def _known(name: str) -> None:
    if name != MODEL:
        raise RefusalError(404, "model_not_found", f"The model here is called `{MODEL}`.")


def _completion(answer: Answer, asked: ChatRequest, articles_at: str) -> Completion:
    said = opening(answer.short) + answer.text
    text = said + ending(answer)
    reply = Reply(content=text, annotations=citations_of(said, answer, articles_at))
    return Completion(
        id=_new_id(),
        created=int(time.time()),
        choices=[Choice(message=reply)],
        usage=Usage.of(asked, text),
    )


async def _chunks(
    events: AsyncGenerator[Event, None], asked: ChatRequest, articles_at: str
) -> AsyncGenerator[str, None]:
    head = {
        "id": _new_id(),
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": MODEL,
    }

    def chunk(choices: list[dict[str, Any]], **more: Any) -> str:
        return event({**head, "choices": choices, **more})

    said = ""
    yield chunk([piece({"role": "assistant", "content": ""})])
    try:
        async for happened in events:
            if isinstance(happened, Completed):
                answer = happened.answer
                end = ending(answer)
                found = [a.model_dump() for a in citations_of(said, answer, articles_at)]
                yield chunk([piece({"content": end, "annotations": found})])
                yield chunk([piece({}, "stop")])
                if asked.stream_options and asked.stream_options.include_usage:
                    yield chunk([], usage=Usage.of(asked, said + end).model_dump())
            elif isinstance(happened, Direct):
                said += opening(happened.short)
                yield chunk([piece({"content": opening(happened.short)})])
            elif isinstance(happened, TextPart):
                said += happened.text
                yield chunk([piece({"content": happened.text})])
        yield "data: [DONE]\n\n"
    except Exception as error:
        refusal = as_refusal(error)
        yield event({"error": {"type": refusal.type, "message": str(refusal)}})
    finally:
        await events.aclose()


def _new_id() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"
