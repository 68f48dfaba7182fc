"""Conversations in the reader's own browser: kept, listed, opened, renamed, deleted, saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from reader import Reader
from staged import Staged

HEALEY, BARROT, HEGSETH = "what did healey say?", "what did barrot say?", "what did hegseth say?"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> [a](javascript:alert(3)) **b**"
_PREFIX = "news-assistant.conversation."


def _list(reader: Reader) -> Locator:
    """The open list of conversations."""
    reader.page.get_by_role("button", name="Conversations").click()
    dialog = reader.page.get_by_role("dialog", name="Conversations")
    expect(dialog).to_be_visible()
    return dialog


def _kept(reader: Reader) -> dict[str, Any]:
    found: dict[str, Any] = reader.page.evaluate(
        """prefix => Object.fromEntries(Object.entries(localStorage)
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => [key.slice(prefix.length), JSON.parse(value)]))""",
        _PREFIX,
    )
    return found


def _plant(page: Page, key: str, value: str) -> None:
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [_PREFIX + key, value])


def _conversations(reader: Reader) -> Locator:
    return reader.page.get_by_role("button", name="Conversations")


def test_nothing_is_listed_before_the_first_question(reader: Reader) -> None:
    expect(reader.examples.first).to_be_visible()
    expect(_conversations(reader)).to_have_count(0)


def test_conversations_are_listed_opened_and_continued(reader: Reader) -> None:
    reader.ask(HEALEY)
    reader.ask("and barrot?")
    reader.button("New").click()
    expect(reader.answers).to_have_count(0)
    reader.ask(HEGSETH)
    expect(_conversations(reader)).to_have_text("Conversations (2)")
    dialog = _list(reader)
    expect(dialog.locator(".name")).to_have_text([HEGSETH, HEALEY])
    expect(dialog.locator(".when").first).to_contain_text("Open now")
    expect(dialog.locator(".when").last).to_contain_text("2 questions")
    dialog.get_by_role("button", name=HEALEY).first.click()
    expect(dialog).to_be_hidden()
    expect(reader.questions).to_have_text([HEALEY, "and barrot?"])
    expect(reader.sources.locator("mark")).to_contain_text("Barrot warned")
    reader.answers.first.locator("a.cite").click()
    expect(reader.sources.locator("mark")).to_contain_text("Healey reinforced")
    expect(reader.ask("what did he say about tanks?").locator(".aside")).to_contain_text("Barrot")
    expect(_conversations(reader)).to_have_text("Conversations (2)")
    assert sorted(len(c["exchanges"]) for c in _kept(reader).values()) == [1, 3]


def test_new_page_of_the_same_reader_begins_empty_and_knows_the_list(reader: Reader) -> None:
    reader.ask(HEALEY)
    other = Reader(reader.page.context.new_page()).open(reader.page.url)
    expect(_conversations(other)).to_have_text("Conversations (1)")
    expect(other.answers).to_have_count(0)
    # Neither writes over what the other keeps.
    other.ask(BARROT)
    reader.ask("what did he say about tanks?")
    expect(_conversations(reader)).to_have_text("Conversations (2)")
    assert sorted(len(c["exchanges"]) for c in _kept(other).values()) == [1, 2]
    assert other.complaints == []


def test_conversation_that_has_rested_for_hours_is_not_in_the_way(reader: Reader) -> None:
    reader.ask(HEALEY)
    reader.page.add_init_script(
        "const now = Date.now; Date.now = () => now() + 5 * 60 * 60 * 1000;"
    )
    reader.reload()
    expect(reader.examples.first).to_be_visible()
    expect(reader.answers).to_have_count(0)
    expect(reader.page.locator("#keeping .notice")).to_contain_text("A new conversation")
    expect(_conversations(reader)).to_have_text("Conversations (1)")


def test_conversation_that_is_open_twice_keeps_what_either_page_asks(reader: Reader) -> None:
    reader.ask(HEALEY)
    other = Reader(reader.page.context.new_page()).open(reader.page.url)
    _list(other).get_by_role("button", name=HEALEY).first.click()
    expect(other.questions).to_have_count(1)
    other.ask(BARROT)
    reader.ask(HEGSETH)
    (conversation,) = _kept(reader).values()
    assert [e["question"] for e in conversation["exchanges"]] == [HEALEY, BARROT, HEGSETH]
    assert other.complaints == []


def test_conversation_is_renamed_with_the_keyboard(reader: Reader) -> None:
    reader.ask(HEALEY)
    dialog = _list(reader)
    expect(dialog.get_by_role("button", name=HEALEY).first).to_be_focused()
    reader.page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name=f"Rename: {HEALEY}")).to_be_focused()
    reader.page.keyboard.press("Enter")
    title = dialog.get_by_label("Title of the conversation")
    expect(title).to_be_focused()
    reader.page.keyboard.type("never mind")
    reader.page.keyboard.press("Escape")
    expect(dialog.locator(".name")).to_have_text(HEALEY)
    dialog.get_by_role("button", name=f"Rename: {HEALEY}").click()
    title.fill(HOSTILE)
    title.press("Enter")
    expect(dialog.locator(".name")).to_have_text(HOSTILE)
    reader.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    reader.ask(BARROT)
    reader.reload()
    expect(_list(reader).locator(".name")).to_have_text(HOSTILE)
    expect(reader.page.locator("#keeping img, #keeping script, #keeping a")).to_have_count(0)


def test_deleted_conversation_is_gone_unless_that_is_undone(reader: Reader) -> None:
    reader.ask(HEALEY)
    reader.button("New").click()
    expect(reader.answers).to_have_count(0)
    reader.ask(BARROT)
    dialog = _list(reader)
    dialog.get_by_role("button", name=f"Delete: {HEALEY}").click()
    expect(dialog.locator(".name")).to_have_text([BARROT])
    dialog.get_by_role("button", name="Undo").click()
    expect(dialog.locator(".name")).to_have_text([BARROT, HEALEY])
    dialog.get_by_role("button", name=f"Delete: {HEALEY}").click()
    # The one that is open leaves the page, too.
    dialog.get_by_role("button", name=f"Delete: {BARROT}").click()
    dialog.get_by_role("button", name="Close").click()
    expect(reader.answers).to_have_count(0)
    assert _kept(reader) == {}
    reader.reload()
    expect(reader.examples.first).to_be_visible()
    expect(_conversations(reader)).to_have_count(0)


def test_conversation_is_saved_as_markdown(reader: Reader, tmp_path: Path) -> None:
    reader.ask(HEALEY)
    dialog = _list(reader)
    with reader.page.expect_download() as download:
        dialog.get_by_role("button", name=f"Save as Markdown: {HEALEY}").click()
    assert download.value.suggested_filename == "what-did-healey-say.md"
    download.value.save_as(tmp_path / "saved.md")
    text = (tmp_path / "saved.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {HEALEY}\n\n## {HEALEY}\n")
    assert "challenges in achieving that goal.[^1-1]" in text
    assert "\n[^1-1]: “British Defense Secretary John Healey" in text
    expect(dialog.get_by_role("status")).to_contain_text("Saved as what-did-healey-say.md")


@pytest.mark.parametrize(
    "planted",
    ["", "no JSON", "[]", "{}", '{"exchanges": []}', '{"exchanges": [{"question": 1}]}', "null"],
)
def test_what_is_no_conversation_is_dropped_with_a_line(reader: Reader, planted: str) -> None:
    _plant(reader.page, "planted", planted)
    reader.reload()
    expect(reader.page.locator("#keeping .notice")).to_have_text(
        "A conversation could not be read, and was dropped."
    )
    assert _kept(reader) == {}


def test_what_only_looks_like_a_conversation_is_dropped_when_it_is_opened(reader: Reader) -> None:
    exchange = {"id": "abcdefghijkl", "asked": "2026-01-01T00:00:00Z", "question": HOSTILE}
    _plant(reader.page, "planted", json.dumps({"exchanges": [{**exchange, "answer": {"a": 1}}]}))
    reader.reload()
    dialog = _list(reader)
    expect(dialog.locator(".name")).to_have_text(HOSTILE)
    dialog.locator(".open").click()
    expect(reader.page.locator("#keeping .notice")).to_have_text(
        "A conversation could not be read, and was dropped."
    )
    expect(reader.answers).to_have_count(0)
    assert _kept(reader) == {}
    reader.ask(HEALEY)


def test_planted_conversation_is_shown_letter_for_letter(reader: Reader) -> None:
    reader.ask(HEALEY)
    (id_,) = _kept(reader)
    conversation = _kept(reader)[id_]
    exchange = conversation["exchanges"][0]
    answer = exchange["answer"]
    exchange["question"] = exchange["understood"] = HOSTILE
    answer["text"] = exchange["text"] = f"{HOSTILE} [1]"
    answer["note"] = HOSTILE
    citation = answer["citations"][0]
    citation |= {"title": HOSTILE, "quote": HOSTILE, "url": "javascript:alert(4)"}
    citation["other_sources"] = [{**citation, "path": HOSTILE}]
    _plant(reader.page, id_, json.dumps(conversation))
    reader.reload()
    expect(reader.answers).to_have_count(1)
    assert reader.questions.text_content() == HOSTILE
    assert str(reader.answers.locator(".words").text_content()).startswith(HOSTILE)
    # The article no longer has the quote there: nothing of it is shown around it.
    assert reader.sources.locator("blockquote").text_content() == HOSTILE
    for foreign in ("img", "script", "strong", "a[href^=javascript]"):
        found = f"#chat {foreign}, #sources {foreign}, #keeping {foreign}"
        expect(reader.page.locator(found)).to_have_count(0)


def test_page_works_where_nothing_can_be_kept(
    new_reader: Callable[..., Reader], url: str, browser: Any
) -> None:
    context = browser.new_context()
    context.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
          Object.defineProperty(window, name, {
            get() { throw new DOMException("", "SecurityError"); }
          })"""
    )
    reader = Reader(context.new_page()).open(url)
    expect(reader.page.locator("#keeping .notice")).to_contain_text(
        "conversations end with the page"
    )
    reader.ask(HEALEY)
    expect(reader.ask("and barrot?")).to_contain_text("dangerous precedent")
    expect(_conversations(reader)).to_have_count(0)
    reader.button("New").click()
    expect(reader.answers).to_have_count(0)
    assert [c for c in reader.complaints if "keeping" in c] == []
    context.close()


