import re

from playwright.sync_api import expect
from reader import Reader

from assistant import Assistant

HEALEY, BARROT, TANKS = "what did healey say?", "and barrot?", "what did he say about tanks?"


def test_masthead_counts_one_article_and_names_no_date_when_there_is_none(reader: Reader) -> None:
    expect(reader.page).to_have_title("News Assistant")
    expect(reader.page.locator("#masthead .corpus")).to_have_text(
        re.compile(r"^1 article · updated (\d\d:\d\d today|\d+ \w+ \d{4})$")
    )


def test_answer_a_follow_up_and_a_refusal(reader: Reader) -> None:
    first = reader.ask(HEALEY)
    expect(first).to_contain_text("Ukraine’s rightful place is within NATO")
    expect(first).not_to_contain_text("Understood as")
    expect(first.locator(".meta")).to_have_text(
        re.compile(r"^(High|Fair|Low) confidence · 1 source · \d+\.\d s$")
    )
    second = reader.ask(BARROT)
    expect(second.locator(".aside")).to_have_text(
        re.compile(r"Understood as: What did barrot say\?", re.IGNORECASE)
    )
    expect(second).to_contain_text("could set a dangerous precedent")
    third = reader.ask(TANKS)
    expect(third).to_have_class(re.compile("refusal"))
    expect(third.locator(".label")).to_have_text("Not in the articles")
    expect(third).to_contain_text("I found no")
    expect(third.locator("a.cite")).to_have_count(0)
    expect(reader.questions).to_have_text([HEALEY, BARROT, TANKS])


def test_marker_shows_its_quote_highlighted_in_its_passage(
    reader: Reader, assistant: Assistant
) -> None:
    citation = assistant.ask(HEALEY).citations[0]
    marker = reader.ask(HEALEY).get_by_role("link", name="Source 1")
    expect(marker).to_have_text("[1]")
    marker.click()
    source = reader.sources.locator("li.source")
    expect(source).to_have_count(1)
    expect(source).to_have_class(re.compile("flash"))
    expect(source).to_be_focused()
    expect(source.locator("mark")).to_be_in_viewport()
    assert source.locator("mark").text_content() == citation.quote
    start, end = assistant.passage_around(citation)
    passage = assistant.article(citation.article_id).text[start:end]
    assert source.locator("blockquote").text_content() == passage.strip()
    expect(source.locator("h3")).to_have_text(citation.title)
    expect(source.locator(".byline")).to_have_text("undated")


def test_marker_is_reached_and_followed_with_the_keyboard(reader: Reader) -> None:
    reader.ask(HEALEY).locator("a.cite").focus()
    reader.page.keyboard.press("Enter")
    expect(reader.sources.locator("li.source")).to_be_focused()


def test_whole_passage_unfolds(reader: Reader) -> None:
    reader.ask(HEALEY)
    expect(reader.sources.locator(".far").first).to_be_hidden()
    reader.sources.get_by_role("button", name="Whole passage").click()
    expect(reader.sources.locator(".far").first).to_be_visible()


def test_panel_follows_the_latest_answer_and_older_markers_bring_theirs_back(
    reader: Reader,
) -> None:
    first = reader.ask(HEALEY)
    expect(reader.sources.locator(".asked")).to_have_text(f"for “{HEALEY}”")
    reader.ask(BARROT)
    expect(reader.sources.locator(".asked")).to_have_text(f"for “{BARROT}”")
    expect(reader.sources.locator("mark")).to_contain_text("Barrot warned")
    reader.ask(TANKS)
    expect(reader.sources.locator("h2")).to_have_text("Nearest in the articles")
    first.locator("a.cite").click()
    expect(reader.sources.locator("h2")).to_have_text("Sources")
    expect(reader.sources.locator("mark")).to_contain_text("Healey reinforced")


def test_small_talk_has_no_sources(reader: Reader) -> None:
    answer = reader.ask("thank you")
    expect(answer).to_contain_text("You're welcome")
    expect(answer.locator(".meta")).to_have_count(0)
    expect(reader.sources.locator("li.source")).to_have_count(0)


def test_corrected_spelling_is_told(reader: Reader) -> None:
    expect(reader.ask("what did heeley say?").locator(".aside").last).to_contain_text("heeley")


def test_example_question_is_asked_by_clicking_it(reader: Reader, assistant: Assistant) -> None:
    expect(reader.examples).to_have_text(assistant.suggestions())
    reader.examples.first.click()
    answer = reader.answered(0)
    expect(reader.questions).to_have_text(assistant.suggestions(1))
    expect(answer.locator("a.cite").first).to_be_visible()
    expect(reader.box).to_have_value("")


def test_new_empties_the_conversation(reader: Reader) -> None:
    reader.ask(HEALEY)
    reader.button("New").click()
    expect(reader.answers).to_have_count(0)
    expect(reader.sources.locator("li.source")).to_have_count(0)
    expect(reader.examples.first).to_be_visible()
    # Forgotten, not only hidden: there is nobody left for "he" to be.
    expect(reader.ask("What did Barrot say?").locator(".aside")).to_have_count(0)
    expect(reader.answers).to_have_count(1)
