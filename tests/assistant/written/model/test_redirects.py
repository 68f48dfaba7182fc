"""What a model is told goes to the server that was chosen, whatever that server answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from model_server import Reply, ScriptedModel, serve_model

from assistant import Assistant


@pytest.fixture
def other() -> Iterator[ScriptedModel]:
    with serve_model() as other:
        yield other


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("line", "module", "path"),
    [
        ("openai-like:scripted@{}", "openai_like", "/v1"),
        ("openai:gpt-4o-mini", "openai", "/v1"),
        ("openai:newer-than-the-integration", "openai", "/v1"),
        ("ollama:qwen3:8b", "ollama", ""),
        ("anthropic:claude-sonnet-4-0", "anthropic", ""),
    ],
)
def test_a_redirect_takes_the_question_nowhere(
    line: str,
    module: str,
    path: str,
    status: int,
    writing: Callable[..., Assistant],
    model: ScriptedModel,
    other: ScriptedModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip(f"llama_index.llms.{module}")
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, "sk-test")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.setenv(name, model.url + path)
    elsewhere = other.url.replace("127.0.0.1", "localhost")

    def redirect(reply: Reply) -> None:
        reply.fails(status, Location=elsewhere + reply.path)

    model.behaviour = redirect
    answer = writing(llm=line.format(model.url)).ask("What did Healey say?")
    assert len(model.requests) == 1
    assert (other.requests, other.fetched) == ([], [])
    assert answer.engine == "extractive" and answer.answered
    assert "has moved to another address, which is not followed" in str(answer.note)
    assert "\n" not in str(answer.note)
