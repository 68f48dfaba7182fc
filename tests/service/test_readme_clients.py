"""The README's clients, run as they stand against a service at the address that they name."""

from __future__ import annotations

import doctest
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
import yaml

from assistant import Assistant
from assistant.service import Policy
from ui import create_app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_WRITTEN = "localhost:7860"


@pytest.fixture(scope="module")
def here(assistant: Assistant) -> Iterator[str]:
    """Where the page and the API are, in place of the address that the README writes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(assistant, Policy(per_minute=0))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=30)


def test_curl(here: str) -> None:
    match = re.search(r"```bash\n(curl .*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
    assert match is not None
    command, printed = match.groups()
    done = subprocess.run(
        ["bash", "-c", command.replace(_WRITTEN, here)], capture_output=True, text=True, check=True
    )
    assert done.stdout == printed


@pytest.mark.parametrize("block", re.findall(r"```pycon\n(.*?)```", README, re.DOTALL))
def test_python_clients(here: str, block: str) -> None:
    session = block.replace(_WRITTEN, here)
    examples = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_the_container_is_told_to_be_careful() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "\nUSER 10001\n" in dockerfile
    assert "\nHEALTHCHECK " in dockerfile
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+) \S+$", dockerfile, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["assistant"]
    assert service["environment"]["ASSISTANT_CHROMA_URL"] == "http://chroma:8000"
    assert service["ports"] == ["127.0.0.1:7860:7860"]
    pinned = re.search(r"^chromadb==(.+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert pinned is not None
    assert compose["services"]["chroma"]["image"] == f"chromadb/chroma:{pinned.group(1)}"
