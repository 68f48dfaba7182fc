"""The view that asks: the conversation, the composer below it, the sources beside both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage
from pydantic import BaseModel, ValidationError

from assistant import EVERYTHING, Assistant, AssistantError, Scope
from ui.ask.asking import ask
from ui.ask.chat import messages
from ui.ask.events import refusal
from ui.ask.exchange import Exchanges
from ui.ask.next_questions import (
    NextQuestions,
    Superseded,
    build_next_questions,
    has_offers,
    none_yet,
    suggested,
)
from ui.ask.sources import panel_html
from ui.keeping.keeping import keeping_component, remembered
from ui.keeping.kept import record
from ui.wording import well_formed

# How many questions are answered at a time; further ones wait in Gradio's queue.
AT_A_TIME = 8
# What the page's own events are: no business of programs, and without a spinner.
PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# Events that write a conversation outside of answering run one at a time: what one of them has
# cleared, another must not write back.
WRITING: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "state", **PRIVATE}

_WELCOME = (
    '<h2 class="welcome">What would you like to know?</h2>'
    "<p>Answers come from the articles alone, each with its sources. "
    "Where the articles don’t say, you are told so.</p>"
)
# The Ask and the Stop button, of which one is there at a time.
_IDLE = (gr.update(visible=True), gr.update(visible=False))
_BUSY = (gr.update(visible=False), gr.update(visible=True))


class _Text(BaseModel):
    text: str


class _Example(BaseModel):
    """What the browser sends of the example that was chosen."""

    value: _Text


@dataclass(frozen=True)
class AskView:
    """What the other parts of the page need of this one.

    `exchanges` holds the conversation (Exchanges), `within` what it is limited to (Scope). A
    conversation is shown by giving `outputs` the values of `shown`. A question is asked by putting
    it into `box` and adding one to `wishes` (int). `answers` are the events that answer, for
    others to cancel. `below` is the place below the conversation, `limits` that above the question
    box, for others to fill; `upcoming` is the place for what to ask next, `superseded` says after
    what there is no more.
    """

    exchanges: gr.State
    within: gr.State
    chat: gr.Chatbot
    sources: gr.HTML
    keeping: gr.HTML
    box: gr.Textbox
    answers: tuple[Any, ...]
    upcoming: NextQuestions
    superseded: Superseded
    below: gr.Column
    limits: gr.Column
    wishes: gr.State

    @property
    def outputs(self) -> list[Any]:
        """The components that show a conversation."""
        return [self.exchanges, self.chat, self.sources, self.keeping]


def shown(exchanges: Exchanges) -> tuple[Any, ...]:
    """What shows a conversation: values for `AskView.outputs`."""
    return exchanges, messages(exchanges), panel_html(exchanges), record(exchanges)


# Values for `AskView.outputs` that leave what is shown as it is.
UNCHANGED = (gr.skip(),) * 4


def build_ask_view(assistant: Assistant) -> AskView:
    """Add the view to the page that is being built."""
    exchanges = gr.State(())
    within = gr.State(EVERYTHING)
    wishes = gr.State(0)
    superseded = Superseded()
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            keeping = keeping_component()
            chat = gr.Chatbot(
                elem_id="chat",
                label="Conversation",
                show_label=False,
                container=False,
                height=None,
                layout="panel",
                autoscroll=False,
                buttons=[],
                placeholder=_WELCOME,
                examples=examples(assistant),
                feedback_options=None,
                # The messages are HTML with everything foreign escaped (see ui.chat):
                # no Markdown, LaTeX or custom tag may be found in them.
                render_markdown=False,
                latex_delimiters=[],
                allow_tags=False,
                sanitize_html=True,
            )
            below = gr.Column(elem_id="below")
            upcoming = build_next_questions()
        sources = gr.HTML(panel_html(()), elem_id="sources", padding=False)
        with gr.Row(elem_id="composer"):
            limits = gr.Column(elem_id="limits")
            box = gr.Textbox(
                label="Your question",
                show_label=False,
                placeholder="Ask a question",
                container=False,
                autofocus=True,
                lines=1,
                max_lines=5,
                scale=1,
                elem_id="question",
            )
            send = gr.Button("Ask", variant="primary", size="md", min_width=0, scale=0)
            stop = gr.Button("Stop", variant="stop", size="md", min_width=0, scale=0, visible=False)
            clear = gr.Button("New", elem_classes="new", size="md", min_width=0, scale=0)
            # Pressed by the script: asks what is in the box without the conversation.
            as_typed = gr.Button("Ask as typed", elem_id="as-typed", visible="hidden")

    def answer(
        earlier: Exchanges, question: str, scope: Scope, kept: str, alone: bool = False
    ) -> Iterator[tuple[Any, ...]]:
        now = earlier = remembered(earlier, kept, assistant)
        superseded.by_what_follows(earlier)
        for step, now in enumerate(ask(assistant, earlier, question, scope, alone=alone)):
            # The box is emptied only at first, and the sources change only in the end: the
            # reader may be typing in the one and reading the other.
            panel = gr.skip() if now[-1].pending else panel_html(now)
            others = ("", *_BUSY, *none_yet()) if step == 0 else (gr.skip(),) * (3 + len(offers))
            if not now[-1].pending:
                # Room is made with the answer: what is below it must not move later.
                others = (*others[:3], *none_yet(has_offers(now)))
            keep = record(now) if step == 0 or not now[-1].pending else gr.skip()
            yield now, messages(now), panel, keep, *others
        # A question that could not even be read is given back, to be put right.
        unread = now[-1].error is not None and now[-1].understood is None
        given_back = now[-1].question if unread else gr.skip()
        yield *UNCHANGED, given_back, *_IDLE, *(gr.skip(),) * len(offers)

    def stopped(now: Exchanges) -> tuple[Any, ...]:
        if not now or not now[-1].pending:
            return *UNCHANGED, *_IDLE
        return *shown((*now[:-1], now[-1].as_stopped())), *_IDLE

    def example_chosen(now: int, event: gr.EventData) -> tuple[str, int]:
        try:
            return _Example.model_validate(event._data).value.text, now + 1
        except ValidationError as error:
            raise refusal("There is no such question.") from error

    showing = [exchanges, chat, sources, keeping]
    offers = upcoming.outputs
    answering: dict[str, Any] = {
        "fn": answer,
        "inputs": [exchanges, box, within, keeping],
        "outputs": [*showing, box, send, stop, *offers],
        "concurrency_limit": AT_A_TIME,
        "concurrency_id": "answer",
        **PRIVATE,
    }
    asked = gr.on([box.submit, send.click], **answering)
    alone_asked = as_typed.click(**{**answering, "fn": partial(answer, alone=True)})
    wished = wishes.change(**answering)
    answers = (asked, alone_asked, wished)
    chat.example_select(example_chosen, wishes, [box, wishes], **PRIVATE)
    for button in upcoming.buttons:
        button.click(
            lambda offer, now: (offer, now + 1), [button, wishes], [box, wishes], **PRIVATE
        )
    # Gradio runs what follows a failure after cancelling an event too, once the server has
    # let go of it: so this, and not the Stop button, writes the state of a stopped answer.
    for event in answers:
        event.failure(stopped, exchanges, outputs=[*showing, send, stop], **WRITING)
    stop.click(None, cancels=list(answers))
    clear.click(None, cancels=list(answers))
    clear.click(lambda: (*shown(()), ""), outputs=[*showing, box], **WRITING)
    return AskView(
        exchanges=exchanges,
        within=within,
        chat=chat,
        sources=sources,
        keeping=keeping,
        box=box,
        answers=answers,
        upcoming=upcoming,
        superseded=superseded,
        below=below,
        limits=limits,
        wishes=wishes,
    )


def add_offers(assistant: Assistant, asking: AskView, after: Any) -> None:
    """Have what to ask next found when the event `after` has run, until something else is asked."""
    after.then(
        partial(suggested, assistant, asking.superseded),
        [asking.exchanges, asking.within],
        asking.upcoming.outputs,
        trigger_mode="always_last",
        concurrency_limit=1,
        concurrency_id="next",
        **PRIVATE,
    )


def examples(assistant: Assistant) -> list[ExampleMessage]:
    """Questions that the articles answer, to begin with."""
    try:
        return [{"text": well_formed(question)} for question in assistant.suggestions()]
    except AssistantError:
        return []
