"""A reader at the page: what tests do with it, and what they hold against it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect


@dataclass
class Reader:
    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.page
        page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._request(request.url))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.complaints.append(f"request to another host: {url}")

    def open(self, url: str) -> Reader:
        self.page.goto(url)
        expect(self.box).to_be_visible()
        return self

    def reload(self) -> None:
        # Gradio logs that its open connection ends with the page that it belongs to.
        before = list(self.complaints)
        self.page.reload()
        self.complaints[:] = before
        expect(self.box).to_be_visible()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def questions(self) -> Locator:
        return self.page.locator("#chat .question")

    @property
    def answers(self) -> Locator:
        return self.page.locator("#chat .answer")

    @property
    def sources(self) -> Locator:
        """The sources that are showing."""
        return self.page.locator("#sources section:not([hidden])")

    @property
    def examples(self) -> Locator:
        return self.page.locator("#chat .example")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def type(self, question: str) -> None:
        """Send a question, without waiting for the answer."""
        self.box.fill(question)
        self.box.press("Enter")

    def ask(self, question: str) -> Locator:
        """Send a question; the answer, once it is there."""
        before = self.answers.count()
        self.type(question)
        return self.answered(before)

    def answered(self, before: int) -> Locator:
        """The answer that follows `before` others, once it is complete."""
        answer = self.answers.nth(before)
        expect(answer).not_to_have_class("answer pending", timeout=60_000)
        expect(self.button("Ask")).to_be_visible()
        return answer

    def screenshot(self, name: str, folder: Path) -> Path:
        """Saved to ASSISTANT_SCREENSHOTS, if that is set, for people to look at."""
        folder = Path(os.environ.get("ASSISTANT_SCREENSHOTS") or folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")
        return folder / f"{name}.png"
