"""What an editor does at the page: each step a generator of what the page then shows."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant, AssistantError
from assistant.editing.editing import Acquired, AtWork, Manifest, Pasted, Plan, Progress
from assistant.service import Office
from assistant.service.routes.messages import UpdateProgress
from ui.editors.html import acquired_html, fault_html, plan_html, step_html
from ui.editors.uploads import discard, is_uploaded
from ui.editors.working import SECONDS_BETWEEN_LOOKS, Step, working

_UNEXPECTED = "Something went wrong. Please try again."

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Added:
    """How adding comes on: `said` is HTML; in the end `done`, and `kept` if anything was."""

    said: str
    done: bool = False
    kept: bool = False


@dataclass(frozen=True)
class State:
    """The index at a moment: which generation answers and which before it, and what is done."""

    now: Manifest
    before: Manifest | None
    update: UpdateProgress
    at_work: AtWork | None

    @property
    def running(self) -> bool:
        """Whether the index is being written."""
        return self.update.state == "running" or self.at_work is not None


class Editing:
    """The editor's work on one service; the index is updated by what its API updates it by."""

    def __init__(self, assistant: Assistant, office: Office) -> None:
        self._assistant = assistant
        self._editor = assistant.editor
        self._updates = office.updates
        self._most = office.policy.upload_files

    def add_files(self, files: Sequence[Path]) -> AsyncIterator[Added]:
        """Take files that were uploaded, which are then removed from where they lay."""
        if not files:
            return _refusal("Choose one file or more first.")
        if not all(map(is_uploaded, files)):
            return _refusal("A file is no longer there: choose it again.")
        if len(files) > self._most:
            discard(files)
            return _refusal(f"At most {self._most:,} files are taken at a time.")

        def take(report: Progress) -> Acquired:
            try:
                return self._editor.add_files(files, report)
            finally:
                discard(files)

        return _adding(take)

    def add_text(self, **fields: str | None) -> AsyncIterator[Added]:
        """Save an article that was typed: the fields of `Pasted`."""
        return _adding(lambda report: self._editor.add_text(Pasted.of(**fields)))

    def add_address(self, address: str | None) -> AsyncIterator[Added]:
        """Fetch a page, a document or a feed, and save it."""
        if not (address or "").strip():
            return _refusal("Give the address of a page or a feed first.")
        return _adding(lambda report: self._editor.add_address(address or "", report))

    async def plan(self) -> AsyncIterator[str]:
        """What an update would do, as HTML."""
        try:
            async for step in working(self._editor.plan):
                yield plan_html(step) if isinstance(step, Plan) else step_html(step)
        except Exception as error:
            yield fault_html(one_line(error))

    def start(self) -> str | None:
        """Start an update, unless one runs; a line if that cannot be."""
        try:
            self._updates.start()
        except AssistantError as error:
            return one_line(error)
        return None

    async def states(self) -> AsyncIterator[State]:
        """The index now, and each time that something of it changes until nobody writes it.

        Raises what Assistant.index raises.
        """
        told: State | None = None
        while True:
            state = await asyncio.to_thread(self.state)
            if told is None or _shown(state) != _shown(told):
                told = state
                yield state
            if not state.running:
                return
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    def state(self) -> State:
        """The index now. Raises what Assistant.index raises."""
        # What is being done comes first: what it has published by then is seen.
        update, at_work = self._updates.progress, self._editor.at_work()
        return State(self._assistant.index(), self._editor.before(), update, at_work)

    def roll_back(self, published: str) -> Manifest:
        """Go back one from the generation `published`. Raises what Editor.roll_back raises."""
        return self._editor.roll_back(published)


def one_line(error: Exception) -> str:
    """What an editor is told of `error`; what nobody foresaw is logged."""
    if isinstance(error, AssistantError):
        return " ".join(str(error).split()) or _UNEXPECTED
    _log.error("An editor's step failed", exc_info=error)
    return _UNEXPECTED


async def _adding(take: Callable[[Progress], Acquired]) -> AsyncIterator[Added]:
    try:
        async for step in working(take):
            if isinstance(step, Step):
                yield Added(step_html(step))
            else:
                kept = bool(step.saved or step.unchanged)
                yield Added(acquired_html(step), done=True, kept=kept)
    except Exception as error:
        yield Added(fault_html(one_line(error)), done=True)


async def _refusal(line: str) -> AsyncIterator[Added]:
    yield Added(fault_html(line), done=True)


def _shown(state: State) -> tuple[object, ...]:
    """What tells a state from another for who looks at it: not the seconds that go by."""
    return state.now, state.before, state.update.model_copy(update={"seconds": 0}), state.at_work
