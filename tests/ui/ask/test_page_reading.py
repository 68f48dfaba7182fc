from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from reader import Reader
from staged import Staged

from assistant import Article, Assistant

HEALEY = "what did healey say?"


def test_whole_article_is_loaded_when_it_is_asked_for(reader: Reader, assistant: Assistant) -> None:
    citation = assistant.ask(HEALEY).citations[0]
    requests: list[str] = []
    reader.page.on("request", lambda request: requests.append(request.url))
    reader.ask(HEALEY)
    assert not [url for url in requests if "/v1/articles/" in url]
    reader.sources.get_by_role("button", name="Whole article").click()
    reading = reader.sources.get_by_role("article")
    expect(reading.locator("mark")).to_have_text(citation.quote)
    expect(reading.locator("mark")).to_be_in_viewport()
    expect(reading.locator("h3")).to_have_text(citation.title)
    text = assistant.article(citation.article_id).text
    paragraphs = [line for line in text.split("\n") if line]
    assert reading.locator(".text p").all_text_contents() == paragraphs
    expect(reader.sources.locator("li.source")).to_be_hidden()


def test_keyboard_opens_an_article_and_comes_back_to_where_it_was(reader: Reader) -> None:
    reader.ask(HEALEY)
    button = reader.sources.get_by_role("button", name="Whole article")
    button.focus()
    reader.page.keyboard.press("Enter")
    reading = reader.sources.get_by_role("article")
    expect(reading).to_be_focused()
    reader.page.keyboard.press("Tab")
    expect(reader.button("Back to the sources")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reading).to_have_count(0)
    expect(button).to_be_focused()
    button.press("Enter")
    expect(reading.locator("mark")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_marker_leads_past_an_article_that_is_open(reader: Reader) -> None:
    answer = reader.ask(HEALEY)
    reader.sources.get_by_role("button", name="Whole article").click()
    expect(reader.sources.get_by_role("article")).to_be_visible()
    answer.locator("a.cite").click()
    expect(reader.sources.locator("li.source")).to_be_focused()
    expect(reader.sources.get_by_role("article")).to_have_count(0)


def _staged(stage: Staged, assistant: Assistant, text: str, quote: str) -> Article:
    answer = assistant.ask(HEALEY)
    start = text.index(quote)
    citation = replace(
        answer.citations[0],
        article_id="staged 1?#",
        title="Staged",
        quote=quote,
        start=start,
        end=start + len(quote),
    )
    stage.prepared = replace(answer, text=f"{quote} [1]", citations=(citation,), listed=None)
    stage.its_article = Article(citation.article_id, "Staged", text, "staged.txt")
    return stage.its_article


def test_quote_after_characters_of_two_units_is_marked_exactly(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    quote = "The 🧿 quote\nruns 𝒐n."
    _staged(stage, assistant, f"😀😀 before 𝕏.\n\nIt says: {quote} After 😀.", quote)
    staged_reader.ask("anything")
    staged_reader.sources.locator(".source .read").click()
    marks = staged_reader.sources.locator(".reading mark")
    expect(marks).to_have_text(["The 🧿 quote", "runs 𝒐n."])


def test_long_article_is_shown_whole_with_its_quote_in_view(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    lines = [f"Paragraph {number} of a long story that goes on." for number in range(5000)]
    _staged(stage, assistant, "\n\n".join(lines), lines[4000])
    staged_reader.ask("anything")
    staged_reader.sources.locator(".source .read").click()
    mark = staged_reader.sources.locator(".reading mark")
    expect(mark).to_have_text(lines[4000])
    expect(mark).to_be_in_viewport()
    expect(staged_reader.sources.locator(".reading .text p")).to_have_count(5000)


def test_article_that_has_changed_or_gone_says_so(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    article = _staged(stage, assistant, "Before. The quote. After.", "The quote.")
    staged_reader.ask("anything")
    stage.its_article = replace(article, text="Corrected. The word. After.")
    staged_reader.sources.locator(".source .read").click()
    status = staged_reader.sources.get_by_role("status")
    expect(status).to_contain_text("has changed since")
    expect(staged_reader.sources.locator(".reading mark")).to_have_count(0)
    staged_reader.button("Back to the sources").click()
    stage.its_article = None
    staged_reader.sources.locator(".source .read").click()
    expect(status).to_have_text("This article is no longer in the index.")
    staged_reader.complaints[:] = [c for c in staged_reader.complaints if "404" not in c]


def test_passages_that_were_considered_are_unfolded_with_their_scores(reader: Reader) -> None:
    reader.ask("How much aid has Ukraine received?")
    considered = reader.sources.locator(".considered")
    expect(considered.locator(".passage").first).to_be_hidden()
    considered.locator("summary").press("Enter")
    first = considered.locator(".passage").first
    expect(first.locator(".byline")).to_contain_text("score 0.")
    first.get_by_role("button", name="Whole article").click()
    expect(reader.sources.get_by_role("article").locator("mark").first).to_be_in_viewport()


def test_how_an_answer_was_found_is_unfolded(reader: Reader) -> None:
    answer = reader.ask(HEALEY)
    rows = answer.locator(".how dl")
    expect(rows).to_be_hidden()
    answer.locator(".how summary").press("Enter")
    expect(rows).to_contain_text("Found in1 article")
    expect(rows).to_contain_text("quotation, without a language model")


def test_what_is_new_is_a_list_with_days_and_sources(archive_reader: Reader) -> None:
    entries = archive_reader.ask("What is new on the Harbour Bridge?").locator("ol.entries li")
    first = entries.first
    expect(first.locator("a.cite")).to_have_text("[1]")
    expect(first.locator(".when")).to_contain_text("10 December 2023")
    expect(first.locator(".title")).to_have_text("Harbour Bridge report 36")


@pytest.fixture
def phone(new_reader, url: str) -> Reader:  # type: ignore[no-untyped-def]
    return new_reader(url, viewport={"width": 390, "height": 844}, has_touch=True)


def test_on_a_phone_a_reader_finds_the_way_to_an_article_and_back(phone: Reader) -> None:
    answer = phone.ask(HEALEY)
    marker = answer.locator("a.cite").first
    marker.tap()
    phone.sources.get_by_role("button", name="Whole article").tap()
    expect(phone.sources.locator(".reading mark")).to_be_in_viewport()
    phone.sources.locator(".reading .back").tap()
    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()
    assert _overflow(phone.page) == 0


def _overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
