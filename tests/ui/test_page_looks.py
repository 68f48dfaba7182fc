from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from reader import Reader
from staged import Staged

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 360, "height": 640}

# Every text on the page whose contrast with the ground behind it is below WCAG AA: 4.5, and 3
# for large text.
_FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("gradio-app *")) {
    const text = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!text || !element.checkVisibility() || element.closest(".sr-only")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const [a, b] = [light(rgba(style.color)), light(ground(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < (large ? 3 : 4.5)) {
      faint.push(`${contrast.toFixed(2)} ${element.className} ${element.textContent.slice(0, 40)}`);
    }
  }
  return faint;
}"""


@pytest.mark.parametrize(
    ("device", "viewport", "scheme"),
    [
        ("desktop", DESKTOP, "light"),
        ("desktop", DESKTOP, "dark"),
        ("phone", PHONE, "light"),
        ("phone", PHONE, "dark"),
        ("small-phone", SMALL_PHONE, "light"),
    ],
)
def test_page_fits_and_is_readable(
    new_reader: Callable[..., Reader],
    url: str,
    tmp_path: Path,
    device: str,
    viewport: dict[str, Any],
    scheme: str,
) -> None:
    reader = new_reader(url, viewport=viewport, color_scheme=scheme)
    expect(reader.examples.first).to_be_visible()
    reader.screenshot(f"{device}-{scheme}-1-welcome", tmp_path)
    _fits_and_is_readable(reader)
    for number, question in enumerate(
        ["what did healey say?", "and barrot?", "what did he say about tanks?"], 2
    ):
        reader.ask(question)
        reader.page.wait_for_timeout(400)
        reader.screenshot(f"{device}-{scheme}-{number}", tmp_path)
    reader.ask("Donaudampfschifffahrtsgesellschaft" * 5)
    reader.answers.first.locator("a.cite").click()
    expect(reader.sources.locator("mark")).to_be_in_viewport()
    reader.page.wait_for_timeout(400)
    reader.screenshot(f"{device}-{scheme}-5-source", tmp_path)
    _fits_and_is_readable(reader)


def _fits_and_is_readable(reader: Reader) -> None:
    wide = reader.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    reader.page.wait_for_function("document.getAnimations().every(a => a.playState != 'running')")
    assert reader.page.evaluate(_FAINT) == []


def test_sources_stand_beside_the_chat_and_below_it_on_a_phone(
    new_reader: Callable[..., Reader], url: str
) -> None:
    reader = new_reader(url)
    reader.ask("what did healey say?")
    chat, sources = (reader.page.locator(s).bounding_box() for s in ("#chat", "#sources"))
    assert chat and sources
    assert sources["x"] >= chat["x"] + chat["width"]
    reader.page.set_viewport_size(PHONE)
    chat, sources = (reader.page.locator(s).bounding_box() for s in ("#chat", "#sources"))
    assert chat and sources
    assert sources["y"] >= chat["y"] + chat["height"]
    reader.answers.locator("a.cite").click()
    expect(reader.sources.locator("mark")).to_be_in_viewport()
    reader.button("Back to the answer").click()
    expect(reader.answers.locator("a.cite")).to_be_focused()
    expect(reader.answers.locator("a.cite")).to_be_in_viewport()


def test_long_answers_stay_in_view(reader: Reader) -> None:
    for question in ("what did healey say?", "and barrot?", "what did he say about tanks?"):
        answer = reader.ask(question)
    reader.page.wait_for_timeout(800)
    meta = answer.locator(".meta").bounding_box()
    composer = reader.page.locator("#composer").bounding_box()
    assert meta and composer
    assert meta["y"] + meta["height"] <= composer["y"]


def test_gradio_advertises_nothing(reader: Reader) -> None:
    expect(reader.page.get_by_text("Built with Gradio")).to_have_count(0)
    expect(reader.page.get_by_text("Use via API")).to_have_count(0)
    expect(reader.page.locator("footer")).to_have_count(0)


def test_masthead_and_examples_are_those_of_the_index_at_the_moment(
    staged_reader: Reader, stage: Staged, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt = stage.status().model_copy(update={"articles": 1200, "newest": "2025-02-12"})
    monkeypatch.setattr(stage, "status", lambda: rebuilt, raising=False)
    monkeypatch.setattr(stage, "suggestions", lambda limit=4: ["<b>New?</b>"], raising=False)
    staged_reader.reload()
    expect(staged_reader.page.locator("#masthead .corpus")).to_contain_text(
        "1,200 articles · newest 12 February 2025 · updated "
    )
    expect(staged_reader.examples).to_have_text(["<b>New?</b>"])


def test_answer_in_the_making_is_shown(
    staged_reader: Reader, stage: Staged, tmp_path: Path
) -> None:
    stage.pause = 0.4
    staged_reader.type("what did healey say?")
    expect(staged_reader.page.get_by_text("Reading the articles…")).to_be_visible()
    expect(staged_reader.answers.locator(".words")).to_be_visible()
    staged_reader.screenshot("desktop-light-streaming", tmp_path)
    staged_reader.button("Stop").click()
    expect(staged_reader.answers.locator(".label")).to_have_text("Stopped")
    staged_reader.screenshot("desktop-light-stopped", tmp_path)
    staged_reader.ask("x" * 5000)
    staged_reader.screenshot("desktop-light-fault", tmp_path)
