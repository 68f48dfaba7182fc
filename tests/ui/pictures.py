"""The pictures of the page that the README shows: `make pictures`.

Of the real page over the seed article, in a real browser: a desk in light colours, a phone in dark
ones.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from chromium import MISSING, chromium, find_chromium
from playwright.sync_api import Browser, expect
from reader import Reader
from serving import serving

from assistant import Assistant
from ui import create_app

_ROOT = Path(__file__).parents[2]
_DEVICES = {
    "desk": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
_QUESTIONS = ("What did Healey say?", "And Barrot?")


def take(browser: Browser, url: str, folder: Path) -> None:
    """Picture a short conversation on each device, as `folder`/DEVICE.png."""
    folder.mkdir(parents=True, exist_ok=True)
    for device, how in _DEVICES.items():
        reader = Reader(browser.new_context(**how, device_scale_factor=1.5).new_page()).open(url)
        for question in _QUESTIONS:
            reader.ask(question)
        expect(reader.page.locator("#next button:visible").first).to_be_visible()
        reader.page.mouse.move(0, 0)
        reader.page.wait_for_function(
            "document.getAnimations().every(a => a.playState != 'running')"
        )
        reader.page.screenshot(path=folder / f"{device}.png")
        reader.page.context.close()


def main() -> None:
    executable = find_chromium()
    if executable is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as index:
        assistant = Assistant.open(corpus=_ROOT / "seeds", index_dir=Path(index) / "index")
        with serving(create_app(assistant)) as url, chromium(executable) as browser:
            take(browser, url, _ROOT / "ui/pictures")


if __name__ == "__main__":
    main()
