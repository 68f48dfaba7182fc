"""A page over a corpus and an index of its own, which a test may change as editors do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from reader import Reader

from assistant import Assistant

ROOT = Path(__file__).parents[2]


@dataclass
class Newsroom:
    """The folder of a corpus and an index, and where they are served."""

    assistant: Assistant
    url: str = ""

    @property
    def corpus(self) -> Path:
        return self.assistant.settings.corpus

    def files(self) -> list[str]:
        """The names in the corpus, hidden ones too."""
        found = (path for path in self.corpus.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.corpus).as_posix() for path in found)


def newsroom_in(folder: Path) -> Newsroom:
    """A newsroom of the seed article."""
    corpus = folder / "corpus"
    shutil.copytree(ROOT / "seeds", corpus)
    return Newsroom(Assistant.open(corpus=corpus, index_dir=folder / "index"))


@dataclass
class EditorAtPage:
    """What an editor does at the page."""

    reader: Reader

    @property
    def page(self) -> Page:
        return self.reader.page

    def at(self, part: str) -> Locator:
        return self.page.locator(f"#{part}")

    def open(self) -> EditorAtPage:
        self.page.get_by_role("tab", name="Editors", exact=True).click()
        expect(self.at("generations")).to_contain_text("What answers now")
        return self

    def choose(self, *files: Path | dict[str, object]) -> None:
        """Choose files (or name, mimeType and buffer) and wait until they are here."""
        self.page.get_by_role("tab", name="Upload", exact=True).click()
        self.at("files").locator("input[type=file]").set_input_files(list(files))  # type: ignore[arg-type]
        expect(self.at("files").locator("tr.file")).to_have_count(len(files))

    def upload(self, *files: Path | dict[str, object]) -> Locator:
        """Upload files and add them; what is said of it."""
        self.choose(*files)
        self.reader.button("Add the files").click()
        said = self.at("added").locator(".said, .fault")
        expect(self.at("files").locator("tr.file")).to_have_count(0, timeout=30_000)
        return said

    def paste(self, **fields: str) -> Locator:
        """Fill in the form for an article, by its labels, and add it; what is said of it."""
        self.page.get_by_role("tab", name="Paste", exact=True).click()
        for label, value in fields.items():
            box = self.page.locator("#adding").get_by_label(label.replace("_", " "))
            box.fill(value)
        self.reader.button("Add the article").click()
        return self.at("added").locator(".said, .fault")

    def fetch(self, address: str) -> Locator:
        """Have an address fetched and added; what is said of it."""
        self.page.get_by_role("tab", name="From the web", exact=True).click()
        box = self.page.get_by_label("Address of a page")
        box.fill(address)
        box.press("Enter")
        return self.at("added").locator(".said, .fault")

    def update(self) -> Locator:
        """Update the index, and wait for the end of it."""
        self.reader.button("Update the index").click()
        said = self.at("progress").locator(".said, .fault")
        expect(self.at("progress").locator(".going")).to_have_count(0, timeout=60_000)
        expect(said).to_be_visible()
        return said

    def ask(self, question: str) -> Locator:
        """Ask in the other view; the answer."""
        self.page.get_by_role("tab", name="Ask", exact=True).click()
        return self.reader.ask(question)
