"""Each provider's own protocol, through LlamaIndex's integration for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from model_server import Reply, ScriptedModel

from assistant import Assistant

QUESTION = "What did Healey say?"
TRUE = "Healey reinforced the message that Ukraine’s rightful place is within NATO [1]."
CUT = f"{TRUE} He also ack"


def _openai(reply: Reply, text: str, cut: bool) -> None:
    reply.says(text, ends="length" if cut else "stop")


def _ollama(reply: Reply, text: str, cut: bool) -> None:
    reply.says_as_ollama(text, "length" if cut else "stop")


def _anthropic(reply: Reply, text: str, cut: bool) -> None:
    reply.says_as_anthropic(text, "max_tokens" if cut else "end_turn")


@pytest.mark.parametrize(
    ("line", "module", "says", "path"),
    [
        ("openai:gpt-4o-mini", "openai", _openai, "/v1"),
        ("openai:newer-than-the-integration", "openai", _openai, "/v1"),
        ("ollama:qwen3:8b", "ollama", _ollama, ""),
        ("anthropic:claude-sonnet-4-0", "anthropic", _anthropic, ""),
    ],
)
@pytest.mark.parametrize("cut", [False, True], ids=["whole", "cut"])
def test_it_writes_the_answer(
    line: str,
    module: str,
    says: Callable[[Reply, str, bool], None],
    path: str,
    cut: bool,
    writing: Callable[..., Assistant],
    model: ScriptedModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip(f"llama_index.llms.{module}")
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, "sk-test")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.setenv(name, model.url + path)
    model.behaviour = lambda r: says(r, CUT if cut else TRUE, cut)
    answer = writing(llm=line).ask(QUESTION)
    assert answer.engine == line.partition(":")[2]
    assert answer.text.startswith("Healey reinforced the message")
    assert "ack" not in answer.text
    assert [sentence.why for sentence in answer.sentences[1:]] == ["it was cut off"] * cut
