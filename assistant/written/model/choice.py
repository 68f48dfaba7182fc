"""Which language model ASSISTANT_LLM names, in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

FORMS = "ollama:NAME, openai:NAME, anthropic:NAME, openai-like:NAME@URL or local"
_PROVIDERS = ("ollama", "openai", "anthropic", "openai-like")
# A model's name as providers write it: "org/name:tag", "ft:gpt-4o:acme::id".
_NAME = re.compile(r"[\w.:/@+ -]{1,200}")
_NAME_AT_URL = re.compile(r"(?P<name>[^\s]{1,200}?)@(?P<url>https?://\S{1,500})", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """A model by its `provider` (the word before the colon, or `local`) and `name`; `url` is the
    base of its API, when one was given.
    """

    provider: str
    name: str
    url: str | None = None


def read_choice(line: str) -> Choice:
    """The model that `line` names. Raises ValueError that says how a model is named.

    A URL without a path is taken to have the OpenAI API under /v1, as nearly all servers do.
    """
    line = line.strip()
    if line == "local":
        return Choice("local", "SmolLM2-135M-Instruct")
    provider, colon, rest = line.partition(":")
    provider, rest = provider.lower(), rest.strip()
    if not colon or provider not in _PROVIDERS or not rest:
        raise ValueError(f"a model is named as {FORMS}")
    if provider != "openai-like":
        if not _NAME.fullmatch(rest):
            raise ValueError(f"a model is named as {FORMS}")
        return Choice(provider, rest)
    match = _NAME_AT_URL.fullmatch(rest)
    if match is None or not _NAME.fullmatch(match["name"]):
        raise ValueError(
            "a model on a server is named as openai-like:NAME@URL, such as "
            "openai-like:qwen3@http://localhost:8080/v1"
        )
    return Choice(provider, match["name"], _base(match["url"]))


def _base(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("the model's URL has no host or no valid port")
    if parts.username or parts.password:
        raise ValueError("the model's URL holds a password: set ASSISTANT_LLM_API_KEY instead")
    if parts.query or parts.fragment:
        raise ValueError("the model's URL must end with its path, such as /v1")
    return url.rstrip("/") + ("" if parts.path.strip("/") else "/v1")
