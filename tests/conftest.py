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

# What `make test` runs of it: something of each part. `make thorough` runs all.
CORE = (
    "assistant/evaluation/test_feedback.py",
    "assistant/evidence/test_hostile_texts.py::test_every_step_is_linear_in_what_it_reads[lines]",
    "assistant/offers",
    "assistant/written/model/test_choosing.py",
    "assistant/written/model/test_injection.py",
    "assistant/written/model/test_plain_falsehoods.py",
    "assistant/written/model/test_providers.py",
    "assistant/written/model/test_redirects.py",
    "assistant/written/model/test_writing.py",
    "assistant/written/test_markers.py",
    "assistant/written/verification",
    "benchmarks/test_answers_benchmark.py",
    "benchmarks/test_small_model_benchmark.py",
    "index/generations/test_damage.py",
    "index/generations/test_generation.py",
    "index/generations/test_swaps.py",
    "index/generations/test_update.py",
    "index/intake/test_acquire.py",
    "index/intake/test_fetch.py",
    "index/vectors/test_chroma_faults.py",
    "index/vectors/test_embedding.py",
    "service/test_answer_routes.py",
    "service/test_articles_and_index.py",
    "service/test_chat.py",
    "service/test_contract.py",
    "service/test_hostile_requests.py",
    "service/test_readme_clients.py",
    "shell/test_command_line.py::test_build_and_status",
    "shell/test_command_line.py::test_chat_understands_follow_ups",
    "test_code.py",
    "test_readme.py",
    "ui/articles/test_page_articles.py::test_a_hostile_article",
    "ui/articles/test_page_articles.py::test_articles_are_found",
    "ui/ask/test_page_conversation.py::test_answer_a_follow_up_and_a_refusal",
    "ui/ask/test_page_conversation.py::test_marker_shows_its_quote",
    "ui/ask/test_page_feedback.py::test_verdict_is_kept",
    "ui/ask/test_page_interruptions.py::test_fault_of_the_assistant",
    "ui/ask/test_page_interruptions.py::test_stop_ends_the_stream",
    "ui/ask/test_page_next.py::test_another_reading_is_offered",
    "ui/ask/test_page_next.py::test_two_questions_are_offered_after_a_refusal",
    "ui/ask/test_page_reading.py::test_whole_article_is_loaded",
    "ui/editors/test_page_editors.py::test_a_pasted_article_answers",
    "ui/keeping/test_kept_record.py",
    "ui/keeping/test_page_kept.py::test_conversations_are_listed_opened_and_continued",
    "ui/keeping/test_page_links.py::test_link_is_followed_once",
    "ui/keeping/test_saved_as_markdown.py",
    "ui/narrowing/test_page_coverage.py::test_an_answer_shows_how_its_subject",
    "ui/narrowing/test_page_limits.py::test_dates_limit_the_answers",
    "ui/test_page_for_everyone.py::test_nothing_keeps_anybody_from_asking[light-desk]",
    "ui/test_page_looks.py::test_page_fits_and_is_readable[phone-viewport2-light]",
    "ui/test_page_signing_in.py",
    "ui/test_page_untrusted.py::test_browser_is_told_to_load_nothing",
    "ui/test_page_untrusted.py::test_question_is_shown_letter_for_letter",
)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    # Bytes may have the time in them: a test would have another name each time.
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = item.nodeid.removeprefix("tests/")
        if place.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
            if not place.startswith(CORE):
                item.add_marker(pytest.mark.thorough)
        if place.startswith(("service/", "ui/")):
            # Two browsers at once wait for each other.
            item.add_marker(pytest.mark.xdist_group("served"))
    # The longest first: nothing waits for it in the end.
    items.sort(key=lambda item: not item.nodeid.startswith("tests/test_code.py"))


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
