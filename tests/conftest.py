"""One real index of the seed article, built once per run, and the real models, loaded once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from archive_corpus import write
from web_server import Site, serve

from assistant import Assistant
from assistant.settings import Settings
from assistant.written.verification.verify import Verifier
from index import Article, Embedder
from index.reading.corpus import read_corpus

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"

# What `make quick` leaves out.
SLOW = (
    "ui",
    "service",
    "shell",
    "benchmarks",
    "index/generations",
    "index/intake",
    "index/vectors",
    "index/text/test_equal.py",
    "assistant/written",
    "assistant/offers",
    "assistant/evaluation",
    "assistant/evidence/test_hostile_texts.py",
    "test_code.py",
    "test_readme.py",
)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    # Bytes may have the time in them: a test would have another name each time.
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = item.path.relative_to(ROOT / "tests").as_posix()
        if place.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield Assistant.open(corpus=SEEDS, index_dir=tmp_path_factory.mktemp("seed") / "index")


@pytest.fixture(scope="session")
def archive(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the small archive of three years; for reading only."""
    folder = tmp_path_factory.mktemp("archive")
    return Assistant.open(corpus=write(folder / "corpus"), index_dir=folder / "index")


@pytest.fixture(scope="session")
def seed_index(assistant: Assistant) -> Path:
    """The folder of the published index of the seed article; for reading only."""
    return assistant.settings.index_dir


@pytest.fixture
def index_copy(seed_index: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(seed_index, tmp_path / "index"))


@pytest.fixture(scope="session")
def article() -> Article:
    return read_corpus(SEEDS).articles[0]


@pytest.fixture(scope="session")
def embedder(assistant: Assistant) -> Embedder:
    return assistant._embedder


@pytest.fixture(scope="session")
def verifier(assistant: Assistant) -> Verifier:
    return Verifier(assistant._reader)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """Asks what the test's own `address` serves."""
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with serve() as site:
        yield site


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ASSISTANT_{name.upper()}", raising=False)
