"""The real MCP client, over HTTP and over stdio."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

HEALEY = "What did Healey say?"


def over_http(address: str, talk: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Client(f"{address}/mcp") as client:
            await talk(client)

    asyncio.run(run())


async def the_tools_work(client: Client) -> None:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"ask", "search", "read_article"}
    assert all(tool.description for tool in tools.values())
    answer: Any = (await client.call_tool("ask", {"question": HEALEY})).structured_content
    assert answer["answered"]
    cited = answer["citations"][0]
    found: Any = (
        await client.call_tool("search", {"question": HEALEY, "limit": 2})
    ).structured_content
    assert [c["number"] for c in found["citations"]] == [1, 2]
    article: Any = (
        await client.call_tool("read_article", {"article_id": cited["article_id"]})
    ).structured_content
    assert article["text"][cited["start"] : cited["end"]] == cited["quote"]
    turns = [{"question": HEALEY, "answer": answer["text"]}]
    follow_up: Any = (
        await client.call_tool("ask", {"question": "And Barrot?", "conversation": turns})
    ).structured_content
    assert follow_up["standalone_question"] == "What did Barrot say?"


def test_the_tools_over_http(address: str) -> None:
    over_http(address, the_tools_work)


def test_the_tools_over_stdio(seed_index: Path, root: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp"],
        cwd=root,
        env={**os.environ, "ASSISTANT_INDEX_DIR": str(seed_index)},
    )

    async def run() -> None:
        async with Client(stdio_client(server)) as client:
            await the_tools_work(client)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("read_article", {"article_id": "../../etc/passwd"}, "no article"),
        ("ask", {"question": ""}, "question"),
        ("ask", {"question": "   "}, "empty"),
        ("ask", {"question": "x" * 2001}, "question"),
        ("ask", {"question": HEALEY, "since": "once"}, "since"),
        ("search", {"question": HEALEY, "limit": 1000}, "limit"),
    ],
)
def test_what_cannot_be_used_is_told_to_the_model(
    address: str, tool: str, arguments: dict[str, object], said: str
) -> None:
    async def talk(client: Client) -> None:
        got = await client.call_tool(tool, arguments)
        assert got.is_error
        assert said in str(got.content)
        assert "Traceback" not in str(got.content)

    over_http(address, talk)
