"""What readers think of answers, by the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from reader import Reader
from serving import serving
from staged import Staged

from assistant import Assistant
from ui import create_app

HEALEY = "what did healey say?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "feedback.jsonl"


@pytest.fixture
def open_reader(
    new_reader: Callable[..., Reader], assistant: Assistant, file: Path
) -> Iterator[Callable[..., Reader]]:
    """A reader whose verdicts go to `file`."""
    stage = Staged(assistant)
    stage.settings = assistant.settings.model_copy(update={"feedback": file})
    with serving(create_app(stage)) as url:
        yield lambda **context: new_reader(url, **context)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _rate(answer: Locator, name: str) -> None:
    button = answer.get_by_role("button", name=name, exact=True)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()


def test_verdict_is_kept_with_the_evidence(
    open_reader: Callable[..., Reader], file: Path, assistant: Assistant
) -> None:
    reader = open_reader()
    reader.ask(HEALEY)
    answer = reader.ask("and barrot?")
    _rate(answer, "Helpful")
    (line,) = _lines(file)
    assert line["verdict"] == "up"
    assert line["question"] == "and barrot?"
    assert line["standalone_question"] == "What did Barrot say?"
    assert line["answered"] is True
    assert line["engine"] == "extractive"
    assert line["generation"] == assistant.status().generation
    citation = line["citations"][0]
    text = assistant.article(citation["article_id"]).text
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "127.0.0.1" not in file.read_text()
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_mind_is_changed_and_a_line_added(
    open_reader: Callable[..., Reader], file: Path, tmp_path: Path
) -> None:
    reader = open_reader()
    answer = reader.ask(HEALEY)
    _rate(answer, "Helpful")
    _rate(answer, "Not helpful")
    reader.screenshot("feedback-comment", tmp_path)
    answer.get_by_label("What was wrong?").fill("It is <b>old</b>:\nread on")
    answer.get_by_label("What was wrong?").press("Enter")
    expect(answer.get_by_text("Thank you")).to_be_visible()
    reader.screenshot("feedback-thanks", tmp_path)
    assert [(line["verdict"], line["comment"]) for line in _lines(file)] == [
        ("up", None),
        ("down", None),
        ("down", "It is <b>old</b>: read on"),
    ]
    assert len({line["answer_id"] for line in _lines(file)}) == 1
    # The conversation goes on, and the verdict stays with the answer.
    reader.ask("and barrot?")
    expect(reader.answers.first.get_by_text("Thank you")).to_be_visible()


def test_answer_that_came_back_from_the_browser_cannot_be_judged(
    open_reader: Callable[..., Reader], file: Path
) -> None:
    reader = open_reader()
    reader.ask(HEALEY)
    reader.reload()
    expect(reader.answers.locator("a.cite")).not_to_have_count(0)
    expect(reader.answers.locator(".rate")).to_have_count(0)
    # Nor by a script that pretends there was a button.
    id_ = reader.page.evaluate("JSON.parse(Object.values(localStorage)[0]).exchanges[0].id")
    for asked in (id_, "nosuchanswer", "x" * 5000, "<b>"):
        reader.page.evaluate(
            """id => {
              const button = document.createElement("button");
              button.className = "act rate"; button.name = "up"; button.value = id;
              document.querySelector("#chat .answer").append(button);
              button.click();
              button.remove();
            }""",
            asked,
        )
    reader.page.wait_for_timeout(800)
    assert not file.exists()


def test_file_that_cannot_be_written_is_told_in_a_line(
    open_reader: Callable[..., Reader], file: Path
) -> None:
    file.parent.write_text("in the way")
    reader = open_reader()
    answer = reader.ask(HEALEY)
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(reader.page.get_by_text("The verdict could not be kept")).to_be_visible()
    expect(answer.get_by_role("button", name="Helpful", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(reader.ask("and barrot?")).to_contain_text("dangerous precedent")


def test_nobody_is_asked_where_it_is_switched_off(
    new_reader: Callable[..., Reader], assistant: Assistant
) -> None:
    stage = Staged(assistant)
    stage.settings = assistant.settings.model_copy(update={"feedback": None})
    with serving(create_app(stage)) as url:
        reader = new_reader(url)
        answer = reader.ask(HEALEY)
        expect(answer.get_by_role("link", name="Copy link")).to_be_visible()
        expect(answer.locator(".rate")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_line_below_an_answer_fits_a_phone(
    open_reader: Callable[..., Reader], tmp_path: Path, scheme: Any
) -> None:
    reader = open_reader(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    answer = reader.ask(HEALEY)
    _rate(answer, "Not helpful")
    reader.page.wait_for_timeout(500)
    reader.screenshot(f"feedback-phone-{scheme}", tmp_path)
    assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
