"""What a reader thinks of an answer: taken for answers that this server gave them, and kept."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import Annotated, Any

import gradio as gr
from pydantic import BaseModel, StringConstraints, ValidationError

from assistant import Assistant, AssistantError
from assistant.evaluation.feedback import Feedback, append
from ui.ask.actions import LONGEST_COMMENT
from ui.ask.exchange import Exchange, Exchanges, Verdict
from ui.ask.view import UNCHANGED, WRITING, AskView, shown
from ui.keeping.kept import Id
from ui.wording import well_formed

_A_MINUTE = 60
_log = logging.getLogger(__name__)


class _Rated(BaseModel):
    id: Id
    verdict: Verdict


class _Commented(BaseModel):
    id: Id
    text: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_COMMENT)
    ]


class Allowance:
    """So many of something a minute, from all readers together: what keeps a disk from filling."""

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._left = float(a_minute)
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether there is one more, which is then taken."""
        with self._lock:
            now = time.monotonic()
            gained = (now - self._since) * self._a_minute / 60
            self._left, self._since = min(self._a_minute, self._left + gained), now
            if self._left < 1:
                return False
            self._left -= 1
            return True


def add_feedback(assistant: Assistant, view: AskView) -> None:
    """Add the events of `view.keeping` that judge an answer."""
    file = assistant.settings.feedback
    if file is None:
        return
    allowance = Allowance(_A_MINUTE)

    def rate(now: Exchanges, event: gr.EventData) -> tuple[Any, ...]:
        try:
            asked = _Rated.model_validate(event._data)
        except ValidationError:
            return UNCHANGED
        judged = _rateable(now, asked.id)
        if judged is None or judged.verdict == asked.verdict:
            return UNCHANGED
        return kept(now, judged, replace(judged, verdict=asked.verdict, commented=False), None)

    def comment(now: Exchanges, event: gr.EventData) -> tuple[Any, ...]:
        try:
            said = _Commented.model_validate(event._data)
        except ValidationError:
            return UNCHANGED
        judged = _rateable(now, said.id)
        if judged is None or judged.verdict is None or judged.commented:
            return UNCHANGED
        return kept(now, judged, replace(judged, commented=True), well_formed(said.text))

    def kept(
        now: Exchanges, before: Exchange, after: Exchange, said: str | None
    ) -> tuple[Any, ...]:
        assert after.answer is not None and after.verdict is not None
        if not allowance.take():
            gr.Warning("Too many verdicts at once: try again in a minute.", title="Not kept")
            return UNCHANGED
        try:
            append(file, Feedback.on(after.answer, after.id, after.asked, after.verdict, said))
        except AssistantError as error:
            _log.warning("A verdict was not kept: %s", error)
            gr.Warning(str(error), title="Not kept")
            return UNCHANGED
        return shown(tuple(after if e is before else e for e in now))

    for event, function in ((view.keeping.rate, rate), (view.keeping.comment, comment)):
        event(function, inputs=view.exchanges, outputs=view.outputs, **WRITING)


def _rateable(exchanges: Exchanges, answer_id: str) -> Exchange | None:
    """The exchange of that id, if it may be judged: the state is the server's own."""
    found = next((e for e in exchanges if e.id == answer_id), None)
    return found if found and found.rateable and found.answer is not None else None
