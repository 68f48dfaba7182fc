"""An answer is copied with its sources, in three forms; the short answer stands above it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from reader import Reader

AID = "How much aid has Ukraine received?"
TITLE = "Shifting Dynamics: US Administration's New Approach on Ukraine Conflict"


def copied(reader: Reader, form: str) -> str:
    answer = reader.answered(0)
    if not answer.locator(".copy").first.is_visible():
        answer.get_by_text("Copy answer").click()
    button = answer.locator(f".copy[name={form}]")
    button.click()
    expect(button).to_have_text("Copied")
    expect(button).not_to_have_text("Copied")
    return str(reader.page.evaluate("navigator.clipboard.readText()"))


def test_an_answer_is_copied_with_its_sources(new_reader: Callable[..., Reader], url: str) -> None:
    reader = new_reader(url, permissions=["clipboard-read", "clipboard-write"])
    answer = reader.ask(AID)
    short = answer.locator(".direct")
    expect(short).to_contain_text("$126 billion")
    direct, words = short.inner_text().strip(), answer.locator(".words p").first.inner_text()
    quote = words.replace("[1]", "").strip()
    assert direct in quote
    plain = copied(reader, "text")
    assert plain == f"{direct}\n\n{quote} [1]\n\n[1] {TITLE} · undated"
    markdown = copied(reader, "markdown")
    assert markdown.startswith(f"**{direct}**\n\n{quote} [^1]\n\n[^1]: “{quote}” ")
    assert copied(reader, "html") == plain
    kinds = reader.page.evaluate(
        "navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))"
    )
    assert set(kinds) == {"text/html", "text/plain"}
    expect(reader.page.locator(".question")).to_have_count(1)


def test_a_refusal_has_no_short_answer_and_nothing_to_copy(reader: Reader) -> None:
    refused = reader.ask("Who won the Booker Prize?")
    expect(refused.locator(".direct")).to_have_count(0)
    expect(refused.get_by_text("Copy answer")).to_have_count(0)
