"""The component that keeps the reader's conversations in their own browser.

Its script (see `assets/keeping.js`) keeps what is put into its value, a `record` of the
conversation that is showing, lists what is kept, and sends back what the reader opens again. The
server knows no conversation but that of an open page.
"""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from assistant import Assistant
from ui.ask.exchange import Exchanges
from ui.keeping.export import exported
from ui.keeping.kept import KeptError, restored

_ASSETS = Path(__file__).parents[1] / "assets"
_SCRIPTS = ("storage.js", "keeping.js", "conversations.js", "copying.js", "actions.js")


def keeping_component() -> gr.HTML:
    """The component; its events are those that its script triggers."""
    return gr.HTML(
        "",
        elem_id="keeping",
        html_template=_asset("keeping.html"),
        js_on_load="\n".join(_asset(name) for name in _SCRIPTS),
        apply_default_css=False,
        padding=False,
        server_functions=[exported],
    )


def remembered(exchanges: Exchanges, kept: str, assistant: Assistant) -> Exchanges:
    """The conversation that is showing: `exchanges`, or what the page has of it (`kept`) when the
    server has forgotten them, as it does with a restart, and after an hour without the page.
    """
    if exchanges or not kept:
        return exchanges
    try:
        return restored(kept, assistant)
    except KeptError:
        return ()


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")
