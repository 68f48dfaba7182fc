"""The real service over the real assistant, on a port of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import uvicorn

from assistant import Assistant
from assistant.service import Policy, create_service

Serve = Callable[..., httpx.Client]
TOKEN = "a-token-for-the-tests-of-the-service"


@contextmanager
def served(assistant: Assistant, policy: Policy) -> Iterator[str]:
    app, _ = create_service(assistant, policy)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
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


@pytest.fixture(scope="session")
def address(assistant: Assistant) -> Iterator[str]:
    """Where the service answers, for anybody on this machine and without end."""
    with served(assistant, Policy(per_minute=0)) as url:
        yield url


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture
def serve(assistant: Assistant) -> Iterator[Serve]:
    """Serves with a policy of one's own: by default the shared assistant."""
    with ExitStack() as stack:

        def start(policy: Policy, served_by: Assistant = assistant) -> httpx.Client:
            url = stack.enter_context(served(served_by, policy))
            return stack.enter_context(httpx.Client(base_url=url, timeout=60))

        yield start