def _plant_like(reader: Reader, conversation: Any, number: int, **changed: str) -> None:
    """Keep the first exchange of `conversation` as another of an older day."""
    id_ = f"oldold{number}"
    first = conversation["exchanges"][0]
    exchange = {**first, "id": id_, "question": f"Old {number}", **changed}
    _plant(reader.page, id_, json.dumps({"exchanges": [exchange], "title": None}))


def test_oldest_conversation_makes_room_when_the_browser_is_full(reader: Reader) -> None:
    reader.ask(HEALEY)
    (id_,) = _kept(reader)
    conversation = _kept(reader)[id_]
    for number in range(2):
        asked = f"2020-01-0{number + 1}T00:00:00Z"
        _plant_like(reader, conversation, number, asked=asked, text="x" * 2_000_000)
    reader.page.evaluate(
        """() => { // All that is left of the room.
          for (let size = 4_000_000; size > 100; size = Math.floor(size / 2)) {
            try { localStorage.setItem("other" + size, "x".repeat(size)); } catch { /* full */ }
          }
        }"""
    )
    reader.ask(BARROT)
    expect(reader.page.locator("#keeping .notice")).to_contain_text("“Old 0”, made room")
    assert set(_kept(reader)) == {id_, "oldold1"}
    assert len(_kept(reader)[id_]["exchanges"]) == 2


