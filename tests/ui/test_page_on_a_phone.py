"""A phone: the question box stands still at the bottom, what was asked comes into view, and no
marker stands alone on a line.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from reader import Reader
from staged import Staged

HEALEY, BARROT = "What did Healey say?", "and barrot?"
HEIGHT = 844
_PHONE = {"viewport": {"width": 390, "height": HEIGHT}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(new_reader: Callable[..., Reader], url: str) -> Reader:
    return new_reader(url, **_PHONE)


def _at(reader: Reader) -> int:
    return round(reader.page.evaluate("scrollY"))


def _top(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def _arrived(reader: Reader, number: int) -> None:
    """That question `number`, from 0, and the beginning of its answer are there to be read."""
    reader.page.wait_for_timeout(1500)  # what comes with the answer, and the scrolling
    composer = _top(reader.page.locator("#composer"))
    assert 0 <= _top(reader.questions.nth(number)) < HEIGHT / 3
    assert _top(reader.answers.nth(number).locator(".words")) + 60 < composer


def test_typing_does_not_move_the_page_and_the_new_question_is_in_view(phone: Reader) -> None:
    phone.ask(HEALEY)
    expect(phone.page.locator("#next button").first).to_be_visible(timeout=30_000)
    phone.page.wait_for_timeout(1000)
    phone.box.tap()
    before = _at(phone)
    for letter in BARROT:
        phone.page.keyboard.type(letter)
        assert _at(phone) == before
    phone.page.keyboard.press("Enter")
    phone.answered(1)
    _arrived(phone, 1)


def test_question_asked_from_below_is_brought_into_view(phone: Reader) -> None:
    phone.ask(HEALEY)
    phone.ask(BARROT)
    offered = phone.page.locator("#next button").first
    expect(offered).to_be_visible(timeout=30_000)
    phone.page.mouse.wheel(0, 10_000)
    phone.page.wait_for_timeout(500)
    offered.evaluate("(button) => button.click()")
    phone.answered(2)
    _arrived(phone, 2)


def test_reader_who_scrolls_up_is_left_there(
    new_reader: Callable[..., Reader], _stage: tuple[str, Staged], stage: Staged
) -> None:
    phone = new_reader(_stage[0], **_PHONE)
    for question in (HEALEY, BARROT):
        phone.ask(question)
    stage.pause = 0.5
    phone.type("What did Pete Hegseth say?")
    expect(phone.questions).to_have_count(3)
    phone.page.wait_for_timeout(600)
    phone.page.mouse.wheel(0, -10_000)
    phone.page.wait_for_timeout(300)
    assert _at(phone) == 0
    phone.answered(2)
    phone.page.wait_for_timeout(1000)
    assert _at(phone) == 0


def test_composer_hides_what_scrolls_below_it(phone: Reader) -> None:
    phone.ask(HEALEY)
    phone.answers.locator("a.cite").tap()
    composer = phone.page.locator("#composer").bounding_box()
    assert composer
    assert (composer["x"], composer["width"]) == (0, 390)
    assert composer["y"] + composer["height"] == pytest.approx(HEIGHT, abs=0.5)
    # At the end of the page all of the sources is above it.
    phone.page.mouse.wheel(0, 10_000)
    phone.page.wait_for_timeout(500)
    sources = phone.page.locator("#sources").bounding_box()
    assert sources
    assert sources["y"] + sources["height"] <= composer["y"]
    phone.page.get_by_role("tab", name="Articles").tap()
    expect(phone.page.locator("#composer")).to_be_hidden()


# At how many widths of an answer its marker begins a line.
_ALONE = """(marker) => {
  const answer = marker.closest(".answer");
  const word = document.createRange();
  word.setStart(marker.previousSibling, marker.previousSibling.length - 1);
  word.setEnd(marker.previousSibling, marker.previousSibling.length);
  let alone = 0;
  for (let width = 150; width < 390; width += 1) {
    answer.style.width = `${width}px`;
    const [end, begin] = [word, marker].map((part) => part.getBoundingClientRect());
    if (begin.left < end.right - 1) alone += 1;
  }
  return alone;
}"""


def test_marker_stands_on_the_line_of_the_word_before_it(phone: Reader) -> None:
    marker = phone.ask(HEALEY).locator("a.cite")
    expect(marker).to_have_text("[1]")
    assert marker.evaluate(_ALONE) == 0
