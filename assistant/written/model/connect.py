"""From the name of a model to LlamaIndex's object for it."""

from __future__ import annotations

import importlib
import importlib.util
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.written.model import local
from assistant.written.model.choice import Choice
from assistant.written.model.faults import ModelSetupError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

# The integration of each provider, and the variable that holds its key.
_MODULES = {
    "ollama": "llama_index.llms.ollama",
    "openai": "llama_index.llms.openai",
    "anthropic": "llama_index.llms.anthropic",
    "openai-like": "llama_index.llms.openai_like",
    "local": "llama_index.llms.openai_like",
}
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


@dataclass(frozen=True)
class Terms:
    """How a model is asked: its context window and longest reply in tokens, the seconds that a
    request may take, and the key for a server of one's own.
    """

    context: int
    reply: int
    timeout: float
    key: str | None = None


def check(choice: Choice) -> None:
    """Raises ModelSetupError, saying what to install or set, when `choice` cannot be used here.

    Nothing is imported and nobody is asked: it costs no time.
    """
    try:
        found = importlib.util.find_spec(_MODULES[choice.provider]) is not None
    except ModuleNotFoundError:
        found = False
    if not found:
        extra = "local-llm" if choice.provider == "local" else choice.provider
        raise ModelSetupError(
            f"ASSISTANT_LLM={choice.provider} needs a package that is not installed: "
            f'pip install "news-assistant[{extra}]".'
        )
    key = _KEYS.get(choice.provider)
    if key is not None and not os.environ.get(key):
        raise ModelSetupError(
            f"ASSISTANT_LLM={choice.provider}:{choice.name} needs a key: set {key}."
        )
    if choice.provider == "local":
        local.check()


def server_of(choice: Choice) -> tuple[str, int] | None:
    """The host and port of a model's server, if it is the reader's own."""
    url = _ollama() if choice.provider == "ollama" else choice.url
    if url is None:
        return None
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return (parts.hostname, port) if parts.hostname else None


def _ollama() -> str:
    """Where Ollama listens: OLLAMA_HOST is written as its own programs take it, "host:port"."""
    host = os.environ.get("OLLAMA_HOST") or "localhost:11434"
    return host if "://" in host else f"http://{host}" + ("" if ":" in host else ":11434")


def connect(choice: Choice, terms: Terms) -> LLM:
    """LlamaIndex's object for the model. Raises ModelSetupError as `check`, and WeightsError.

    It does not retry: that is for whoever knows how long a reader has been waiting. Nor does it
    follow a redirect: the question and the passages are for the server that was chosen, and no
    other.
    """
    check(choice)
    if choice.provider == "local":
        server = local.serve()
        return _openai_like(choice.name, server.url, server.key, terms)
    if choice.provider == "openai-like":
        return _openai_like(choice.name, choice.url, terms.key or "none", terms)
    if choice.provider == "openai":
        return _openai(choice, terms)
    if choice.provider == "anthropic":
        return _anthropic(choice, terms)
    own = {"host": _ollama(), "timeout": terms.timeout, "follow_redirects": False}
    return _made(
        "ollama",
        "Ollama",
        model=choice.name,
        base_url=_ollama(),
        temperature=0.0,
        context_window=terms.context,
        request_timeout=terms.timeout,
        additional_kwargs={"num_predict": terms.reply},
        client=_client("ollama", "Client", **own),
        async_client=_client("ollama", "AsyncClient", **own),
    )


def _anthropic(choice: Choice, terms: Terms) -> LLM:
    model = _made(
        "anthropic",
        "Anthropic",
        model=choice.name,
        temperature=0.0,
        max_tokens=terms.reply,
        timeout=terms.timeout,
        max_retries=0,
    )
    # The integration takes no client of ours, as the others do.
    for attribute, http_client in (("_client", "Default"), ("_aclient", "DefaultAsync")):
        client = getattr(model, attribute)
        own = _client("anthropic", f"{http_client}HttpxClient", follow_redirects=False)
        setattr(model, attribute, client.with_options(http_client=own))
    return model


def _openai(choice: Choice, terms: Terms) -> LLM:
    model = _made(
        "openai",
        "OpenAI",
        model=choice.name,
        temperature=0.0,
        max_tokens=terms.reply,
        timeout=terms.timeout,
        max_retries=0,
        **_openai_clients(),
    )
    try:
        _ = model.metadata
    except ValueError:  # a model that is newer than the integration
        base = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
        return _openai_like(choice.name, base, os.environ["OPENAI_API_KEY"], terms)
    return model


def _openai_like(name: str, url: str | None, key: str, terms: Terms) -> LLM:
    return _made(
        "openai-like",
        "OpenAILike",
        model=name,
        api_base=url,
        api_key=key,
        is_chat_model=True,
        context_window=terms.context,
        max_tokens=terms.reply,
        temperature=0.0,
        timeout=terms.timeout,
        max_retries=0,
        **_openai_clients(),
    )


def _openai_clients() -> dict[str, Any]:
    return {
        "http_client": _client("openai", "DefaultHttpxClient", follow_redirects=False),
        "async_http_client": _client("openai", "DefaultAsyncHttpxClient", follow_redirects=False),
    }


def _client(module: str, name: str, **arguments: Any) -> Any:
    return getattr(importlib.import_module(module), name)(**arguments)


def _made(provider: str, name: str, **arguments: Any) -> LLM:
    """An object of an integration's class; the integrations are extras and have no types."""
    model: LLM = getattr(importlib.import_module(_MODULES[provider]), name)(**arguments)
    return model