def test_fifty_conversations_are_kept(reader: Reader) -> None:
    reader.ask(HEALEY)
    (id_,) = _kept(reader)
    conversation = _kept(reader)[id_]
    for number in range(50):
        _plant_like(reader, conversation, number, asked=f"2020-01-01T00:{number:02}:00Z")
    reader.ask(BARROT)
    expect(_conversations(reader)).to_have_text("Conversations (50)")
    expect(reader.page.locator("#keeping .notice")).to_contain_text("“Old 0”, made room")


def test_what_was_typed_outlives_a_reload(reader: Reader) -> None:
    reader.ask(HEALEY)
    reader.box.fill("and barrot?\nor <b>")
    reader.reload()
    expect(reader.box).to_have_value("and barrot?\nor <b>")
    expect(reader.questions).to_have_text([HEALEY])


def test_answer_that_a_reload_cut_off_is_asked_again(staged_reader: Reader, stage: Staged) -> None:
    stage.pause = 0.3
    staged_reader.type(HEALEY)
    expect(staged_reader.answers.locator(".words")).to_be_visible(timeout=30_000)
    staged_reader.reload()
    expect(staged_reader.answers.locator(".fault")).to_contain_text("connection was lost")
    stage.pause = 0
    staged_reader.button("Retry").click()
    expect(staged_reader.answers.locator("a.cite")).to_have_count(1, timeout=30_000)
    expect(staged_reader.questions).to_have_text([HEALEY])


