"""What is sent to the page's upload address, by browsers and by those who are none."""

from __future__ import annotations

import gzip
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from newsroom_page import EditorAtPage, Newsroom, newsroom_in
from playwright.sync_api import expect
from serving import serving

from assistant.service import Policy
from ui import create_app
from ui.editors.uploads import upload_folder

ROUTE = "/gradio_api/upload"
TOKEN = "a-token-for-the-tests-of-the-page"
STORY = b"A title\nThe story of it, told in a sentence."


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    newsroom = newsroom_in(tmp_path_factory.mktemp("uploads"))
    policy = Policy(per_minute=0, upload_bytes=2_000_000, upload_files=5)
    with serving(create_app(newsroom.assistant, policy)) as newsroom.url:
        yield newsroom


@pytest.fixture
def client(newsroom: Newsroom) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=newsroom.url, timeout=30) as client:
        yield client


def file(name: str, content: bytes = STORY) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def left() -> list[Path]:
    """What lies in the folder of uploads."""
    return [path for path in upload_folder().rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("..\\..\\up.txt", None),
        ("C:\\windows\\x.txt", None),
        (".hidden.txt", None),
        ("con.txt", "_con.txt"),
        ("r\u202etxt.exe.txt", None),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("long" * 60 + ".txt", None),
        ("<b>bold<b>.txt", None),
    ],
)
def test_a_name_is_the_name_of_one_visible_file_in_the_corpus(
    editor: EditorAtPage, newsroom: Newsroom, name: str, saved: str | None
) -> None:
    before = newsroom.files()
    expect(editor.upload(file(name))).to_contain_text("1 file saved")
    (new,) = set(newsroom.files()) - set(before)
    assert saved is None or new == saved
    assert "/" not in new and not new.startswith(".") and len(new.encode()) <= 130
    assert new.isprintable() and not set('<>:"\\|?*') & set(new)
    (newsroom.corpus / new).unlink()
    assert left() == []


def bomb_of(members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", members)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("program.exe", b"MZ", "is in no form that is read"),
        ("archive.txt.gz", gzip.compress(STORY), "is in no form that is read"),
        ("empty.txt", b"", "has no text"),
        ("not-a.pdf", STORY, ""),
        ("bomb.docx", bomb_of(b"\0" * 100_000_000), ""),
        ("bomb.jsonl.gz", gzip.compress(b" " * 300_000_000), ""),
        ("pages.pdf", b"%PDF-1.4\n" + b"x" * 100_000, ""),
        ("no-records.json", b'{"a": 1}', "holds no article"),
    ],
)
def test_what_is_no_article_is_not_kept_and_told(
    editor: EditorAtPage, newsroom: Newsroom, name: str, content: bytes, reason: str
) -> None:
    before = newsroom.files()
    said = editor.upload(file(name, content))
    expect(said).to_contain_text("1 file not taken")
    expect(said).to_contain_text(reason)
    assert newsroom.files() == before
    assert left() == []


def test_too_many_files_are_refused_in_a_line(editor: EditorAtPage, newsroom: Newsroom) -> None:
    before = newsroom.files()
    editor.choose(*(file(f"{number}.txt", STORY + b"%d" % number) for number in range(6)))
    editor.reader.button("Add the files").click()
    expect(editor.at("added")).to_contain_text("At most 5 files are taken at a time.")
    assert newsroom.files() == before
    assert left() == []


def test_what_is_too_large_is_told_at_the_page(editor: EditorAtPage) -> None:
    choose = editor.at("files").locator("input[type=file]")
    choose.set_input_files(file("large.txt", b"x" * 3_000_000))
    expect(editor.page.get_by_text("exceed the maximum allowed size")).to_be_visible()
    choose.set_input_files([file(f"{n}.txt", bytes(900_000)) for n in range(3)])
    expect(editor.page.get_by_text("At most 2 MB are uploaded at a time.")).to_be_visible()
    editor.reader.complaints.clear()  # the browser's, about answers of 404 and 413
    assert left() == []


