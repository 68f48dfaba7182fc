"""Browsing the articles: found, paged, read, asked about; and hostile ones shown as they are."""

from __future__ import annotations

from collections.abc import Callable

from archive_corpus import UNDATED
from playwright.sync_api import Locator, Page, expect
from reader import Reader

from assistant import Assistant


def browse(reader: Reader) -> Page:
    reader.page.get_by_role("tab", name="Articles").click()
    expect(reader.page.locator("#article-list .count")).to_be_visible()
    return reader.page


def titles(page: Page) -> Locator:
    return page.locator("#article-list tbody button")


def count(page: Page) -> Locator:
    return page.locator("#article-list .count")


def search(page: Page, words: str) -> None:
    page.get_by_label("Words").fill(words)
    page.get_by_label("Words").press("Enter")


def test_articles_are_listed_newest_first_a_page_at_a_time(archive_reader: Reader) -> None:
    page = browse(archive_reader)
    expect(count(page)).to_have_text("1–20 of 38 articles, newest first")
    expect(titles(page).nth(1)).to_have_text("Harbour Bridge report 36")
    expect(archive_reader.button("Newer")).to_be_disabled()
    archive_reader.button("Older").click()
    expect(count(page)).to_have_text("21–38 of 38 articles, newest first")
    expect(titles(page).last).to_have_text(UNDATED)
    expect(page.locator("#article-list tbody tr").last).to_contain_text("undated")
    expect(archive_reader.button("Older")).to_be_disabled()
    archive_reader.button("Newer").click()
    expect(count(page)).to_have_text("1–20 of 38 articles, newest first")


def test_articles_are_found_by_words_dates_and_outlet(archive_reader: Reader) -> None:
    page = browse(archive_reader)
    search(page, "bearings")
    expect(count(page)).to_have_text("1–20 of 36 articles, newest first")
    page.locator("#articles").get_by_label("From").fill("2023-01-01")
    page.locator("#articles").get_by_label("From").press("Enter")
    expect(count(page)).to_have_text("1–12 of 12 articles, newest first")
    page.locator("#articles").get_by_label("Outlets").click()
    page.get_by_role("option", name="The Times · 12 articles").click()
    expect(count(page)).to_have_text("1–4 of 4 articles, newest first")
    search(page, "xyzzyqux")
    expect(count(page)).to_have_text("There is no such article.")
    # These are the list's own: the answers are not limited by them.
    page.get_by_role("tab", name="Ask").click()
    expect(page.locator("#chips button")).to_have_count(0)


def test_a_search_starts_on_its_first_page_and_passing_through_it_turns_none(
    archive_reader: Reader,
) -> None:
    page = browse(archive_reader)
    search(page, "bearings")
    expect(count(page)).to_have_text("1–20 of 36 articles, newest first")
    archive_reader.button("Older").click()
    expect(count(page)).to_have_text("21–36 of 36 articles, newest first")
    search(page, "kestrel")
    expect(count(page)).to_have_text("1 of 1 article")


def test_an_article_is_read_and_left_where_it_stood(archive_reader: Reader) -> None:
    page = browse(archive_reader)
    archive_reader.button("Older").click()
    expect(count(page)).to_have_text("21–38 of 38 articles, newest first")
    title = titles(page).nth(9)
    name = str(title.text_content())
    title.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name=name)
    expect(heading).to_be_focused()
    article = page.locator("#article")
    expect(article).to_contain_text("Engineer Tom Webb said that “the bridge will need")
    expect(article.locator(".byline")).to_contain_text("by Ann Lee")
    link = article.get_by_role("link", name="The original")
    assert str(link.get_attribute("href")).startswith("https://www.example")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    archive_reader.button("Back to the list").click()
    expect(titles(page).nth(9)).to_be_focused()
    expect(count(page)).to_have_text("21–38 of 38 articles, newest first")


def test_a_conversation_is_limited_to_an_article_and_freed_again(archive_reader: Reader) -> None:
    page = browse(archive_reader)
    search(page, "report 12")
    page.locator("#article-list").get_by_role("button", name="Harbour Bridge report 12").click()
    archive_reader.button("Ask about this article").click()
    expect(archive_reader.box).to_be_focused()
    chip = page.locator("#chips .chip bdi")
    expect(chip).to_have_text("Only: Harbour Bridge report 12")
    answer = archive_reader.ask("when was it published?")
    expect(answer).to_contain_text("10 December 2021")
    answer = archive_reader.ask("How many cars a day did the bridge carry?")
    expect(answer).to_contain_text("1011 cars")
    expect(page.locator("#coverage figure")).to_have_count(0)
    archive_reader.button("Lift the limit: Only: Harbour Bridge report 12").click()
    expect(chip).to_have_count(0)


def test_a_hostile_article_is_shown_letter_for_letter(
    archive_reader: Reader, archive: Assistant
) -> None:
    (line,) = archive.articles(query="kestrel").articles
    hostile = archive.article(line.id)
    for text in (hostile.title, hostile.text, hostile.source or ""):
        assert "<script>alert(1)</script><img src=x onerror=alert(2)> **bold**" in text
    page = browse(archive_reader)
    search(page, "kestrel")
    expect(count(page)).to_have_text("1 of 1 article")
    row = page.locator("#article-list tbody tr")
    assert row.locator("bdi").all_text_contents() == [hostile.title, hostile.source]
    row.get_by_role("button").click()
    article = page.locator("#article")
    assert article.locator("h2").text_content() == hostile.title
    assert article.locator(".text").text_content() == hostile.text
    assert article.locator(".byline").text_content() == (
        f"{hostile.source} · 30 December 2023 · by {', '.join(hostile.authors)}"
    )
    expect(article.locator("a")).to_have_count(0)
    expect(page.locator("#articles-view").locator("script, img, b, strong")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    archive_reader.button("Ask about this article").click()
    expect(page.locator("#chips bdi")).to_have_count(1)
    assert page.locator("#chips bdi").text_content() == f"Only: {hostile.title}"


def test_an_article_that_is_gone_is_told_so(archive_reader: Reader) -> None:
    page = browse(archive_reader)
    titles(page).first.evaluate("button => { button.dataset.value = '<img src=x>'; }")
    titles(page).first.click()
    expect(page.locator("#articles").get_by_role("alert")).to_have_text(
        "This article is no longer in the index."
    )


def test_the_list_and_an_article_fit_a_phone(
    new_reader: Callable[..., Reader], archive_url: str
) -> None:
    reader = new_reader(archive_url, viewport={"width": 390, "height": 844}, has_touch=True)
    page = browse(reader)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    titles(page).first.click()
    expect(page.locator("#article h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    reader.button("Ask about this article").click()
    expect(page.locator("#chips button")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
