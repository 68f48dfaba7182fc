"""Serving the page and the answer API: one process, one port."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware

from assistant import Assistant
from assistant.service import Office, Policy, create_service
from assistant.service.request_log import log_to_stderr
from assistant.service.stopping import PatientServer
from ui.editors.uploads import UploadGuard, upload_folder
from ui.gate import Gate
from ui.headers import SecurityHeaders
from ui.listening import address_of, listen, url_of, wait_until_answering
from ui.page import build_page
from ui.theme import newsprint

_ASSETS = Path(__file__).parent / "assets"
_STYLES = (
    "page.css",
    "chat.css",
    "next.css",
    "sources.css",
    "reading.css",
    "keeping.css",
    "limits.css",
    "coverage.css",
    "articles.css",
    "editors.css",
)
_SCRIPTS = ("page.js", "reading.js", "rewording.js", "limits.js", "coverage.js", "articles.js")


def create_app(assistant: Assistant, policy: Policy | None = None) -> FastAPI:
    """The page at "/" and the API beside it, as an ASGI application; for this machine alone
    unless `policy` says otherwise.
    """
    return _app(assistant, policy or Policy())[0]


def serve(
    assistant: Assistant,
    host: str,
    port: int,
    on_ready: Callable[[str], None] | None = None,
    *,
    insecure: bool = False,
) -> None:
    """Serve until interrupted; port 0 takes any free port.

    `on_ready` is called once, from another thread, with the page's address as soon as questions
    are answered; the models have answered a first search by then. Told to stop, it finishes what
    is being answered. Raises SettingsError when others could reach it and there is no token,
    unless `insecure`, and ListenError when the address cannot be listened on.
    """
    settings = assistant.settings
    policy = Policy.of(settings, host, insecure=insecure)
    log_to_stderr(settings.log_format)
    with contextlib.closing(listen(host, port)) as listener:
        # The first search loads the models: no reader should wait for that.
        assistant.search("What is new?", limit=1)
        server = PatientServer(*_app(assistant, policy))
        if on_ready is not None:
            where = address_of(listener)
            threading.Thread(target=_announce, args=(*where, on_ready), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def _app(assistant: Assistant, policy: Policy) -> tuple[FastAPI, Office]:
    inside = (Middleware(Gate, policy=policy), Middleware(UploadGuard, policy=policy))
    app, office = create_service(assistant, policy, inside)
    app.add_middleware(SecurityHeaders)
    upload_folder()
    gr.mount_gradio_app(
        app,
        build_page(assistant, office),
        path="/",
        theme=newsprint(),
        css_paths=[_ASSETS / name for name in _STYLES],
        js="\n".join(_script(name) for name in _SCRIPTS),
        favicon_path=str(_ASSETS / "favicon.svg"),
        footer_links=[],
        max_file_size=policy.upload_bytes,
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return app, office


def _script(name: str) -> str:
    # A block each, so that none takes another's names.
    return f"{{\n{(_ASSETS / name).read_text(encoding='utf-8')}\n}}"


def _announce(host: str, port: int, on_ready: Callable[[str], None]) -> None:
    if wait_until_answering(host, port):
        on_ready(url_of(host, port))
