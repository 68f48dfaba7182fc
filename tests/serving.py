"""An ASGI application on a port of its own, for the length of a test."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from assistant.service import Policy
from assistant.service.connections import GuardedConfig


@contextmanager
def serving(app: FastAPI, policy: Policy | None = None) -> Iterator[str]:
    """Gives the address at which `app` answers, to connections within the limits of `policy`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = GuardedConfig(
            app, policy or Policy(), log_level="warning", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            deadline = time.monotonic() + 60
            while not server.started and time.monotonic() < deadline:
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)
