"""Links to one question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect
from reader import Reader
from staged import Staged

from assistant import Scope
from ui.ask.exchange import Exchange
from ui.keeping.shared import link

HEALEY = "what did healey say?"


def _followed(reader: Reader) -> Locator:
    """The complete answer to the question of a link."""
    expect(reader.answers.locator(".share")).to_have_count(1, timeout=60_000)
    return reader.answered(0)


def _copied(reader: Reader) -> str:
    return str(reader.page.evaluate("navigator.clipboard.readText()"))


def test_copied_link_asks_the_standalone_question_anew(
    new_reader: Callable[..., Reader], url: str
) -> None:
    reader = new_reader(url, permissions=["clipboard-read", "clipboard-write"])
    reader.ask(HEALEY)
    answer = reader.ask("and barrot?")
    share = answer.get_by_role("link", name="Copy link")
    share.press("Enter")
    expect(answer.get_by_text("Link copied")).to_be_focused()
    expect(reader.page.locator("#keeping .notice")).to_have_text("The link is copied.")
    address = _copied(reader)
    assert urlsplit(address).netloc == urlsplit(url).netloc
    assert parse_qs(urlsplit(address).query) == {"q": ["What did Barrot say?"]}
    expect(reader.questions).to_have_count(2)
    other = new_reader(address)
    expect(_followed(other)).to_contain_text("dangerous precedent")
    expect(other.questions).to_have_text(["What did Barrot say?"])
    assert "q=" not in other.page.url


def test_link_is_followed_once_and_in_a_conversation_of_its_own(reader: Reader, url: str) -> None:
    reader.ask("what did hegseth say?")
    before = list(reader.complaints)
    reader.open(f"{url}/?q={quote(HEALEY)}")
    reader.complaints[:] = before  # of the connection that the page before had
    expect(reader.questions).to_have_text([HEALEY])
    _followed(reader)
    expect(reader.questions).to_have_text([HEALEY])
    reader.reload()
    expect(reader.answers.locator("a.cite")).not_to_have_count(0)
    expect(reader.questions).to_have_text([HEALEY])
    expect(reader.page.get_by_role("button", name="Conversations")).to_have_text(
        "Conversations (2)"
    )


def test_link_limits_the_articles(
    new_reader: Callable[..., Reader], staged_reader: Reader, stage: Staged
) -> None:
    query = f"?q={quote(HEALEY)}&since=2024-01-02&until=2024-06-30&source=CNN&source=The+Week"
    reader = new_reader(staged_reader.page.url + query)
    _followed(reader)
    assert stage._within == Scope("2024-01-02", "2024-06-30", outlets=("CNN", "The Week"))
    expect(reader.page.locator("#chips .chip")).to_have_count(3)
    # And so does the link to it.
    address = str(reader.answers.locator(".share").get_attribute("href"))
    assert address in (query, query.replace("%20", "+"))


@pytest.mark.parametrize("query", ["?q=", "?q=%20", "?since=2024-01-01"])
def test_link_without_a_question_asks_nothing(
    new_reader: Callable[..., Reader], url: str, query: str
) -> None:
    reader = new_reader(f"{url}/{query}")
    expect(reader.examples.first).to_be_visible()
    reader.page.wait_for_timeout(500)
    expect(reader.answers).to_have_count(0)


@pytest.mark.parametrize(
    "query", [f"?q={'x' * 2001}", "?q=Who&since=soon", "?q=Who&source=", "?q=Who&until=9999999"]
)
def test_link_that_cannot_be_asked_says_so(
    new_reader: Callable[..., Reader], url: str, query: str
) -> None:
    reader = new_reader(f"{url}/{query}")
    expect(reader.page.get_by_text("The link asks nothing that can be asked.")).to_be_visible()
    expect(reader.answers).to_have_count(0)


def test_question_of_a_link_is_shown_letter_for_letter(
    new_reader: Callable[..., Reader], url: str
) -> None:
    hostile = "<img src=x onerror=alert(1)> javascript:alert(2) **b**"
    reader = new_reader(f"{url}/?q={quote(hostile)}")
    _followed(reader)
    assert reader.questions.text_content() == hostile
    expect(reader.page.locator("#chat img")).to_have_count(0)


def test_link_is_copied_where_there_is_no_clipboard(browser: Browser, url: str) -> None:
    # As over plain http on another host than this machine.
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(
        """window.clipboard = navigator.clipboard;
        Object.defineProperty(navigator, "clipboard", { value: undefined });"""
    )
    reader = Reader(context.new_page()).open(url)
    reader.ask(HEALEY).get_by_role("link", name="Copy link").click()
    expect(reader.answers.get_by_text("Link copied")).to_be_visible()
    assert "?q=what+did" in reader.page.evaluate("window.clipboard.readText()")
    assert reader.complaints == []
    context.close()


def test_link_that_cannot_be_copied_is_shown(browser: Browser, url: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        """Object.defineProperty(navigator, "clipboard", { value: undefined });
        document.execCommand = () => false;"""
    )
    reader = Reader(context.new_page()).open(url)
    reader.ask(HEALEY).get_by_role("link", name="Copy link").click()
    expect(reader.page.locator("#keeping .notice")).to_contain_text(f"{url}/?q=what+did")
    context.close()


def test_links_are_bounded() -> None:
    def shared(question: str, **fields: Any) -> str | None:
        return link(Exchange(question, **fields))

    assert shared("x" * 2000) == f"?q={'x' * 2000}"
    assert shared("x" * 2001) is None
    assert shared("漢" * 1500) is None
    assert shared("and?", understood="And what? & how=1#") == "?q=And+what%3F+%26+how%3D1%23"
    names = tuple(f"S{n}" for n in range(21))
    assert str(shared("a", within=Scope(outlets=names[:20]))).count("source=") == 20
    assert shared("a", within=Scope(outlets=names)) is None
    assert (
        shared("a", within=Scope(articles=frozenset(("b2", "a1")))) == "?q=a&article=a1&article=b2"
    )
    assert shared("a", within=Scope(articles=frozenset(names))) is None
