import re

from playwright.sync_api import expect
from reader import Reader
from staged import Staged

from index.errors import IndexUnavailableError

QUESTION = "what did healey say?"


def _wait_for_first_words(reader: Reader) -> None:
    expect(reader.answers.last.locator(".words")).to_be_visible(timeout=30_000)


def test_stop_ends_the_stream_on_the_page_and_on_the_server(
    staged_reader: Reader, stage: Staged
) -> None:
    stage.pause = 0.3
    staged_reader.type(QUESTION)
    _wait_for_first_words(staged_reader)
    expect(staged_reader.button("Ask")).to_be_hidden()
    staged_reader.button("Stop").click()
    answer = staged_reader.answers.last
    expect(answer.locator(".label")).to_have_text("Stopped")
    expect(staged_reader.button("Ask")).to_be_visible()
    expect(staged_reader.button("Stop")).to_be_hidden()
    words, sent = answer.text_content(), stage.sent
    staged_reader.page.wait_for_timeout(1500)
    assert answer.text_content() == words
    assert stage.sent <= sent + 1  # The part that was under way when the reader stopped.
    assert stage.closed == 1
    assert "goal" not in str(words)


def test_conversation_goes_on_after_a_stop(staged_reader: Reader, stage: Staged) -> None:
    stage.pause = 0.3
    staged_reader.type(QUESTION)
    _wait_for_first_words(staged_reader)
    staged_reader.button("Stop").click()
    expect(staged_reader.button("Ask")).to_be_visible()
    stage.pause = 0
    answer = staged_reader.ask("What did Barrot say?")
    expect(answer.locator("a.cite")).not_to_have_count(0)
    expect(staged_reader.answers).to_have_count(2)


def test_new_works_while_an_answer_is_coming(staged_reader: Reader, stage: Staged) -> None:
    stage.pause = 0.3
    staged_reader.type(QUESTION)
    _wait_for_first_words(staged_reader)
    staged_reader.button("New").click()
    expect(staged_reader.answers).to_have_count(0)
    expect(staged_reader.button("Ask")).to_be_visible()
    staged_reader.page.wait_for_timeout(1000)
    expect(staged_reader.answers).to_have_count(0)
    stage.pause = 0
    staged_reader.ask(QUESTION)
    expect(staged_reader.answers).to_have_count(1)


def test_what_is_typed_meanwhile_stays(staged_reader: Reader, stage: Staged) -> None:
    stage.pause = 0.1
    staged_reader.type(QUESTION)
    _wait_for_first_words(staged_reader)
    staged_reader.box.fill("and barrot?")
    staged_reader.answered(0)
    expect(staged_reader.box).to_have_value("and barrot?")


def test_markers_become_links_when_the_answer_is_complete(
    staged_reader: Reader, stage: Staged
) -> None:
    stage.pause = 0.1
    staged_reader.type(QUESTION)
    _wait_for_first_words(staged_reader)
    expect(staged_reader.answers.locator("a")).to_have_count(0)
    expect(staged_reader.answered(0).locator("a.cite")).to_have_text("[1]")


def test_empty_question_is_answered_with_a_line(reader: Reader) -> None:
    expect(reader.ask("  ").locator(".fault")).to_be_visible()
    expect(reader.questions).to_have_count(0)
    # The line has had its day once a question comes.
    reader.type(QUESTION)
    expect(reader.answers.locator("a.cite")).to_have_count(1, timeout=30_000)
    expect(reader.answers).to_have_count(1)


def test_too_long_question_is_answered_with_a_line(reader: Reader) -> None:
    fault = reader.ask("why " * 2000).locator(".fault")
    expect(fault).to_have_text(re.compile(r"\d"))
    # The reader need not type it again to shorten it.
    expect(reader.box).to_have_value("why " * 2000)
    expect(reader.ask(QUESTION).locator("a.cite")).not_to_have_count(0)


def test_fault_of_the_assistant_is_one_line(staged_reader: Reader, stage: Staged) -> None:
    stage.failure = IndexUnavailableError("There is no index:\nbuild it again.")
    answer = staged_reader.ask(QUESTION)
    expect(answer).to_contain_text("There is no index: build it again.")
    stage.failure = None
    expect(staged_reader.ask(QUESTION).locator("a.cite")).not_to_have_count(0)


def test_unexpected_fault_shows_no_traceback(staged_reader: Reader, stage: Staged) -> None:
    for failure in (RuntimeError("/home/secret.py exploded"), ValueError("shapes (3,) (4,)")):
        stage.failure = failure
        answer = staged_reader.ask(QUESTION)
        expect(answer.locator(".fault")).to_have_text(
            "Something went wrong while answering. Please ask again."
        )
        expect(staged_reader.page.get_by_text("secret")).to_have_count(0)
