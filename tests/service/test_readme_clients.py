"""The manual's clients, run as they stand against a service at the address that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from manual import CLIENT, CURL, PAGES, ROOT, SERVICE, doctest_anew, printed_by
from serving import serving

from assistant import Assistant
from assistant.service import Policy
from ui import create_app

CLIENTS = [block for text in PAGES.values() for block in CLIENT.findall(text)]


@pytest.fixture(scope="module")
def here(assistant: Assistant) -> Iterator[str]:
    """Where the page and the API are, in place of the address that the manual writes."""
    with serving(create_app(assistant, Policy(per_minute=0))) as address:
        yield address.removeprefix("http://")


def test_there_are_clients_of_each_kind() -> None:
    assert [page for page, text in PAGES.items() if CURL.search(text)] == ["docs/service.md"]
    for library in ("httpx", "openai", "gradio_client"):
        assert any(library in block for block in CLIENTS), library


@pytest.mark.parametrize("match", [m for text in PAGES.values() for m in CURL.finditer(text)])
def test_curl(here: str, match: re.Match[str]) -> None:
    assert printed_by(match["command"].replace(SERVICE, here)) == match["printed"]


@pytest.mark.parametrize("block", CLIENTS)
def test_python_clients(here: str, block: str) -> None:
    session = block.replace(SERVICE, here)
    assert doctest_anew(session, {}) == session


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
