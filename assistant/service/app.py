"""The service as one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from assistant import Assistant
from assistant.service.access import Door
from assistant.service.in_form import InForm
from assistant.service.office import Office
from assistant.service.policy import Policy
from assistant.service.refusals import answer_with_refusals
from assistant.service.request_log import AnswerLog, RequestLog
from assistant.service.routes.answers import answer_routes
from assistant.service.routes.articles import article_routes
from assistant.service.routes.chat import chat_routes
from assistant.service.routes.description import DESCRIPTION, description_routes
from assistant.service.routes.elsewhere import elsewhere
from assistant.service.routes.health import health_routes
from assistant.service.routes.index import index_routes
from assistant.service.routes.tools import build_tools
from assistant.service.signing_in import Keys, sign_in_routes

VERSION = "1"


def create_service(
    assistant: Assistant, policy: Policy, inside: Sequence[Middleware] = ()
) -> tuple[FastAPI, Office]:
    """The service over `assistant`, to which a page can be added, and what its routes share.

    What the door lets in goes through the middleware `inside`, the first of it first.
    """
    office = Office.over(assistant, policy)
    tools = build_tools(assistant, office.desk.run, policy.history)
    mcp = tools.streamable_http_app(
        json_response=True,
        stateless_http=True,  # any copy of the service may get the next request
        max_request_body_size=policy.body_bytes,
        # The door looks at hosts and origins, by the policy.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        log = AnswerLog(policy.log_questions)
        with assistant.listening(office.metrics.count), assistant.listening(log):
            async with tools.session_manager.run():
                yield
        office.desk.close()

    app = FastAPI(
        title="News Assistant",
        version=VERSION,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    routers = (
        answer_routes(office),
        article_routes(office),
        index_routes(office),
        chat_routes(office),
        health_routes(office),
        description_routes(app, policy),
        sign_in_routes(keys := Keys(policy.token)),
    )
    for router in routers:
        app.include_router(router)
    app.router.routes.extend((*mcp.routes, *elsewhere(routers)))
    answer_with_refusals(app)
    for middleware in reversed(inside):
        app.add_middleware(middleware.cls, *middleware.args, **middleware.kwargs)
    app.add_middleware(InForm)
    app.add_middleware(Door, office=office, keys=keys)
    if policy.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=policy.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type", "mcp-protocol-version"],
            expose_headers=["retry-after", "x-request-id"],
        )
    app.add_middleware(RequestLog, metrics=office.metrics)
    return app, office
