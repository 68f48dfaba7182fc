"""Editors at the page: adding articles, updating the index, asking of it, and going back."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import web_server
from docx import Document
from fpdf import FPDF
from newsroom_page import EditorAtPage, Newsroom, newsroom_in
from playwright.sync_api import expect
from reader import Reader
from serving import serving

from assistant import Assistant
from assistant.service import Policy
from index.generations.writer import AtWork
from ui import create_app

# By the form of the file: what was done to what, and by whom.
STORIES = {
    "txt": ("Harbour Bridge", "opened on Monday by Mayor", "Ann Lee"),
    "md": ("Corn Market", "closed by Sheriff", "Tom Webb"),
    "html": ("Lake Ferry", "bought by the shipowner", "Rosa Diaz"),
    "pdf": ("Old Theatre", "restored by the architect", "Paul Ryder"),
    "docx": ("Mill School", "founded by the teacher", "Edith Crane"),
    "jsonl": ("Salt Mine", "inspected by the engineer", "Hugo Brandt"),
    "csv": ("Stone Tower", "climbed by the rescuer", "Nina Falk"),
}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    newsroom = newsroom_in(tmp_path_factory.mktemp("newsroom"))
    with serving(create_app(newsroom.assistant, Policy(per_minute=0))) as newsroom.url:
        yield newsroom


def text_of(ending: str) -> tuple[str, str]:
    title, done, by = STORIES[ending]
    return (
        title,
        f"The {title} was {done} {by}. Hundreds of people came to see it.",
    )


def written(folder: Path, ending: str) -> Path:
    """A file of that form which holds its story."""
    file = folder / f"{ending}-story.{ending}"
    title, text = text_of(ending)
    match ending:
        case "txt":
            file.write_text(f"{title}\n\n{text}\n", encoding="utf-8")
        case "md":
            front = (
                f"---\ntitle: {title}\ndate: 2025-02-13\nauthors: [Jo May]\nsource: The Post\n---"
            )
            file.write_text(f"{front}\n**{text}**\n", encoding="utf-8")
        case "html":
            body = "".join(f"<p>{text}</p><p>Part {n}. {text}</p>" for n in range(3))
            file.write_text(
                f"<html><head><title>{title}</title></head><body><nav>Menu</nav>"
                f"<article><h1>{title}</h1>{body}</article></body></html>",
                encoding="utf-8",
            )
        case "pdf":
            pdf = FPDF()
            pdf.add_page()
            pdf.set_font("helvetica", size=20)
            pdf.multi_cell(0, 10, title)
            pdf.ln(20)
            pdf.set_font("helvetica", size=11)
            pdf.multi_cell(0, 6, text)
            pdf.output(str(file))
        case "docx":
            document = Document()
            document.add_heading(title, 0)
            document.add_paragraph(text)
            document.save(str(file))
        case "jsonl":
            file.write_text(json.dumps({"headline": title, "body": text}) + "\n", encoding="utf-8")
        case "csv":
            file.write_text(f'title,text,date\n"{title}","{text}",2025-03-01\n', encoding="utf-8")
    return file


def test_files_of_every_form_are_uploaded_and_answer(
    editor: EditorAtPage, newsroom: Newsroom, tmp_path: Path
) -> None:
    said = editor.upload(*(written(tmp_path, ending) for ending in STORIES))
    expect(said).to_contain_text("7 files saved")
    expect(editor.at("plan")).to_contain_text("An update would add 7, change 0 and remove 0")
    articles = newsroom.assistant.index().articles
    expect(editor.update()).to_contain_text("7 added, 0 changed, 0 removed")
    # Without a reload: the head of the page knows, and so do the answers.
    expect(editor.at("masthead")).to_contain_text(f"{articles + 7} articles")
    for what, done, by in STORIES.values():
        expect(editor.ask(f"Who {done.split()[0]} the {what}?")).to_contain_text(by)
    editor.ask("Who closed the Corn Market?")
    expect(editor.reader.sources).to_contain_text("The Post · 13 February 2025 · by Jo May")


def test_a_pasted_article_answers_with_what_is_known_of_it(
    editor: EditorAtPage, newsroom: Newsroom
) -> None:
    said = editor.paste(
        Title="Night: the \"train\" & #1 [x]",
        Text="---\nsource: Forged\n---\nThe Night Train was stopped by the guard Otto Lind.",
        Date="13 February 2025",
        Outlet="The Daily: Example",
        Authors="Ann Lee and Bo Kim",
        Its_address="https://example.com/night-train",
    )  # fmt: skip
    expect(said).to_contain_text("pasted/night-the-train-1-x.txt")
    expect(editor.page.locator("#adding").get_by_label("Title")).to_have_value("")
    expect(editor.update()).to_contain_text("1 added")
    expect(editor.ask("Who stopped the Night Train?")).to_contain_text("Otto Lind")
    sources = editor.reader.sources
    expect(sources.locator("h3").first).to_have_text('Night: the "train" & #1 [x]')
    expect(sources).to_contain_text("The Daily: Example · 13 February 2025 · by Ann Lee, Bo Kim")
    expect(sources.locator("h3 a").first).to_have_attribute(
        "href", re.compile(r"^https://example\.com/night-train#:~:text=")
    )


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Title": "A title"}, "The text is missing."),
        ({"Text": "A text."}, "The title is missing."),
        ({"Title": "A", "Text": "B", "Date": "soon"}, "The date names no day"),
        ({"Title": "A", "Text": "B", "Its_address": "javascript:alert(1)"}, "is no web address"),
    ],
)
def test_an_article_that_cannot_be_used_is_told_and_stays_in_the_form(
    editor: EditorAtPage, newsroom: Newsroom, fields: dict[str, str], complaint: str
) -> None:
    before = newsroom.files()
    expect(editor.paste(**fields)).to_contain_text(complaint)
    for label, value in fields.items():
        box = editor.page.locator("#adding").get_by_label(label.replace("_", " "))
        expect(box).to_have_value(value)
    assert newsroom.files() == before


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("http://127.0.0.1:1/", "is not on the public internet"),
        ("http://[::1]/", "is not on the public internet"),
        ("http://localhost/", "is not on the public internet"),
        ("http://169.254.169.254/latest/meta-data", "is not on the public internet"),
        ("file:///etc/passwd", "That is no web address"),
        ("/etc/hostname.txt", "That is no web address"),
        ("  ", "Give the address"),
    ],
)
def test_addresses_of_this_machine_are_not_fetched(
    editor: EditorAtPage, newsroom: Newsroom, address: str, complaint: str
) -> None:
    before = newsroom.files()
    expect(editor.fetch(address)).to_contain_text(complaint)
    assert newsroom.files() == before


def test_a_page_and_a_feed_are_fetched_and_answer(
    editor: EditorAtPage, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.intake.addresses.is_public", lambda address: address == "127.0.0.1")
    with web_server.serve() as site:
        told = "<p>The Cedar Viaduct was designed by the engineer Ines Corta.</p>"
        page = site.page("/viaduct", web_server.story("The Cedar Viaduct", extra=told))
        expect(editor.fetch(page)).to_contain_text("viaduct.txt")
        text = "The Lantern Festival was opened on Friday by the poet Milo Brandt. " * 3
        entry = web_server.item(f"{site.url}/lantern", "The Lantern Festival", text)
        site.page("/lantern", web_server.story("The Lantern Festival", extra=f"<p>{text}</p>"))
        expect(editor.fetch(web_server.feed(site, entry))).to_contain_text("lantern.txt")
    expect(editor.update()).to_contain_text("2 added")
    expect(editor.ask("Who designed the Cedar Viaduct?")).to_contain_text("Ines Corta")
    expect(editor.ask("Who opened the Lantern Festival?")).to_contain_text("Milo Brandt")


def test_the_index_goes_back_one_when_asked_twice(
    editor: EditorAtPage, newsroom: Newsroom, tmp_path: Path
) -> None:
    file = tmp_path / "going-back.txt"
    file.write_text(
        "Going back\nThe Glass Arcade was sold by the owner Ida Moss.", encoding="utf-8"
    )
    before = newsroom.assistant.index()
    editor.upload(file)
    editor.update()
    expect(editor.at("generations")).to_contain_text(before.generation)
    button = editor.reader.button("Go back one")
    button.press("Enter")
    stay = editor.reader.button("Stay")
    expect(stay).to_be_focused()
    expect(editor.at("confirm")).to_contain_text("the next update brings the newer articles back")
    stay.press("Enter")
    expect(button).to_be_focused()
    assert newsroom.assistant.index().generation != before.generation
    button.press("Enter")
    editor.reader.button("Go back").press("Enter")
    expect(editor.at("went-back")).to_contain_text(f"Generation {before.generation} answers again")
    expect(editor.at("masthead")).to_contain_text(f"News Assistant{before.articles} article")
    assert newsroom.assistant.index().generation == before.generation
    assert (newsroom.corpus / "going-back.txt").is_file()
    expect(editor.update()).to_contain_text("1 added")


def test_skipped_files_are_listed_and_their_names_are_text(
    editor: EditorAtPage, newsroom: Newsroom
) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    hostile = newsroom.corpus / name
    hostile.write_text("", encoding="utf-8")
    try:
        editor.reader.button("See what would change").click()
        expect(editor.at("plan")).to_contain_text("Nothing to do")
        editor.update()
        expect(editor.at("skipped")).to_contain_text(f"{name} has no text", use_inner_text=False)
        expect(editor.page.locator("#newsroom img")).to_have_count(0)
    finally:
        hostile.unlink()
    expect(editor.update()).to_contain_text("nothing had changed")
    expect(editor.at("skipped")).to_contain_text("Every file was used.")


def test_an_update_goes_on_when_the_page_is_left_and_is_seen_again(
    editor: EditorAtPage, newsroom: Newsroom, tmp_path: Path, new_reader: Callable[..., Reader]
) -> None:
    dump = tmp_path / "many.jsonl.gz"
    story = "The council of town {0} has voted, by {0} to 1, for a new road. " * 12
    lines = [{"title": f"Town {n}", "text": story.format(n)} for n in range(250)]
    dump.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    editor.upload(dump)
    editor.reader.button("Update the index").click()
    expect(editor.at("progress").locator("progress")).to_be_visible()
    again = EditorAtPage(new_reader(newsroom.url))
    editor.page.goto("about:blank")
    editor.reader.complaints.clear()  # about the connection that ended with the page
    again.open()
    expect(again.at("progress").locator(".going")).to_be_visible()
    expect(again.at("progress")).to_contain_text("250 added", timeout=120_000)
    expect(again.at("masthead")).not_to_contain_text("by words")
    (newsroom.corpus / dump.name).unlink()
    expect(again.update()).to_contain_text("250 removed")


def test_a_writer_elsewhere_is_shown_and_waited_for(
    editor: EditorAtPage, newsroom: Newsroom
) -> None:
    from index.generations import publish

    index_dir = newsroom.assistant.settings.index_dir
    with publish.writing(index_dir) as writer:
        writer.report("embed", 5, 10)
        editor.page.get_by_role("tab", name="Ask", exact=True).click()
        editor.open()
        progress = editor.at("progress")
        expect(progress).to_contain_text(f"The index is being written by {writer._at_work}")
        expect(progress).to_contain_text("5 of 10 passages")
        editor.reader.button("Update the index").click()
        expect(progress).to_contain_text("ask for an update when that is done")
    assert isinstance(writer._at_work, AtWork)
    expect(editor.update()).to_contain_text("Up to date")


def test_what_fails_is_one_line_and_the_index_stays(
    new_reader: Callable[..., Reader], tmp_path: Path
) -> None:
    newsroom = newsroom_in(tmp_path)
    generation = newsroom.assistant.index().generation
    file = tmp_path / "one.txt"
    file.write_text("One\nA story that is short.", encoding="utf-8")
    with serving(create_app(newsroom.assistant, Policy(per_minute=0))) as url:
        editor = EditorAtPage(new_reader(url)).open()
        for path in newsroom.corpus.iterdir():
            path.unlink()
        expect(editor.update()).to_contain_text("holds no usable article")
        newsroom.corpus.rmdir()
        expect(editor.upload(file)).to_contain_text("does not exist: create it")
        expect(editor.update()).to_contain_text("does not exist: create it")
        editor.reader.button("See what would change").click()
        expect(editor.at("plan")).to_contain_text("does not exist: create it")
        expect(editor.paste(Title="A", Text="B")).to_contain_text("does not exist: create it")
        assert newsroom.assistant.index().generation == generation
        assert "rightful place" in editor.ask("What did Healey say?").inner_text()


def test_two_editors_share_one_update(
    newsroom: Newsroom, new_reader: Callable[..., Reader], tmp_path: Path
) -> None:
    one, two = (EditorAtPage(new_reader(newsroom.url)).open() for _ in range(2))
    for number, editor in enumerate((one, two)):
        folder = tmp_path / str(number)
        folder.mkdir()
        same = folder / "same.txt"
        same.write_text(f"Same name {number}\nThis is story {number}.", encoding="utf-8")
        said = editor.upload(same)
        expect(said).to_contain_text("same.txt")
    expect(two.at("added")).to_contain_text(
        "same.txt was there with other content: saved as same-2.txt"
    )
    one.reader.button("Update the index").click()
    two.reader.button("Update the index").click()
    for editor in (one, two):
        expect(editor.at("progress")).to_contain_text("2 added", timeout=60_000)


def test_the_view_fits_a_phone(
    new_reader: Callable[..., Reader], newsroom: Newsroom, tmp_path: Path
) -> None:
    editor = EditorAtPage(
        new_reader(newsroom.url, viewport={"width": 390, "height": 844}, color_scheme="dark")
    ).open()
    editor.paste(Title="A" * 300, Text="b" * 3000)
    expect(editor.at("added")).to_contain_text("saved")
    assert editor.page.evaluate("document.documentElement.scrollWidth") == 390
    editor.reader.screenshot("editors-phone", tmp_path)


def test_who_signs_in_may_edit_and_who_is_anybody_may_not(
    new_reader: Callable[..., Reader], assistant: Assistant
) -> None:
    with serving(create_app(assistant, Policy(local=False))) as url:
        reader = new_reader(url)
        reader.page.get_by_role("tab", name="Editors", exact=True).click()
        expect(reader.page.locator("#editing-closed")).to_contain_text("Set ASSISTANT_API_TOKEN")
        expect(reader.button("Update the index")).to_have_count(0)
        assert not [
            fn for fn in reader.page.request.get(f"{url}/config").json()["dependencies"]
            if fn["api_name"] in ("_update", "_go_back", "_add_files", "_add_text", "_add_address")
        ]  # fmt: skip