def test_stopped_answer_stays_stopped_after_a_reload(staged_reader: Reader, stage: Staged) -> None:
    stage.pause = 0.3
    staged_reader.type(HEALEY)
    expect(staged_reader.answers.locator(".words")).to_be_visible(timeout=30_000)
    # Escape does what Stop does.
    staged_reader.page.keyboard.press("Escape")
    expect(staged_reader.answers.locator(".label")).to_have_text("Stopped")
    words = staged_reader.answers.locator(".words").text_content()
    staged_reader.reload()
    expect(staged_reader.answers.locator(".label")).to_have_text("Stopped")
    assert staged_reader.answers.locator(".words").text_content() == words


def test_other_conversation_is_opened_while_an_answer_is_coming(
    staged_reader: Reader, stage: Staged
) -> None:
    staged_reader.ask(BARROT)
    staged_reader.button("New").click()
    expect(staged_reader.answers).to_have_count(0)
    stage.pause = 0.3
    staged_reader.type(HEALEY)
    expect(staged_reader.answers.locator(".words")).to_be_visible(timeout=30_000)
    _list(staged_reader).get_by_role("button", name=BARROT).first.click()
    expect(staged_reader.questions).to_have_text([BARROT])
    staged_reader.page.wait_for_timeout(1500)
    expect(staged_reader.questions).to_have_text([BARROT])
    expect(staged_reader.button("Ask")).to_be_visible()
    stage.pause = 0
    staged_reader.ask("what did he say about tanks?")
    expect(staged_reader.questions).to_have_count(2)


def test_enter_sends_and_shift_enter_begins_a_line(reader: Reader) -> None:
    reader.box.press_sequentially("what did")
    reader.box.press("Shift+Enter")
    reader.box.press_sequentially("healey say?")
    expect(reader.box).to_have_value("what did\nhealey say?")
    reader.box.press("Enter")
    expect(reader.answered(0).locator("a.cite")).not_to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 360])
def test_list_fits(
    new_reader: Callable[..., Reader], url: str, tmp_path: Path, width: int, scheme: Any
) -> None:
    reader = new_reader(url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for question in (HEALEY, "Donaudampfschifffahrtsgesellschaft" * 5, BARROT):
        reader.ask(question)
        reader.button("New").click()
        expect(reader.answers).to_have_count(0)
    reader.screenshot(f"kept-{width}-{scheme}-welcome", tmp_path)
    dialog = _list(reader)
    reader.screenshot(f"kept-{width}-{scheme}-list", tmp_path)
    inside = dialog.evaluate("d => d.scrollWidth - d.clientWidth")
    assert inside <= 0
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(reader.box).to_be_in_viewport()