def test_sizes_hold_for_all_files_together_and_without_a_declared_length(
    client: httpx.Client,
) -> None:
    several = [("files", (f"{n}.txt", bytes(900_000))) for n in range(3)]
    assert client.post(ROUTE, files=several).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(400):
            yield bytes(10_000)
        yield b"\r\n--x--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    try:
        got = client.post(ROUTE, content=pieces(), headers=headers)
    except httpx.WriteError:
        pass  # hung up on, before all of it was sent
    else:
        assert (got.status_code, got.text) == (413, "At most 2 MB are uploaded at a time.")
    assert left() == []


def test_an_upload_that_breaks_off_leaves_nothing(newsroom: Newsroom) -> None:
    host, port = urlsplit(newsroom.url).hostname, urlsplit(newsroom.url).port
    with socket.create_connection((host, port)) as connection:
        connection.sendall(
            b"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
            b'Content-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
            + bytes(500_000)
        )
        deadline = time.monotonic() + 10
        while not left() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert left()
    while left() and time.monotonic() < deadline + 10:
        time.sleep(0.05)
    assert left() == []


def event(client: httpx.Client, name: str, data: list[Any]) -> str:
    """What the page's event `name` answers to `data`, as the stream of it."""
    functions = client.get("/config").json()["dependencies"]
    (number,) = [fn["id"] for fn in functions if fn["api_name"] == name]
    session = f"s{time.monotonic_ns()}"
    joined = client.post(
        "/gradio_api/queue/join",
        json={"data": data, "fn_index": number, "session_hash": session, "event_data": None},
    )
    assert joined.status_code == 200
    return client.get("/gradio_api/queue/data", params={"session_hash": session}).text


@pytest.mark.parametrize("path", ["/etc/hostname", "corpus", "https://example.com/a.txt"])
def test_a_file_that_was_not_uploaded_is_not_taken(
    client: httpx.Client, newsroom: Newsroom, path: str
) -> None:
    (seed,) = newsroom.corpus.glob("shifting*")
    named = str(seed) if path == "corpus" else path
    sent = {"path": named, "meta": {"_type": "gradio.FileData"}, "orig_name": "a.txt"}
    before = newsroom.files()
    answer = event(client, "_add_files", [[sent]])
    assert "was not uploaded" in answer
    assert newsroom.files() == before
    assert left() == []


@pytest.mark.parametrize("data", [None, [], "x", 7, {"a": 1}, [None], [{"path": 7}]])
def test_what_is_no_list_of_files_is_a_line(client: httpx.Client, data: Any) -> None:
    answer = event(client, "_add_files", [data])
    assert "Traceback" not in answer
    assert '"msg": "process_completed"' in answer or '"msg":"process_completed"' in answer


def test_neither_the_corpus_nor_the_web_is_served_by_path(
    client: httpx.Client, newsroom: Newsroom
) -> None:
    (seed,) = newsroom.corpus.glob("shifting*")
    manifest = next(newsroom.assistant.settings.index_dir.rglob("manifest.json"))
    for path in (seed, manifest, "/etc/passwd", "pyproject.toml", "https://example.com/a.txt"):
        got = client.get(f"/gradio_api/file={path}")
        assert got.status_code in (403, 404), path
    assert client.get("/gradio_api/proxy=https://example.com/").status_code in (403, 404)


def test_nothing_is_uploaded_where_nobody_may_edit(newsroom: Newsroom) -> None:
    sent = {"files": ("a.txt", STORY)}
    with (
        serving(create_app(newsroom.assistant, Policy(local=False))) as url,
        httpx.Client(base_url=url) as client,
    ):
        got = client.post(ROUTE, files=sent)
        assert (got.status_code, got.text) == (403, "Nothing may be uploaded here.")
    with (
        serving(create_app(newsroom.assistant, Policy(token=TOKEN, local=False))) as url,
        httpx.Client(base_url=url) as client,
    ):
        assert client.post(ROUTE, files=sent).status_code == 401
        client.headers["authorization"] = f"Bearer {TOKEN}"
        (path,) = client.post(ROUTE, files=sent).json()
        assert json.dumps(path) and Path(path).read_bytes() == STORY
        Path(path).unlink()
