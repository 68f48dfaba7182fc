"""Buttons in HTML that is made here: which of them a reader pressed comes as a Gradio event."""

from __future__ import annotations

import gradio as gr
from pydantic import BaseModel, Field, ValidationError

# For gr.HTML: pressing a button with a data-value triggers the component's `select` event.
PRESSES = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-value]");
  if (button) trigger("select", { value: button.dataset.value });
});
"""


class _Press(BaseModel):
    value: str = Field(max_length=1000)


def pressed(event: gr.EventData) -> str:
    """The data-value of the button that was pressed; empty if the browser sent none."""
    try:
        return _Press.model_validate(event._data).value
    except ValidationError:
        return ""
