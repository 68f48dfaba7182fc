from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from chromium import MISSING, chromium, find_chromium
from newsroom_page import EditorAtPage, Newsroom
from playwright.sync_api import Browser, BrowserContext, Page, expect
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


@pytest.fixture(scope="session")
def _contexts(browser: Browser) -> dict[str, BrowserContext]:
    """Contexts by what they were made with, shared by the tests one after another: in a new one
    the browser fetches and compiles all scripts of the page again.
    """
    return {}


@pytest.fixture
def new_reader(
    browser: Browser, _contexts: dict[str, BrowserContext]
) -> Iterator[Callable[..., Reader]]:
    """Opens a page for a reader whom the site has never seen, in a context that no other reader of
    the test has; with `cold`, in one that nobody had. Nobody may have complained in the end.
    """
    readers: list[Reader] = []

    def open_page(url: str, *, cold: bool = False, **made_with: Any) -> Reader:
        made_with.setdefault("viewport", {"width": 1280, "height": 800})
        kind = repr(sorted(made_with.items()))
        taken = [reader.page.context for reader in readers]
        context = _contexts.get(kind)
        if cold or context is None or context in taken:
            context = browser.new_context(**made_with)
            if not cold:
                _contexts.setdefault(kind, context)
        page = context.new_page()
        _forget(page, url)
        readers.append(Reader(page))
        return readers[-1].open(url)

    yield open_page
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    for context in {reader.page.context for reader in readers}:
        for page in context.pages:
            page.close()
        if context not in _contexts.values():
            context.close()
    assert complaints == []


def _forget(page: Page, url: str) -> None:
    """Have the browser forget all that the site of `url` kept in the page's context."""
    page.context.clear_cookies()
    parts = urlsplit(url)
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin",
        {"origin": f"{parts.scheme}://{parts.netloc}", "storageTypes": "local_storage,indexeddb"},
    )


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
