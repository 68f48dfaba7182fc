import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from reader import Reader
from staged import Staged

from assistant import Answer, Article, Assistant, Item, Listed, Written

HOSTILE = (
    "<img src=x onerror=alert(1)>**bold** [a](http://evil.example) <script>alert(2)</script> "
    "$$x$$ `code` &lt;b&gt; <b>b</b> http://evil.example"
)
# What no foreign text may become; the link that asks a question anew has its words.
_FOREIGN = ("img", "script", "b", "strong", "code", "a[href*=evil]:not([href^='?q='])")


def test_question_is_shown_letter_for_letter(reader: Reader) -> None:
    reader.ask(HOSTILE)
    assert reader.questions.last.text_content() == HOSTILE
    assert reader.sources.locator(".asked").text_content() == f"for “{HOSTILE}”"
    for foreign in _FOREIGN:
        expect(reader.page.locator(f"#chat {foreign}, #sources {foreign}")).to_have_count(0)


def test_broken_unicode_breaks_nothing(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    answer, article = _hostile_answer(assistant, None)
    broken = "\ud800 \x00 \u202e"
    stage.its_article = article
    stage.prepared = replace(
        answer, text=f"{broken} [1]", citations=(replace(answer.citations[0], title=broken),)
    )
    # What a person cannot type, a script can put into the box.
    staged_reader.box.evaluate(
        """box => {
          box.value = "\\ud800 what did healey say?";
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    staged_reader.box.press("Enter")
    staged_reader.answered(0)
    assert staged_reader.questions.text_content() == "\ufffd what did healey say?"
    expect(staged_reader.sources.locator(".source h3")).to_contain_text("\ufffd")
    staged_reader.ask("and again?")


def test_line_breaks_of_a_question_stay(reader: Reader) -> None:
    reader.ask("What did\n\n# Healey say?")
    assert reader.questions.last.inner_text() == "What did\n\n# Healey say?"


def _hostile_answer(assistant: Assistant, url: str | None) -> tuple[Answer, Article]:
    answer = assistant.ask("what did healey say?")
    text = f"{HOSTILE} before. {HOSTILE} quote. {HOSTILE} after."
    quote = f"{HOSTILE} quote."
    start = text.index(quote)
    citation = replace(
        answer.citations[0],
        article_id="hostile",
        title=f"Title {HOSTILE}",
        published='2025-01-02"><img src=x>',
        authors=(HOSTILE, "Ann Author"),
        source=HOSTILE,
        url=url,
        quote=quote,
        start=start,
        end=start + len(quote),
    )
    article = Article("hostile", citation.title, text, "hostile.txt")
    hostile = replace(
        answer,
        standalone_question=f"Meant {HOSTILE}",
        text=f"{quote} [1] [2]",
        citations=(citation,),
        note=f"Note {HOSTILE}",
        listed=None,
    )
    return hostile, article


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(3)",
        "data:text/html,<script>alert(4)</script>",
        "//evil.example",
        "http:/x",
    ],
)
def test_article_is_shown_letter_for_letter_and_a_strange_address_is_no_link(
    staged_reader: Reader, stage: Staged, assistant: Assistant, url: str
) -> None:
    stage.prepared, stage.its_article = _hostile_answer(assistant, url)
    answer = staged_reader.ask("anything")
    assert str(answer.locator(".words").text_content()).startswith(f"{HOSTILE} quote.")
    assert answer.locator(".understood").text_content() == f"Meant {HOSTILE}"
    assert answer.locator(".aside").last.text_content() == f"Note {HOSTILE}"
    source = staged_reader.sources.locator("li.source")
    assert source.locator("mark").text_content() == f"{HOSTILE} quote."
    assert source.locator("blockquote").text_content() == stage.its_article.text
    assert source.locator("h3").text_content() == f"Title {HOSTILE}"
    assert HOSTILE in str(source.locator(".byline").text_content())
    for foreign in _FOREIGN:
        staged_reader.page.wait_for_timeout(50)
        expect(staged_reader.page.locator(f"#chat {foreign}, #sources {foreign}")).to_have_count(0)
    expect(source.locator("a")).to_have_count(0)
    # A marker without a citation is text.
    expect(answer.locator("a.cite")).to_have_text(["[1]"])
    answer.locator("a.cite").click()


def test_whole_article_list_and_suggestions_are_shown_letter_for_letter(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    answer, article = _hostile_answer(assistant, None)
    item = Item(f"Said {HOSTILE}", 1, f"Label {HOSTILE}")
    stage.prepared = replace(
        answer,
        listed=Listed("articles", (item,), f"Head {HOSTILE}"),
        searched=replace(answer.searched, question=HOSTILE, authors=(HOSTILE,)),
        engine=HOSTILE,
        sentences=(Written(HOSTILE, kept=False, why=HOSTILE, score=0.0),),
    )
    stage.its_article = article
    stage.suggested = (f"Next {HOSTILE}",)
    shown = staged_reader.ask("anything")
    assert shown.locator(".head").text_content() == f"Head {HOSTILE}"
    assert str(shown.locator(".quoted").text_content()).startswith(f"Said {HOSTILE}")
    shown.locator(".how summary").click()
    expect(shown.locator(".how dd").last).to_have_text(f"“{HOSTILE}” {HOSTILE}")
    button = staged_reader.page.locator("#next button")
    expect(button).to_have_text(f"Next {HOSTILE}")
    staged_reader.sources.locator(".source .read").click()
    reading = staged_reader.sources.locator(".reading")
    expect(reading.locator("mark")).to_have_text(f"{HOSTILE} quote.")
    assert reading.locator(".text").text_content() == article.text
    for foreign in _FOREIGN:
        staged_reader.page.wait_for_timeout(50)
        everywhere = f"#chat {foreign}, #sources {foreign}, #next {foreign}"
        expect(staged_reader.page.locator(everywhere)).to_have_count(0)
    # A question that is suggested is asked as it stands.
    button.click()
    staged_reader.answered(1)
    assert staged_reader.questions.last.text_content() == f"Next {HOSTILE}"


def test_article_with_a_web_address_is_linked_safely(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    address = 'https://example.org/a?b=1&c="2"'
    stage.prepared, stage.its_article = _hostile_answer(assistant, address)
    staged_reader.ask("anything")
    link = staged_reader.sources.locator("h3 a")
    expect(link).to_have_attribute("href", re.compile("^" + re.escape(f"{address}#:~:text=")))
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_browser_is_told_to_load_nothing_from_elsewhere(reader: Reader, url: str) -> None:
    headers = reader.page.request.get(url).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
