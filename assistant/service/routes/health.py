"""/healthz, /readyz and /metrics: for whoever keeps the service running."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from assistant import AssistantError
from assistant.service.office import Office
from assistant.service.refusals import documented
from assistant.service.routes.messages import Health


def health_routes(office: Office) -> APIRouter:
    """The routes about the service itself."""
    router = APIRouter(tags=["service"])

    @router.get("/healthz", summary="Whether the process lives")
    async def healthz() -> Health:
        """Always ok: it says that the process answers, not that questions can be."""
        return Health(status="ok")

    @router.get(
        "/readyz",
        responses={503: {"model": Health, "description": "Questions cannot be answered now"}},
        summary="Whether questions can be answered",
        response_model=Health,
    )
    async def readyz() -> Response | Health:
        """Ready once the index is open and the models are loaded; no more once it is to stop."""
        reason = "The service is stopping." if office.closing else None
        try:
            await run_in_threadpool(office.assistant.index)
        except AssistantError as error:
            reason = " ".join(str(error).split())
        if reason is None:
            return Health(status="ok")
        return JSONResponse(Health(status="unavailable", reason=reason).model_dump(), 503)

    @router.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {}}}, **documented()},
        summary="Measurements for Prometheus",
    )
    async def metrics() -> Response:
        """Questions, refusals, latency by stage, errors, the index's age, and more."""
        text = await run_in_threadpool(office.metrics.text)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return router
