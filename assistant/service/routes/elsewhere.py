"""Addresses and methods that the API does not have: said by it, before a page is asked."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.requests import Request
from starlette.routing import Match, Route

from assistant.service.refusals import refused

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_PATHS = ("/v1/{rest:path}", "/healthz", "/readyz", "/metrics")


def elsewhere(routers: Sequence[APIRouter]) -> list[Route]:
    """Routes that come after those of `routers`, and refuse what these do not take."""

    async def refuse(request: Request) -> JSONResponse:
        allowed: set[str] = set()
        for route in (route for router in routers for route in router.routes):
            if isinstance(route, Route) and route.matches(request.scope)[0] is Match.PARTIAL:
                allowed |= route.methods or set()
        if not allowed:
            return refused(404, "not_found", "There is nothing at this address.")
        known = ", ".join(sorted(allowed))
        response = refused(405, "method_not_allowed", f"This address takes {known}.")
        response.headers["allow"] = known
        return response

    return [Route(path, refuse, methods=_METHODS, include_in_schema=False) for path in _PATHS]
