"""The view of editors: adding articles, updating the index, and going back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from assistant import Assistant, AssistantError
from assistant.editing.editing import SUFFIXES
from assistant.service import Office
from ui.ask.view import PRIVATE
from ui.editors.editing import Added, Editing, State, one_line
from ui.editors.html import (
    CLOSED,
    asked_back_html,
    fault_html,
    generations_html,
    notice_html,
    progress_html,
    skipped_html,
    went_back_html,
)
from ui.editors.uploads import sent_files

# Many may watch, and none of them waits for another.
_FREE: dict[str, Any] = {"concurrency_limit": None, **PRIVATE}
# Adding takes a thread, and the network's time.
_ADDING: dict[str, Any] = {
    "concurrency_limit": 4,
    "concurrency_id": "adding",
    "trigger_mode": "once",
    **PRIVATE,
}
_FORMS = ", ".join(SUFFIXES)
_FOCUS = "() => setTimeout(() => document.querySelector('{}')?.focus(), 60)"


def build_editors_view(assistant: Assistant, office: Office, tab: gr.Tab) -> gr.State | None:
    """Add the view to the page that is being built, within `tab`.

    Gives the state that changes whenever another generation answers; None where nobody may edit:
    there the view only says why, and the page has no event that could change an article.
    """
    if not office.policy.may_edit:
        gr.HTML(notice_html(CLOSED), elem_id="editing-closed", padding=False)
        return None
    return _View(Editing(assistant, office), office.policy.upload_bytes).build(tab)


class _View:
    def __init__(self, editing: Editing, upload_bytes: int) -> None:
        self._editing = editing
        self._most = f"{upload_bytes / 1_000_000:g} MB"

    def build(self, tab: gr.Tab) -> gr.State:
        """The components, then what they do."""
        self.generation = gr.State("")
        with gr.Row(elem_id="newsroom"):
            with gr.Column(elem_id="editing"):
                self._build_adding()
                self._build_updating()
            with gr.Column(elem_id="index"):
                self._build_index()
        self.shown = [self.progress, self.generations, self.skipped, self.generation]
        self._connect(tab)
        return self.generation

    def _build_adding(self) -> None:
        gr.HTML("<h2>Add articles</h2>", padding=False, elem_classes="heading")
        with gr.Tabs(elem_id="adding"):
            with gr.Tab("Upload", id="upload"):
                self.files = gr.File(
                    label="Files", file_count="multiple", height=140, elem_id="files"
                )
                gr.HTML(
                    notice_html(f"{_FORMS}. Up to {self._most} at a time."),
                    padding=False,
                    elem_classes="hint",
                )
                self.add_files = _button("Add the files")
            with gr.Tab("Paste", id="paste"):
                self.title = gr.Textbox(label="Title", max_lines=1, max_length=300)
                self.text = gr.Textbox(label="Text", lines=8, max_lines=16, max_length=1_000_000)
                with gr.Row(elem_classes="pair"):
                    self.date = gr.Textbox(
                        label="Date (optional)", placeholder="2025-02-13", max_lines=1
                    )
                    self.outlet = gr.Textbox(label="Outlet (optional)", max_lines=1)
                with gr.Row(elem_classes="pair"):
                    self.authors = gr.Textbox(
                        label="Authors (optional)", placeholder="Ann Lee, Bo Kim", max_lines=1
                    )
                    self.origin = gr.Textbox(
                        label="Its address (optional)", placeholder="https://", max_lines=1
                    )
                self.add_text = _button("Add the article")
            with gr.Tab("From the web", id="web"):
                self.address = gr.Textbox(
                    label="Address of a page, a document or a feed",
                    placeholder="https://example.com/news/feed.xml",
                    max_lines=1,
                )
                self.add_address = _button("Fetch and add")
        self.added = gr.HTML("", elem_id="added", padding=False)

    def _build_updating(self) -> None:
        gr.HTML("<h2>Update the index</h2>", padding=False, elem_classes="heading")
        with gr.Row(elem_classes="actions"):
            self.update = _button("Update the index", primary=True)
            self.look = _button("See what would change")
        self.progress = gr.HTML("", elem_id="progress", padding=False)
        self.plan = gr.HTML("", elem_id="plan", padding=False)

    def _build_index(self) -> None:
        self.generations = gr.HTML("", elem_id="generations", padding=False)
        self.back = _button("Go back one", elem_id="go-back", visible=False)
        with gr.Column(elem_id="confirm", visible=False) as self.confirm:
            self.question = gr.HTML("", padding=False)
            with gr.Row(elem_classes="actions"):
                self.yes = _button("Go back", primary=True)
                self.no = _button("Stay", elem_id="go-back-no")
        self.went_back = gr.HTML("", elem_id="went-back", padding=False)
        self.skipped = gr.HTML("", elem_id="skipped", padding=False)

    def _connect(self, tab: gr.Tab) -> None:
        self._connect_adding()
        watching: dict[str, Any] = {"outputs": [*self.shown, self.back], **_FREE}
        # Who looks at the view, or for changes, also sees who else is at work.
        gr.on([tab.select, self.look.click], self._watch, trigger_mode="once", **watching)
        self.update.click(self._update, trigger_mode="once", **watching)
        self.update.click(lambda: "", outputs=self.plan, **_FREE)
        self.look.click(self._editing.plan, outputs=self.plan, **_ADDING)
        asked_from = gr.State("")
        asking = [self.confirm, self.question, self.went_back, asked_from]
        self.back.click(self._ask_back, outputs=asking, **_FREE).then(
            None, js=_FOCUS.format("#go-back-no")
        )
        self.no.click(lambda: gr.update(visible=False), outputs=self.confirm, **_FREE).then(
            None, js=_FOCUS.format("#go-back")
        )
        self.yes.click(self._go_back, asked_from, [self.confirm, self.went_back], **_FREE).then(
            self._watch, **watching
        ).then(None, js=_FOCUS.format("#go-back, #editing .primary"))

    def _connect_adding(self) -> None:
        typed = [self.title, self.text, self.date, self.outlet, self.authors, self.origin]
        said = [self.added, self.plan]
        self.add_files.click(
            self._add_files,
            self.files,
            [*said, self.files],
            preprocess=False,  # which leaves an empty file behind for each
            **_ADDING,
        )
        self.add_text.click(self._add_text, typed, [*said, *typed], **_ADDING)
        gr.on(
            [self.add_address.click, self.address.submit],
            self._add_address,
            self.address,
            [*said, self.address],
            **_ADDING,
        )

    async def _add_files(self, sent: object) -> AsyncIterator[tuple[Any, ...]]:
        adding = self._editing.add_files(sent_files(sent))
        async for shown in self._after(adding, [None], always=True):
            yield shown

    async def _add_text(
        self, title: str, text: str, date: str, outlet: str, authors: str, origin: str
    ) -> AsyncIterator[tuple[Any, ...]]:
        adding = self._editing.add_text(
            title=title, text=text, date=date, outlet=outlet, authors=authors, address=origin
        )
        async for shown in self._after(adding, [""] * 6):
            yield shown

    async def _add_address(self, address: str) -> AsyncIterator[tuple[Any, ...]]:
        async for shown in self._after(self._editing.add_address(address), [""]):
            yield shown

    async def _after(
        self, adding: AsyncIterator[Added], emptied: list[Any], *, always: bool = False
    ) -> AsyncIterator[tuple[Any, ...]]:
        """What is said of adding, then the plan; the fields are emptied of what was kept."""
        same = [gr.skip()] * len(emptied)
        async for step in adding:
            fields = emptied if step.kept or (always and step.done) else same
            yield step.said, gr.skip(), *fields
        if step.kept:
            async for plan in self._editing.plan():
                yield gr.skip(), plan, *same

    async def _update(self) -> AsyncIterator[tuple[Any, ...]]:
        if complaint := self._editing.start():
            yield fault_html(complaint), *[gr.skip()] * 4
            return
        async for shown in self._watch():
            yield shown

    async def _watch(self) -> AsyncIterator[tuple[Any, ...]]:
        """The index until nobody writes it any more: values for `shown` and the button."""
        told: State | None = None
        try:
            async for state in self._editing.states():
                yield progress_html(state.update, state.at_work), *_index(state, told)
                told = state
        except AssistantError as error:
            yield fault_html(one_line(error)), *[gr.skip()] * 4

    def _ask_back(self) -> tuple[Any, ...]:
        try:
            state = self._editing.state()
        except AssistantError as error:
            return gr.update(visible=False), "", fault_html(one_line(error)), ""
        if state.before is None:
            return gr.update(visible=False), "", fault_html("There is nothing to go back to."), ""
        return gr.update(visible=True), asked_back_html(state.before), "", state.now.generation

    def _go_back(self, asked_from: str) -> tuple[Any, ...]:
        try:
            said = went_back_html(self._editing.roll_back(asked_from))
        except AssistantError as error:
            said = fault_html(one_line(error))
        return gr.update(visible=False), said


def _index(state: State, told: State | None) -> tuple[Any, ...]:
    if told is not None and (told.now, told.before) == (state.now, state.before):
        return (gr.skip(),) * 4
    return (
        generations_html(state.now, state.before),
        skipped_html(state.now.skipped),
        state.now.generation,
        gr.update(visible=state.before is not None),
    )


def _button(name: str, *, primary: bool = False, **more: Any) -> gr.Button:
    return gr.Button(
        name, variant="primary" if primary else "secondary", size="md", min_width=0, scale=0, **more
    )
