"""The real service over the real assistant, on a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from served import Serve
from serving import serving

from assistant import Assistant
from assistant.service import Policy, create_service
from ui import create_app


@pytest.fixture(scope="session")
def address(assistant: Assistant) -> Iterator[str]:
    """Where the service answers, for anybody on this machine and without end."""
    app, _ = create_service(assistant, Policy(per_minute=0))
    with serving(app) as url:
        yield url


@pytest.fixture(scope="session")
def page(assistant: Assistant) -> Iterator[str]:
    """Where the service answers with the page beside it."""
    with serving(create_app(assistant, Policy(per_minute=0))) as url:
        yield url


@pytest.fixture
def serve(assistant: Assistant) -> Iterator[Serve]:
    """Serves with a policy of one's own: by default the shared assistant."""
    with ExitStack() as stack:

        def start(policy: Policy, served_by: Assistant = assistant) -> httpx.Client:
            app, _ = create_service(served_by, policy)
            url = stack.enter_context(serving(app, policy))
            return stack.enter_context(httpx.Client(base_url=url, timeout=60))

        yield start
