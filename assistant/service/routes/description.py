"""What the service says of itself: its OpenAPI description, and that as a page."""

from __future__ import annotations

import html
import json
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from assistant.service.policy import Policy

DESCRIPTION = (
    "Questions about a collection of news articles, answered by exact quotation. The service keeps "
    "nothing of a conversation: the client sends it along as `history`. When the service has a "
    "token, every request but those for health shows it as `Authorization: Bearer TOKEN`. What is "
    "not a success is an object `error` with a `type` for programs and a `message` for people."
)
_HTML = MarkdownIt("commonmark", {"html": False})


def description_routes(app: FastAPI, policy: Policy) -> APIRouter:
    """The page that describes `app`; its data is at /openapi.json."""
    router = APIRouter(include_in_schema=False)
    if policy.token is not None:
        _ask_for_token(app)

    @router.get("/docs")
    async def docs() -> HTMLResponse:
        return HTMLResponse(_page(app.openapi()))

    return router


def _ask_for_token(app: FastAPI) -> None:
    described = app.openapi

    def with_token() -> dict[str, Any]:
        found = described()
        schemes = found.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes["token"] = {"type": "http", "scheme": "bearer"}
        found["security"] = [{"token": []}]
        for path in ("/healthz", "/readyz"):
            found["paths"][path]["get"]["security"] = []
        return found

    app.openapi = with_token  # type: ignore[method-assign]


def _page(api: dict[str, Any]) -> str:
    info = api["info"]
    routes = "".join(
        _route(method.upper(), path, operation, api)
        for path, operations in api["paths"].items()
        for method, operation in operations.items()
    )
    schemas = "".join(
        f'<h3 id="{_safe(name)}">{_safe(name)}</h3>{_said(schema)}{_fields(schema)}'
        for name, schema in api["components"]["schemas"].items()
    )
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{_safe(info['title'])}: "
        f'API</title><meta name=viewport content="width=device-width">{_STYLE}</head><body>'
        f"<h1>{_safe(info['title'])}: API</h1>{_HTML.render(info['description'])}"
        '<p>The same for programs: <a href="/openapi.json">openapi.json</a>.</p>'
        f"{routes}<h2>Objects</h2>{schemas}</body></html>"
    )


def _route(method: str, path: str, operation: dict[str, Any], api: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    answers = "".join(
        f"<tr><td>{_safe(status)}<td>{_safe(response.get('description', ''))}"
        f"<td>{_type(_schema_of(response))}"
        for status, response in operation["responses"].items()
    )
    given = "".join(
        f"<tr><td><code>{_safe(p['name'])}</code><td>{_type(p['schema'])}"
        f"<td>{_safe(p.get('description', ''))}"
        for p in operation.get("parameters", ())
    )
    return (
        f"<section><h2><code>{method} {_safe(path)}</code></h2><p><b>{_safe(operation['summary'])}"
        f"</b></p>{_HTML.render(operation.get('description', ''))}"
        + (f"<p>Body: {_type(body['schema'])}</p>" if body else "")
        + (f"<table><caption>Parameters</caption>{given}</table>" if given else "")
        + f"<table><caption>Answers</caption>{answers}</table></section>"
    )


def _schema_of(response: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = response.get("content", {}).get("application/json", {})
    schema: dict[str, Any] = content.get("schema", {})
    return schema


def _said(schema: dict[str, Any]) -> str:
    return str(_HTML.render(schema.get("description", "")))


def _fields(schema: dict[str, Any]) -> str:
    needed = schema.get("required", ())
    rows = "".join(
        f"<tr><td><code>{_safe(name)}</code>{'' if name in needed else ' (optional)'}"
        f"<td>{_type(field)}<td>{_safe(field.get('description', ''))}"
        for name, field in schema.get("properties", {}).items()
    )
    return f"<table>{rows}</table>" if rows else ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = _safe(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return " or ".join(_safe(json.dumps(v)) for v in schema.get("enum", [schema.get("const")]))
    kind = _safe(schema.get("format") or schema.get("type") or "")
    return f"list of {_type(schema['items'])}" if "items" in schema else kind


def _safe(text: object) -> str:
    return html.escape(str(text))


_STYLE = """<style>
body { font: 17px/1.5 Georgia, serif; max-width: 52em; margin: 2em auto; padding: 0 1em }
code { font-size: .9em } section { border-top: 1px solid #8886; margin-top: 2em }
table { border-collapse: collapse; font-size: .9em; margin: .6em 0 } td { padding: .15em .8em .15em
0; vertical-align: top } caption { text-align: left; font-style: italic }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd } a { color: #9bf } }
</style>"""
