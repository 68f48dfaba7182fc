"""Server-sent events: a stream of named JSON objects over one HTTP response."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from fastapi.responses import StreamingResponse

_SECONDS_OF_SILENCE = 15.0
_TEXT = {"type": "string"}
# What each event is, as OpenAPI 3.2 has it: its data is an object as JSON text, or "[DONE]".
_SCHEMA = {"type": "object", "properties": {"event": _TEXT, "data": _TEXT}, "required": ["data"]}
STREAM = {"text/event-stream": {"schema": _SCHEMA}}

_closing: set[asyncio.Future[None]] = set()  # else they might be collected before they have run


def event(data: Any, name: str | None = None) -> str:
    """One event, as it goes over the wire."""
    # ASCII, in which no line separator is left that a careless reader could split at.
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, default=str)}\n\n"


class EventStream(StreamingResponse):
    """A response of events that no proxy holds back; a comment keeps a silent one alive."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[str, None]) -> None:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        super().__init__(_kept_alive(events), headers=headers)


async def _kept_alive(events: AsyncGenerator[str, None]) -> AsyncIterator[str]:
    following = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            await asyncio.wait([following], timeout=_SECONDS_OF_SILENCE)
            if not following.done():
                yield ": still at it\n\n"
                continue
            text = following.result()
            if text is None:
                return
            yield text
            following = asyncio.ensure_future(anext(events, None))
    finally:
        # In a task of its own: this one may be being cancelled, again and again.
        closing = asyncio.ensure_future(_close(following, events))
        _closing.add(closing)
        closing.add_done_callback(_closing.discard)


async def _close(following: asyncio.Future[str | None], events: AsyncGenerator[str, None]) -> None:
    following.cancel()
    await asyncio.wait([following])
    await events.aclose()
