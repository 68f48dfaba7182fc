"""The real assistant, with a model that is somebody else's: a scripted server on loopback."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

import pytest
from model_server import ScriptedModel, serve_model
from pydantic import SecretStr

from assistant import Assistant
from assistant.written.prose import open_prose

Writing = Callable[..., Assistant]


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with serve_model() as model:
        yield model


@pytest.fixture
def writing(assistant: Assistant, model: ScriptedModel) -> Writing:
    """The assistant as it is with the scripted model; arguments are settings."""

    def open_with(**settings: object) -> Assistant:
        given = {"llm": f"openai-like:scripted@{model.url}", "llm_timeout": 100.0, **settings}
        if isinstance(given.get("llm_api_key"), str):
            given["llm_api_key"] = SecretStr(str(given["llm_api_key"]))
        own = copy.copy(assistant)  # the same index and loaded models
        own.settings = assistant.settings.model_copy(update=given)
        own._prose = open_prose(own.settings, assistant._reader)
        return own

    return open_with
