"""Conversations that come back: opened again, interrupted ones asked again, links followed."""

from __future__ import annotations

import json
from typing import Annotated, Any

import gradio as gr
from pydantic import BaseModel, StringConstraints, ValidationError

from assistant import Assistant
from ui.ask.exchange import Exchanges
from ui.ask.view import PRIVATE, UNCHANGED, WRITING, AskView, shown
from ui.keeping.keeping import remembered
from ui.keeping.kept import KeptError, restored
from ui.keeping.shared import Shared
from ui.wording import well_formed


class _Reopened(BaseModel):
    """What the browser sends to have a conversation shown, or a question put back into the box."""

    id: Annotated[str, StringConstraints(max_length=80)] = ""
    record: str = ""
    draft: Annotated[str, StringConstraints(max_length=20_000)] | None = None


def add_conversations(assistant: Assistant, view: AskView) -> None:
    """Add the events of `view.keeping` that show a conversation or ask a question."""

    def reopen(event: gr.EventData) -> tuple[Any, ...]:
        try:
            wanted = _Reopened.model_validate(event._data)
        except ValidationError:
            return *UNCHANGED, gr.skip()
        box = gr.skip() if wanted.draft is None else well_formed(wanted.draft)
        if not wanted.record:
            return *UNCHANGED, box
        try:
            return *shown(restored(wanted.record, assistant)), box
        except KeptError:
            # The script is told which, for it is to drop it.
            return *shown(())[:-1], json.dumps({"unreadable": wanted.id}), box

    def retry(now: Exchanges, kept: str, wishes: int, event: gr.EventData) -> tuple[Any, ...]:
        now = remembered(now, kept, assistant)
        wanted = event._data.get("id") if isinstance(event._data, dict) else None
        again = next((e for e in now if e.id == wanted and e.error is not None), None)
        if again is None:
            raise _refused("This question is no longer there: ask it below.")
        rest = tuple(e for e in now if e is not again)
        return *shown(rest), again.question, again.within, wishes + 1

    def follow(wishes: int, event: gr.EventData) -> tuple[Any, ...]:
        try:
            shared = Shared.model_validate(event._data)
        except ValidationError as error:
            raise _refused("The link asks nothing that can be asked.") from error
        return *shown(()), well_formed(shared.question), shared.within, wishes + 1

    keeping = view.keeping
    asking = [*view.outputs, view.box, view.within, view.wishes]
    keeping.reopen(None, cancels=list(view.answers))
    keeping.reopen(reopen, outputs=[*view.outputs, view.box], **WRITING)
    # Its results are nothing; those of an event before it come along (see keeping.js).
    keeping.nudge(lambda: None, **PRIVATE)
    keeping.retry(retry, [view.exchanges, keeping, view.wishes], asking, **WRITING)
    keeping.follow(follow, view.wishes, asking, **WRITING)


def _refused(why: str) -> gr.Error:
    return gr.Error(why, title="Not asked", print_exception=False)
