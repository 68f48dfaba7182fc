"""The chart of an answer's coverage over time: true, quiet, and used with mouse and keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from reader import Reader

from assistant import Assistant
from ui.narrowing.coverage_chart import period_of

WEBB = "What did Tom Webb say?"


def bars(page: Page) -> Locator:
    return page.locator("#coverage button.bar")


def test_an_answer_shows_how_its_subject_was_covered(archive_reader: Reader) -> None:
    archive_reader.ask(WEBB)
    expect(archive_reader.page.locator("#coverage figcaption")).to_contain_text(
        "36 articles with “Tom” and “Webb” together"
    )
    expect(bars(archive_reader.page)).to_have_count(36)
    expect(archive_reader.button("March 2022: 1 article")).to_be_visible()


def test_undated_articles_are_told_of(archive_reader: Reader) -> None:
    archive_reader.ask("Which articles mention the Harbour Bridge?")
    expect(archive_reader.page.locator("#coverage figcaption")).to_contain_text("· 1 undated")


def test_a_bar_narrows_the_dates(archive_reader: Reader) -> None:
    page = archive_reader.page
    archive_reader.ask(WEBB)
    archive_reader.button("March 2022: 1 article").click()
    expect(page.locator("#chips .chip bdi")).to_have_text("March 2022")
    archive_reader.button("Ask again within these limits").click()
    archive_reader.answered(1)
    expect(archive_reader.sources.locator(".byline")).to_contain_text(["10 March 2022"])


def test_bars_are_reached_and_pressed_with_the_keyboard(archive_reader: Reader) -> None:
    page = archive_reader.page
    archive_reader.ask(WEBB)
    expect(page.locator("#coverage button.bar[tabindex='0']")).to_have_count(1)
    bars(page).first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(bars(page).nth(1)).to_be_focused()
    expect(page.locator("#coverage .pointed")).to_have_text("February 2021: 1 article")
    page.keyboard.press("End")
    expect(bars(page).last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("#chips .chip bdi")).to_have_text("January 2021")


def test_the_chart_goes_while_the_next_answer_is_made(archive_reader: Reader) -> None:
    archive_reader.ask(WEBB)
    expect(bars(archive_reader.page).first).to_be_visible()
    archive_reader.ask("Thank you!")
    expect(bars(archive_reader.page)).to_have_count(0)


def test_clearing_the_conversation_clears_the_chart(archive_reader: Reader) -> None:
    archive_reader.ask(WEBB)
    expect(bars(archive_reader.page).first).to_be_visible()
    archive_reader.button("New").click()
    expect(archive_reader.page.locator("#below")).to_be_hidden()


def test_undated_articles_alone_have_no_chart(reader: Reader) -> None:
    reader.ask("what did healey say?")
    reader.page.wait_for_timeout(500)
    expect(reader.page.locator("#coverage figure")).to_have_count(0)
    expect(reader.page.locator("#below")).to_be_hidden()


def test_nothing_moves_while_an_answer_streams(
    new_reader: Callable[..., Reader], archive_url: str
) -> None:
    reader = new_reader(archive_url)
    reader.ask(WEBB)
    expect(bars(reader.page).first).to_be_visible()
    reader.page.evaluate(
        """() => {
          window.shift = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              if (!entry.hadRecentInput) window.shift += entry.value;
            }
          }).observe({ type: "layout-shift" });
        }"""
    )
    top = reader.questions.first.evaluate("q => q.getBoundingClientRect().top + scrollY")
    reader.ask("How many cars a day did the Harbour Bridge carry?")
    expect(bars(reader.page).first).to_be_visible()
    reader.page.wait_for_timeout(500)
    assert reader.questions.first.evaluate("q => q.getBoundingClientRect().top + scrollY") == top
    assert reader.page.evaluate("window.shift") < 0.1


def test_on_a_phone_the_chart_is_unfolded_by_who_wants_it(
    new_reader: Callable[..., Reader], archive_url: str
) -> None:
    reader = new_reader(archive_url, viewport={"width": 390, "height": 800})
    reader.ask(WEBB)
    unfold = reader.button("By date")
    expect(unfold).to_have_attribute("aria-expanded", "false")
    expect(bars(reader.page).first).to_be_hidden()
    unfold.press("Enter")
    expect(unfold).to_have_attribute("aria-expanded", "true")
    expect(bars(reader.page).first).to_be_visible()


def test_coverage_is_quick(archive: Assistant) -> None:
    archive.coverage(WEBB)
    started = time.perf_counter()
    for _ in range(20):
        archive.coverage(WEBB)
    assert (time.perf_counter() - started) / 20 < 0.1


def test_values_that_no_bar_has_change_nothing() -> None:
    assert period_of("2022-03-01/2022-03-31") == ("2022-03-01", "2022-03-31")
    for bad in ("", "x", "2022-03-01", "2022-03-31/2022-03-01", "2022-03-01/x", "a/b/c"):
        assert period_of(bad) is None
