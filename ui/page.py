"""The page: Gradio components, and what happens when a reader uses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from assistant import Assistant, AssistantError
from ui.api import add_api
from ui.asking import ask
from ui.chat import messages
from ui.exchange import Exchanges
from ui.masthead import TITLE, foot_html, masthead_html
from ui.sources import panel_html
from ui.wording import well_formed

_WELCOME = '<h2 class="welcome">What would you like to know?</h2>'
# How many questions are answered at a time; further ones wait in Gradio's queue.
_AT_A_TIME = 8
# The Ask and the Stop button, of which one is there at a time.
_IDLE = (gr.update(visible=True), gr.update(visible=False))
_BUSY = (gr.update(visible=False), gr.update(visible=True))


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page as Gradio Blocks. A reader's conversation lives in their own gr.State."""
    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        exchanges = gr.State(())
        head = gr.HTML(masthead_html(assistant), elem_id="masthead", padding=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
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
                    examples=_examples(assistant),
                    feedback_options=None,
                    # The messages are HTML with everything foreign escaped (see ui.chat):
                    # no Markdown, LaTeX or custom tag may be found in them.
                    render_markdown=False,
                    latex_delimiters=[],
                    allow_tags=False,
                    sanitize_html=True,
                )
            sources = gr.HTML(panel_html(()), elem_id="sources", padding=False)
            with gr.Row(elem_id="composer"):
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
                stop = gr.Button(
                    "Stop", variant="stop", size="md", min_width=0, scale=0, visible=False
                )
                clear = gr.Button("Clear", size="md", min_width=0, scale=0)
        gr.HTML(foot_html(), elem_id="foot", padding=False)

        def answer(earlier: Exchanges, question: str) -> Iterator[tuple[Any, ...]]:
            now = earlier
            for step, now in enumerate(ask(assistant, earlier, question)):
                # The box is emptied only at first, and the sources change only in the end: the
                # reader may be typing in the one and reading the other.
                panel = gr.skip() if now[-1].pending else panel_html(now)
                others = ("", *_BUSY) if step == 0 else (gr.skip(),) * 3
                yield now, messages(now), panel, *others
            # A question that could not even be read is given back, to be put right.
            unread = now[-1].error is not None and now[-1].understood is None
            given_back = now[-1].question if unread else gr.skip()
            yield *(gr.skip(),) * 3, given_back, *_IDLE

        def stopped(now: Exchanges) -> tuple[Any, ...]:
            if not now or not now[-1].pending:
                return *(gr.skip(),) * 3, *_IDLE
            now = (*now[:-1], now[-1].as_stopped())
            return now, messages(now), panel_html(now), *_IDLE

        def example_chosen(event: gr.SelectData) -> str:
            return str(event.value["text"])

        def cleared() -> tuple[Any, ...]:
            return (), [], panel_html(()), ""

        def refreshed() -> tuple[Any, ...]:
            """What a rebuilt index changes of the page, for whoever opens it next."""
            return masthead_html(assistant), gr.update(examples=_examples(assistant))

        private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        answering: dict[str, Any] = {
            "fn": answer,
            "inputs": [exchanges, box],
            "outputs": [exchanges, chat, sources, box, send, stop],
            "concurrency_limit": _AT_A_TIME,
            "concurrency_id": "answer",
            **private,
        }
        asked = gr.on([box.submit, send.click], **answering)
        example_asked = chat.example_select(example_chosen, outputs=box, **private).then(
            **answering
        )
        # Gradio runs what follows a failure after cancelling an event too, once the server has
        # let go of it: so this, and not the Stop button, writes the state of a stopped answer.
        # One at a time with clearing: a cleared conversation must not be written back.
        writing = {"concurrency_limit": 1, "concurrency_id": "state", **private}
        for event in (asked, example_asked):
            event.failure(
                stopped, exchanges, outputs=[exchanges, chat, sources, send, stop], **writing
            )
        stop.click(None, cancels=[asked, example_asked])
        clear.click(None, cancels=[asked, example_asked])
        clear.click(cleared, outputs=[exchanges, chat, sources, box], **writing)
        page.load(refreshed, outputs=[head, chat], **private)
        add_api(assistant, _AT_A_TIME)
    page.queue(api_open=False)
    return page


def _examples(assistant: Assistant) -> list[ExampleMessage]:
    try:
        return [{"text": well_formed(question)} for question in assistant.suggestions()]
    except AssistantError:
        return []
