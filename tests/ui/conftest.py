from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chromium import MISSING, chromium, find_chromium
from newsroom_page import EditorAtPage, Newsroom
from playwright.sync_api import Browser, expect
from reader import Reader
from serving import serving
from staged import Staged

from assistant import Assistant
from ui import create_app

# What comes after a reload, say, takes its time on a machine that does other things besides.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with chromium(executable) as browser:
        yield browser


@pytest.fixture(scope="session")
def url(assistant: Assistant) -> Iterator[str]:
    """The address of the page over the real assistant."""
    with serving(create_app(assistant)) as address:
        yield address


@pytest.fixture(scope="session")
def archive_url(archive: Assistant) -> Iterator[str]:
    """The address of the page over the small archive."""
    with serving(create_app(archive)) as address:
        yield address


@pytest.fixture(scope="session")
def _stage(assistant: Assistant) -> Iterator[tuple[str, Staged]]:
    stage = Staged(assistant)
    with serving(create_app(stage)) as address:
        yield address, stage


@pytest.fixture
def stage(_stage: tuple[str, Staged]) -> Iterator[Staged]:
    yield _stage[1]
    _stage[1].reset()


@pytest.fixture
def new_reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Opens a page in a browser context of its own; nobody may have complained in the end."""
    readers: list[Reader] = []

    def open_page(url: str, **context: Any) -> Reader:
        context.setdefault("viewport", {"width": 1280, "height": 800})
        readers.append(Reader(browser.new_context(**context).new_page()))
        return readers[-1].open(url)

    yield open_page
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    for reader in readers:
        reader.page.context.close()
    assert complaints == []


@pytest.fixture
def reader(new_reader: Callable[..., Reader], url: str) -> Reader:
    return new_reader(url)


@pytest.fixture
def archive_reader(new_reader: Callable[..., Reader], archive_url: str) -> Reader:
    return new_reader(archive_url)


@pytest.fixture
def staged_reader(
    new_reader: Callable[..., Reader], _stage: tuple[str, Staged], stage: Staged
) -> Reader:
    return new_reader(_stage[0])


@pytest.fixture
def editor(new_reader: Callable[..., Reader], newsroom: Newsroom) -> EditorAtPage:
    return EditorAtPage(new_reader(newsroom.url)).open()
