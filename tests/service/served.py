"""What the tests of the service share by name."""

from __future__ import annotations

from collections.abc import Callable

import httpx

Serve = Callable[..., httpx.Client]
TOKEN = "a-token-for-the-tests-of-the-service"
