"""The page's one endpoint for programs: what gradio_client calls."""

from __future__ import annotations

import json

import gradio as gr
from gradio.events import api

from assistant import Assistant, AssistantError
from ui.wording import well_formed


def add_api(assistant: Assistant, at_a_time: int) -> None:
    """Add `/ask` to the page that is being built: a question and the (question, answer text)
    pairs before it become what POST /v1/answer gives, as JSON text.
    """

    def answer(question: str, history: list[list[str]] | None = None) -> str:
        """Answer a question; `history` are [question, answer text] pairs, oldest first.

        The answer is an object as JSON text: gradio_client would take the `path` in one for a file.
        """
        try:
            turns = [(asked, said) for asked, said in history or []]
            found = assistant.conversation(turns).ask(well_formed(question))
            return json.dumps(found.to_dict())
        except (AssistantError, ValueError) as error:
            raise gr.Error(" ".join(str(error).split()), print_exception=False) from error

    api(
        answer,
        api_name="ask",
        concurrency_limit=at_a_time,
        concurrency_id="answer",
    )
