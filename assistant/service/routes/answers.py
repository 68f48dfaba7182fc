"""POST /v1/answer and /v1/search: questions with their conversation, and evidence alone."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import asdict

from fastapi import APIRouter, Request

from assistant import Answer, Completed, Direct, Event, TextPart, Understood
from assistant.service.office import Office
from assistant.service.refusals import RefusalError, as_refusal, documented
from assistant.service.routes.events import STREAM, EventStream, event
from assistant.service.routes.messages import AnswerRequest, SearchRequest, SearchResult

_NAMES = {Understood: "understood", Direct: "short", TextPart: "text", Completed: "completed"}


def answer_routes(office: Office) -> APIRouter:
    """The routes that answer for `office`."""
    router = APIRouter(prefix="/v1", tags=["questions"], max_body_size=office.policy.body_bytes)

    @router.post(
        "/answer",
        response_model=Answer,
        responses={
            200: {"content": STREAM, "description": "The answer, or the events that lead to it"},
            **documented(400, 413),
        },
        summary="Answer a question",
    )
    async def answer(asked: AnswerRequest, request: Request) -> Answer | EventStream:
        """The answer to a question, after the conversation in `history` if there is one.

        Quotes are exact: the article's text from `start` to `end`. Without citations it is a
        refusal (`answered` is false), and `nearest` is the closest evidence that there was. With
        `stream` the answer comes as server-sent events: `understood`, `short` where there is a
        direct answer, any number of `text`, then `completed` with the whole answer; or `error`.
        """
        if len(asked.history) > office.policy.history:
            raise RefusalError(
                422,
                "invalid_request_error",
                f"history: at most {office.policy.history} turns are read: leave out the oldest.",
            )
        conversation = office.assistant.conversation(
            asked.turns, now=asked.now, within=asked.within, limit=asked.limit
        )
        if not asked.stream:
            return await office.desk.run(
                lambda: conversation.ask(asked.question), request.is_disconnected
            )
        events = await office.desk.stream(
            lambda: conversation.stream(asked.question), request.is_disconnected
        )
        return EventStream(_told(events))

    @router.post(
        "/search", responses=documented(400, 413), summary="Search for evidence, without answering"
    )
    async def search(asked: SearchRequest, request: Request) -> SearchResult:
        """The sentences nearest to a question, best first, whether or not they answer it."""
        found = await office.desk.run(
            lambda: office.assistant.search(
                asked.question, asked.limit, now=asked.now, within=asked.within
            ),
            request.is_disconnected,
        )
        return SearchResult(question=asked.question, citations=tuple(found))

    return router


async def _told(events: AsyncGenerator[Event, None]) -> AsyncGenerator[str, None]:
    try:
        async for happened in events:
            data = (
                happened.answer.to_dict() if isinstance(happened, Completed) else asdict(happened)
            )
            yield event(data, _NAMES[type(happened)])
    except Exception as error:
        refusal = as_refusal(error)
        yield event({"type": refusal.type, "message": str(refusal)}, "error")
    finally:
        await events.aclose()
