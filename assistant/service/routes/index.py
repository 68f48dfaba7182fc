"""/v1/index: what the index holds, and bringing it up to date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool

from assistant.service.office import Office
from assistant.service.refusals import RefusalError, documented
from assistant.service.routes.events import STREAM, EventStream, event
from assistant.service.routes.messages import IndexStatus, UpdateProgress
from assistant.service.routes.updates import Updates

_SECONDS_BETWEEN_REPORTS = 0.5


def index_routes(office: Office) -> APIRouter:
    """The routes about the index."""
    router = APIRouter(prefix="/v1/index", tags=["index"])

    @router.get("", responses=documented(), summary="What the index holds")
    async def status() -> IndexStatus:
        """The published index: its articles, passages, age and models, which files were skipped
        and why, and what is being done to it.
        """
        found = await run_in_threadpool(office.assistant.status)
        return IndexStatus(**found.model_dump(), update=office.updates.progress)

    @router.get("/update", responses=documented(), summary="How the newest update comes on")
    async def progress() -> UpdateProgress:
        """The newest update that this process was asked for, running or ended."""
        return office.updates.progress

    @router.post(
        "/update",
        status_code=202,
        response_model=UpdateProgress,
        responses={
            202: {"content": STREAM, "description": "The update has begun, or runs already"},
            **documented(409),
        },
        summary="Bring the index up to date",
    )
    async def update(request: Request) -> UpdateProgress | EventStream:
        """Index the articles that are new, changed or gone; questions are answered meanwhile.

        Needs ASSISTANT_API_TOKEN to be set. With `Accept: text/event-stream` the progress comes
        as server-sent events, the last of which is `done` or `failed`.
        """
        if office.policy.token is None:
            raise RefusalError(
                403,
                "token_needed",
                "An update over HTTP needs a token: set ASSISTANT_API_TOKEN for the service.",
            )
        started = await run_in_threadpool(office.updates.start)
        if "text/event-stream" not in request.headers.get("accept", ""):
            return started
        response = EventStream(_progress(office.updates))
        response.status_code = 202
        return response

    return router


async def _progress(updates: Updates) -> AsyncGenerator[str, None]:
    while (now := updates.progress).state == "running":
        yield event(now.model_dump(), "progress")
        await asyncio.sleep(_SECONDS_BETWEEN_REPORTS)
    yield event(now.model_dump(), now.state)
