"""Limiting the answers to dates and outlets: set, seen, lifted, and honest when nothing is left."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from accessibility import violations
from archive_corpus import write
from playwright.sync_api import Locator, Page, expect
from reader import Reader
from serving import serving

from assistant import EVERYTHING, Assistant, Scope
from ui import create_app
from ui.ask.spans import iso_day, span
from ui.narrowing.limits import LimitError, lifted, limited

CARS = "How many cars a day did the Harbour Bridge carry?"


def opener(page: Page) -> Locator:
    return page.locator("#limit-fields > button")


def chips(page: Page) -> Locator:
    return page.locator("#chips .chip bdi")


def field(page: Page, name: str) -> Locator:
    return page.locator("#limits").get_by_label(name)


def limit_dates(page: Page, since: str, until: str) -> None:
    # Only once the script of the page has run does the button tell whether it is open.
    expect(opener(page)).to_have_attribute("aria-expanded", re.compile("true|false"))
    if opener(page).get_attribute("aria-expanded") == "false":
        opener(page).click()
    field(page, "From").fill(since)
    field(page, "Until").fill(until)
    field(page, "Until").press("Enter")


def test_dates_limit_the_answers_and_a_chip_says_so(archive_reader: Reader) -> None:
    page = archive_reader.page
    expect(opener(page)).to_have_text("All dates · all outlets ▼")
    limit_dates(page, "2022-03-01", "2022-03-31")
    expect(chips(page)).to_have_text(["March 2022"])
    expect(opener(page)).to_contain_text("Change the limits")
    assert violations(archive_reader) == []
    archive_reader.ask(CARS)
    expect(archive_reader.sources.locator(".byline")).to_contain_text(["10 March 2022"])


def test_an_outlet_is_found_by_typing_and_is_only_itself(archive_reader: Reader) -> None:
    page = archive_reader.page
    opener(page).click()
    field(page, "Outlets").click()
    page.keyboard.type("times")
    options = page.get_by_role("option")
    expect(options).to_contain_text(["The Times · 12 articles", "The Times of India · 12 articles"])
    options.first.click()
    expect(chips(page)).to_have_text(["The Times"])
    archive_reader.ask("What did Tom Webb say?")
    for byline in archive_reader.sources.locator(".byline").all_text_contents():
        assert byline.startswith("The Times ·")


def test_chips_lift_their_limit(archive_reader: Reader) -> None:
    page = archive_reader.page
    limit_dates(page, "2022-03-01", "")
    expect(chips(page)).to_have_text(["since 1 March 2022"])
    archive_reader.button("Lift the limit: since 1 March 2022").click()
    expect(chips(page)).to_have_count(0)
    expect(field(page, "From")).to_have_value("")
    expect(archive_reader.box).to_be_focused()


def test_limits_are_set_with_the_keyboard_alone(archive_reader: Reader) -> None:
    page = archive_reader.page
    expect(archive_reader.box).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(opener(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(opener(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(field(page, "From")).to_be_focused()
    page.keyboard.type("05102022")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["since 10 May 2022"])


def test_days_in_the_wrong_order_are_told_and_change_nothing(archive_reader: Reader) -> None:
    page = archive_reader.page
    limit_dates(page, "2022-03-01", "2022-03-31")
    expect(chips(page)).to_have_text(["March 2022"])
    limit_dates(page, "2022-05-01", "2022-03-31")
    fault = page.locator("#limits").get_by_role("alert")
    expect(fault).to_have_text("The first day is after the last.")
    expect(chips(page)).to_have_text(["March 2022"])
    limit_dates(page, "2022-02-01", "2022-03-31")
    expect(fault).to_have_count(0)


def test_what_is_no_date_is_told(archive_reader: Reader) -> None:
    # What a person cannot type into a field for dates, a script can.
    page = archive_reader.page
    opener(page).click()
    expect(field(page, "From")).to_have_attribute("type", "date")
    field(page, "From").evaluate(
        """field => {
          field.type = "text";
          field.value = "<b>soon</b>";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          field.dispatchEvent(new Event("blur"));
        }"""
    )
    expect(page.locator("#limits").get_by_role("alert")).to_have_text(
        "“<b>soon</b>” is no date: write it as 2022-03-31."
    )


def test_limits_that_leave_nothing_are_offered_to_be_lifted(archive_reader: Reader) -> None:
    page = archive_reader.page
    limit_dates(page, "1999-01-01", "1999-12-31")
    expect(chips(page)).to_have_text(["1999"])
    refused = archive_reader.ask(CARS)
    expect(refused).to_contain_text("There is no article of 1999-01-01 to 1999-12-31.")
    archive_reader.button("Ask again of all articles").click()
    answered = archive_reader.answered(1)
    expect(chips(page)).to_have_count(0)
    expect(answered).to_contain_text("cars a day")
    expect(archive_reader.button("Ask again of all articles")).to_have_count(0)


def test_other_limits_are_offered_to_be_asked_again_within(archive_reader: Reader) -> None:
    archive_reader.ask(CARS)
    limit_dates(archive_reader.page, "2021-05-01", "2021-05-31")
    archive_reader.button("Ask again within these limits").click()
    archive_reader.answered(1)
    expect(archive_reader.questions.last).to_have_text(CARS)
    expect(archive_reader.answers.last).to_contain_text("1004 cars")
    expect(archive_reader.button("Ask again within these limits")).to_have_count(0)


def test_readers_have_limits_of_their_own(
    new_reader: Callable[..., Reader], archive_url: str
) -> None:
    one, other = new_reader(archive_url), new_reader(archive_url)
    limit_dates(one.page, "2022-03-01", "2022-03-31")
    expect(chips(one.page)).to_have_count(1)
    expect(chips(other.page)).to_have_count(0)


def test_hostile_outlets_are_shown_letter_for_letter(
    archive_reader: Reader, archive: Assistant
) -> None:
    hostile = next(o.name for o in archive.outlets() if "<script>alert(1)</script>" in o.name)
    page = archive_reader.page
    opener(page).click()
    field(page, "Outlets").click()
    page.keyboard.type("script")
    option = page.get_by_role("option")
    expect(option).to_contain_text("<script>alert(1)</script><img src=x onerror=alert(2)> **bold**")
    option.click()
    expect(chips(page)).to_have_count(1)
    assert chips(page).text_content() == hostile
    expect(page.locator("#limits script, #limits img, #limits b")).to_have_count(0)
    archive_reader.ask("Where did the kestrel nest?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_fields_fit_a_phone(new_reader: Callable[..., Reader], archive_url: str) -> None:
    reader = new_reader(archive_url, viewport={"width": 390, "height": 844}, has_touch=True)
    limit_dates(reader.page, "2021-03-01", "2023-03-31")
    field(reader.page, "Outlets").click()
    reader.page.get_by_role("option").last.click()
    expect(chips(reader.page)).to_have_count(2)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    reader.ask(CARS)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2022-03-01", "2022-03-31", "March 2022"),
        ("2022-01-01", "2022-12-31", "2022"),
        ("2020-01-01", "2022-12-31", "2020–2022"),
        ("2022-01-01", "2022-03-31", "January–March 2022"),
        ("2021-12-01", "2022-01-31", "December 2021 – January 2022"),
        ("2022-03-07", "2022-03-13", "7–13 March 2022"),
        ("2022-02-28", "2022-03-06", "28 February–6 March 2022"),
        ("2021-12-27", "2022-01-02", "27 December 2021 – 2 January 2022"),
        ("2022-03-01", "2022-03-01", "1 March 2022"),
        ("2022-03-01", None, "since 1 March 2022"),
        (None, "2022-03-01", "until 1 March 2022"),
        (None, None, "all dates"),
        ("0001-01-01", "0999-12-31", "1–999"),
    ],
)
def test_spans_in_words(first: str | None, last: str | None, words: str) -> None:
    assert span(iso_day(first), iso_day(last)) == words


def test_limits_are_read_strictly() -> None:
    article = Scope(articles=frozenset({"a"}))
    assert limited(article, " 2022-03-01 ", "", ["The Times"]) == Scope(
        since="2022-03-01", articles=frozenset({"a"}), outlets=("The Times",)
    )
    for bad in ("soon", "2022-13-01", "31.12.2022", "1646092800", "2022-03-01T00:00", "9" * 999):
        with pytest.raises(LimitError, match="is no date"):
            limited(EVERYTHING, bad, None, None)


def test_a_chip_that_is_none_lifts_nothing() -> None:
    scope = Scope(since="2022-03-01", outlets=("all",))
    assert lifted(scope, "") == lifted(scope, "<b>") == scope
    assert lifted(scope, "outlet all") == Scope(since="2022-03-01")
    assert lifted(scope, "all") == EVERYTHING


def test_a_rebuilt_corpus_brings_its_outlets(
    new_reader: Callable[..., Reader], tmp_path: Path
) -> None:
    corpus = write(tmp_path / "corpus")
    own = Assistant.open(corpus=corpus, index_dir=tmp_path / "index")
    with serving(create_app(own)) as address:
        page = new_reader(address).page
        opener(page).click()
        field(page, "Outlets").click()
        page.get_by_role("option", name="The Times · 12 articles").click()
        expect(chips(page)).to_have_text(["The Times"])
        opener(page).click()
        (corpus / "archive.jsonl").write_text(
            '{"title": "New", "text": "A lighthouse was lit.", "source": "The Beacon"}\n'
        )
        own.update()
        opener(page).click()
        field(page, "Outlets").click()
        expect(page.get_by_role("option")).to_contain_text(["The Beacon · 1 article", "The Times"])
        page.get_by_role("option").first.click()
        expect(chips(page)).to_have_text(["The Times", "The Beacon"])
        page.locator("#chips .every").click()
        expect(chips(page)).to_have_count(0)
