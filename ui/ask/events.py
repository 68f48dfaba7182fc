"""What browsers send to the page's events, looked at before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio_client.utils import is_file_obj_with_meta, traverse

from ui.editors.uploads import is_uploaded

# What a reader's page has on the server, some 170 kB and its conversation, is let go when so many
# others have been used since; the conversation then comes back from the browser.
_MOST_SESSIONS = 1_000


class CheckedBlocks(gr.Blocks):
    """Blocks whose events refuse in a line what the page would not send.

    Mounted on an application, Gradio does not look at files: whatever path or address a browser
    names as one would be copied, or fetched, to where it can be read.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.state_session_capacity = _MOST_SESSIONS

    async def preprocess_data(
        self, block_fn: Any, inputs: list[Any], *more: Any, **named: Any
    ) -> Any:
        """Check `inputs`, then prepare them: a text is a str. Raises gr.Error."""
        if block_fn.fn is None:
            raise refusal("The server has no part in this.")
        traverse(inputs, _checked_file, is_file_obj_with_meta)
        try:
            ready = await super().preprocess_data(block_fn, inputs, *more, **named)
        except Exception as error:
            # A choice that has just gone, for one; whatever it is, it was sent by a browser.
            raise refusal("This cannot be used: reload the page, and try again.") from error
        for place, component in enumerate(block_fn.inputs):
            if isinstance(component, gr.HTML | gr.Textbox):
                ready[place] = _text(ready[place])
        return ready


def refusal(line: str) -> gr.Error:
    """An error for whoever is at the page; none for the log."""
    return gr.Error(line, print_exception=False)


def _checked_file(named: dict[str, Any]) -> dict[str, Any]:
    if not is_uploaded(Path(str(named["path"]))):
        raise refusal("This file was not uploaded, or is no longer there.")
    return named


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise refusal("This is no text.")
    return value
