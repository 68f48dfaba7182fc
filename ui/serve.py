"""Serving the page: one process, one port."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

from assistant import Assistant
from ui.headers import SecurityHeaders
from ui.listening import address_of, listen, url_of, wait_until_answering
from ui.masthead import TITLE
from ui.page import build_page
from ui.theme import newsprint

_ASSETS = Path(__file__).parent / "assets"
# Every open page holds a connection; a server that is told to stop does not wait for them.
_SHUTDOWN_SECONDS = 1


def create_app(assistant: Assistant) -> FastAPI:
    """The page at "/" as an ASGI application."""
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    gr.mount_gradio_app(
        app,
        build_page(assistant),
        path="/",
        theme=newsprint(),
        css_paths=[_ASSETS / name for name in ("page.css", "chat.css", "sources.css")],
        js=(_ASSETS / "page.js").read_text(encoding="utf-8"),
        favicon_path=str(_ASSETS / "favicon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return app


def serve(
    assistant: Assistant, host: str, port: int, on_ready: Callable[[str], None] | None = None
) -> None:
    """Serve the page until interrupted; port 0 takes any free port.

    `on_ready` is called once, from another thread, with the page's address as soon as the page
    answers; the models have answered a first search by then. Raises ListenError, an
    AssistantError, when the address cannot be listened on.
    """
    with contextlib.closing(listen(host, port)) as listener:
        # The first search loads the models: no reader should wait for that.
        assistant.search("What is new?", limit=1)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(assistant),
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
            )
        )
        if on_ready is not None:
            where = address_of(listener)
            threading.Thread(target=_announce, args=(*where, on_ready), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def _announce(host: str, port: int, on_ready: Callable[[str], None]) -> None:
    if wait_until_answering(host, port):
        on_ready(url_of(host, port))
