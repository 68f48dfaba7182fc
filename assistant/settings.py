"""The settings, read from the environment (prefix ASSISTANT_) when a command or object starts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.addresses import host_name, network, origin
from assistant.written.model.choice import read_choice
from index.errors import AssistantError
from index.vectors.chroma_address import chroma_address
from index.vectors.embedding import DEFAULT_MODEL
from index.weights import READER

_SHORTEST_TOKEN = 16
_TOKEN = re.compile(r"[!-~]+")


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""

    exit_code = 2


class Settings(BaseSettings):
    """Every setting with its default; each is listed in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_ignore_empty=True, frozen=True)

    corpus: Path = Field(default=Path("seeds"), description="folder with the articles")
    index_dir: Path = Field(default=Path("var/index"), description="folder that holds the index")
    embedding_model: str = Field(
        default=DEFAULT_MODEL,
        description="the default, or any sentence-transformers model by folder",
    )
    reranker_model: str = Field(
        default=READER.name, description="the default, or any cross-encoder by folder"
    )
    chroma_url: str | None = Field(
        default=None, description="address of a Chroma server to keep the vectors on"
    )
    llm: str | None = Field(
        default=None, description="language model that writes the answers, such as `ollama:qwen3`"
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="key of an `openai-like` server, if it wants one"
    )
    llm_context: int = Field(
        default=8192, ge=1024, description="tokens of context that a prompt is kept within"
    )
    llm_timeout: float = Field(
        default=30.0, gt=0, description="seconds without a word after which a model is given up"
    )
    llm_at_once: int = Field(
        default=4, ge=1, description="questions that are put to the model at the same time"
    )
    fields: str | None = Field(
        default=None, description="which fields of a dump hold what, such as `title=headline`"
    )
    max_file_mb: int = Field(
        default=10, ge=1, description="largest file of one article, and record of a dump"
    )
    max_dump_mb: int = Field(default=2000, ge=1, description="largest dump, once decompressed")
    feedback: Path | None = Field(
        default=Path("var/feedback.jsonl"),
        description="file that readers' verdicts on answers are added to; `off` for none",
    )
    max_upload_mb: int = Field(default=100, ge=1, description="most that a page uploads at a time")
    max_upload_files: int = Field(default=100, ge=1, description="most files of one upload")
    host: str = Field(default="127.0.0.1", description="address that `assistant serve` listens on")
    port: int = Field(
        default=7860, ge=0, le=65535, description="port that `assistant serve` listens on"
    )

    api_token: SecretStr | None = Field(
        default=None, description="what clients of the service have to show"
    )
    hosts: str | None = Field(
        default=None, description="names that the service goes by where no token is set"
    )
    cors_origins: str | None = Field(
        default=None, description="web pages that may ask the service from a browser"
    )
    trusted_proxies: str | None = Field(
        default=None, description="addresses of the proxies that tell a client's address"
    )
    rate_per_minute: int = Field(default=120, ge=0, description="requests a client may make")
    connections_per_address: int = Field(
        default=200, ge=1, description="connections that one address may hold open"
    )
    max_connections: int = Field(default=500, ge=1, description="connections in all")
    max_body_kb: int = Field(default=256, ge=1, description="largest request")
    max_history: int = Field(default=50, ge=0, description="turns of a conversation in a request")
    answers_at_once: int = Field(default=4, ge=1, description="questions answered at a time")
    max_waiting: int = Field(default=64, ge=0, description="questions that wait for their turn")
    log_format: Literal["readable", "json"] = Field(default="readable", description="of the log")
    log_questions: bool = Field(default=False, description="whether the log holds questions")

    @field_validator("feedback", mode="before")
    @classmethod
    def _may_be_off(cls, file: object) -> object:
        return None if file == "off" else file

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, hosts: str | None) -> str | None:
        return _each(host_name, hosts)

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: str | None) -> str | None:
        return _each(origin, origins)

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, proxies: str | None) -> str | None:
        return _each(network, proxies)

    @field_validator("api_token")
    @classmethod
    def _is_a_secret(cls, token: SecretStr | None) -> SecretStr | None:
        value = token.get_secret_value() if token is not None else None
        if value is not None and (len(value) < _SHORTEST_TOKEN or not _TOKEN.fullmatch(value)):
            raise ValueError(
                f"it needs at least {_SHORTEST_TOKEN} visible ASCII characters, without spaces, "
                "such as `openssl rand -hex 32` gives"
            )
        return token

    @field_validator("chroma_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        return None if url is None else chroma_address(url)

    @field_validator("llm")
    @classmethod
    def _is_a_model(cls, line: str | None) -> str | None:
        if line is not None:
            read_choice(line)
        return line


def _each(read: Callable[[str], str], listed: str | None) -> str | None:
    return None if listed is None else ",".join(map(read, listed.split(",")))


def load_settings() -> Settings:
    """The settings of this moment. Raises SettingsError, naming the variable, on a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "ASSISTANT_" + str(first["loc"][0]).upper()
        raise SettingsError(f"{name} is not usable: {_reason(first['msg'])}.") from error


def _reason(message: str) -> str:
    _, own, said = message.partition("Value error, ")
    return said if own else message.lower()
