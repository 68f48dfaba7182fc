"""The page's one endpoint for programs: what gradio_client calls."""

from __future__ import annotations

import json

from gradio.events import api
from pydantic import BaseModel, ValidationError

from assistant import Assistant, AssistantError
from ui.ask.events import refusal
from ui.wording import well_formed


class _Asked(BaseModel):
    question: str
    history: list[tuple[str, str]]


def add_api(assistant: Assistant, at_a_time: int) -> None:
    """Add `/ask` to the page that is being built: a question and the (question, answer text)
    pairs before it become what POST /v1/answer gives, as JSON text.
    """

    def answer(question: str, history: list[list[str]] | None = None) -> str:
        """Answer a question; `history` are [question, answer text] pairs, oldest first.

        The answer is an object as JSON text: gradio_client would take the `path` in one for a file.
        """
        try:
            asked = _Asked(question=question, history=history or [])
        except ValidationError as error:
            raise refusal("The question is a text, and the history pairs of texts.") from error
        try:
            found = assistant.conversation(asked.history).ask(well_formed(asked.question))
            return json.dumps(found.to_dict())
        except (AssistantError, ValueError) as error:
            raise refusal(" ".join(str(error).split())) from error

    api(
        answer,
        api_name="ask",
        concurrency_limit=at_a_time,
        concurrency_id="answer",
    )
