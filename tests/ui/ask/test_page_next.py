import re
from dataclasses import replace

from playwright.sync_api import expect
from reader import Reader
from staged import Staged

from assistant import Assistant

HEALEY, BARROT = "What did Healey say?", "and barrot?"

_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) window.shifts.push([entry.value, entry.sources.map(
        (source) => source.node?.outerHTML?.slice(0, 80) ?? "")]);
    }
  }).observe({ type: "layout-shift", buffered: false });
}"""


def test_questions_that_the_articles_answer_are_offered_after_an_answer(reader: Reader) -> None:
    reader.ask(HEALEY)
    offered = reader.page.locator("#next button")
    expect(offered.first).to_be_visible(timeout=30_000)
    question = str(offered.first.text_content())
    offered.first.click()
    answer = reader.answered(1)
    expect(reader.questions.last).to_have_text(question)
    expect(answer).not_to_have_class(re.compile("refusal"))
    expect(answer.locator("a.cite").first).to_be_visible()
    expect(answer.locator(".understood")).to_have_count(0)
    expect(reader.box).to_have_value("")


def test_two_questions_are_offered_after_a_refusal(reader: Reader) -> None:
    expect(reader.ask("Who won the World Cup?")).to_have_class(re.compile("refusal"))
    expect(reader.page.locator("#next h2")).to_have_text("The articles do answer")
    offered = reader.page.locator("#next button:visible")
    expect(offered).to_have_count(2, timeout=30_000)
    offered.last.click()
    expect(reader.answered(1)).not_to_have_class(re.compile("refusal"))


def test_offers_go_when_something_else_is_asked_or_all_is_cleared(
    staged_reader: Reader, stage: Staged
) -> None:
    stage.suggested = ("First?", "Second?")
    staged_reader.ask(HEALEY)
    offered = staged_reader.page.locator("#next button")
    expect(offered).to_have_text(["First?", "Second?"])
    stage.pause, stage.suggested = 0.05, ("Third?",)
    staged_reader.type("What did Barrot say?")
    expect(staged_reader.page.locator("#next")).to_be_hidden()
    staged_reader.answered(1)
    expect(offered).to_have_text(["Third?"])
    staged_reader.button("New").click()
    expect(staged_reader.page.locator("#next")).to_be_hidden()


def test_offers_for_the_last_answer_do_not_outlast_it(staged_reader: Reader, stage: Staged) -> None:
    stage.suggested = tuple(f"Earlier {number}?" for number in range(3))
    staged_reader.ask(HEALEY)
    stage.pause = 3.0
    expect(staged_reader.page.locator("#next button").first).to_have_text("Earlier 0?")
    stage.reset()
    stage.suggested = ("Later?",)
    staged_reader.ask("What did Barrot say?")
    expect(staged_reader.page.locator("#next button")).to_have_text(["Later?"], timeout=15_000)
    staged_reader.page.wait_for_timeout(4000)
    expect(staged_reader.page.locator("#next button")).to_have_text(["Later?"])


def test_understood_question_is_put_into_the_box_to_be_edited(reader: Reader) -> None:
    reader.ask(HEALEY)
    answer = reader.ask(BARROT)
    answer.get_by_role("link", name="Edit").click()
    expect(reader.box).to_have_value("What did Barrot say?")
    expect(reader.box).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.answered(2).locator(".understood")).to_have_count(0)


def test_follow_up_is_asked_as_it_was_typed(reader: Reader) -> None:
    reader.ask(HEALEY)
    answer = reader.ask("what about barrot?")
    expect(answer.locator(".understood")).to_have_text("What did Barrot say?")
    answer.get_by_role("link", name="Ask as typed").press("Enter")
    again = reader.answered(2)
    expect(reader.questions.last).to_have_text("what about barrot?")
    expect(again.locator(".understood")).to_have_count(0)
    expect(reader.box).to_have_value("")


def test_another_reading_is_offered_and_asked(
    staged_reader: Reader, stage: Staged, assistant: Assistant
) -> None:
    stage.prepared = replace(assistant.ask(HEALEY), other_question="What did Barrot say?")
    answer = staged_reader.ask("and him?")
    other = answer.get_by_role("link", name="What did Barrot say?")
    expect(other.locator("xpath=ancestor::p")).to_have_text("Or did you mean What did Barrot say?")
    stage.prepared = None
    other.click()
    expect(staged_reader.answered(1)).to_contain_text("could set a dangerous precedent")
    expect(staged_reader.questions.last).to_have_text("What did Barrot say?")


def test_new_topic_is_asked_in_a_conversation_of_its_own(archive_reader: Reader) -> None:
    asked = "Where did the kestrel nest?"
    archive_reader.ask("What did Tom Webb say about the bridge?")
    answer = archive_reader.ask(asked)
    expect(answer).to_contain_text("A new topic.")
    answer.get_by_role("link", name="Ask it in a new conversation").click()
    expect(archive_reader.questions).to_have_text([asked])
    expect(archive_reader.answered(0)).to_contain_text("nested on a roof")
    expect(archive_reader.answers).not_to_contain_text("A new topic.")
    kept = archive_reader.page.get_by_role("button", name="Conversations")
    expect(kept).to_have_text("Conversations (2)")


def test_nothing_that_is_read_moves_while_an_answer_and_its_offers_come(
    new_reader,
    url: str,  # type: ignore[no-untyped-def]
) -> None:
    for size in ({"width": 1280, "height": 800}, {"width": 390, "height": 844}):
        reader = new_reader(url, viewport=size)
        reader.ask(HEALEY)
        reader.page.evaluate(_SHIFTS)
        reader.ask(BARROT)
        expect(reader.page.locator("#next button").first).to_be_visible(timeout=30_000)
        reader.page.wait_for_timeout(2000)
        shifts = reader.page.evaluate("window.shifts")
        assert sum(value for value, _ in shifts) < 0.02, (size, shifts)
