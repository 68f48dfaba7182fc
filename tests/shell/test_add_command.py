"""`assistant index add`: what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import run
from web_server import Site, feed, item, story


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {
        "ASSISTANT_CORPUS": str(tmp_path / "corpus"),
        "ASSISTANT_INDEX_DIR": str(tmp_path / "index"),
    }


def write(path: Path, text: str = "Harbour bridge opens\nThe mayor opened it on Monday.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_a_folder_a_page_and_a_feed_are_added(
    tmp_path: Path, site: Site, settings: dict[str, str]
) -> None:
    def added(target: object, *options: str) -> list[str]:
        done = run("index", "add", str(target), *options, **settings)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    lines = added(write(tmp_path / "harbour.txt"))
    assert lines[:2] == ["saved harbour.txt", "1 added, 0 changed, 0 removed, 0 unchanged."]
    assert lines[2].startswith("Indexed 1 article (1 passage) as generation ")

    # The same text under another name, so that no model is loaded for it.
    write(tmp_path / "news" / "2025" / "again.txt")
    lines = added(tmp_path / "news")
    assert lines[:2] == [
        "saved news/2025/again.txt",
        "1 added, 0 changed, 0 removed, 1 unchanged.",
    ]

    page = site.page("/2025/council-approves-bridge", story("The council and its bridge"))
    lines = added(page, "--allow-private")
    saved = "web/127.0.0.1/council-approves-bridge.txt"
    assert lines[:2] == [f"saved {saved}", "1 added, 0 changed, 0 removed, 2 unchanged."]
    assert (tmp_path / "corpus" / saved).is_file()
    assert added(page, "--allow-private") == [
        f"there already: {saved}",
        "Nothing changed: 3 articles.",
    ]

    site.page("/2025/storm-closes-the-harbour", story("Storm closes the harbour"))
    address = feed(site, item("/2025/storm-closes-the-harbour") + item("/gone"))
    done = run("index", "add", address, "--allow-private", **settings)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "saved web/127.0.0.1/storm-closes-the-harbour.txt",
        "1 added, 0 changed, 0 removed, 3 unchanged.",
    ]
    assert done.stderr.startswith(f"skipped {site.url}/gone: {site.url}/gone answered 404")
    assert done.stderr.count("\n") == 1
    status = json.loads(run("index", "status", "--json", **settings).stdout)
    assert (status["articles"], status["dense"]) == (4, 1.0)


def refusal(target: object, *options: str, **settings: str) -> str:
    """The one line that a target is refused with, after which nothing is in the corpus."""
    done = run("index", "add", str(target), *options, **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("assistant: ") and done.stderr.count("\n") == 1
    assert not any(path.is_file() for path in Path(settings["ASSISTANT_CORPUS"]).rglob("*"))
    return done.stderr


def test_a_private_address_is_refused_and_the_option_named(
    site: Site, settings: dict[str, str]
) -> None:
    page = site.page("/a-story", story("A story"))
    assert "--allow-private`" in refusal(page, **settings)
    assert site.requests == []


def test_what_is_no_article_is_one_line(
    tmp_path: Path, site: Site, settings: dict[str, str]
) -> None:
    wall = site.page("/wall", "<html><body><p>Sign in to continue.</p></body></html>")
    assert f"{wall} has no article text" in refusal(wall, "--allow-private", **settings)
    address = feed(site, item("/gone"))
    line = refusal(address, "--allow-private", **settings)
    assert f"Nothing of {address} could be added: {site.url}/gone: " in line
    write(tmp_path / "pictures" / "a.jpg")
    assert "holds no file that is read" in refusal(tmp_path / "pictures", **settings)


def test_a_path_that_is_not_there_is_one_line(tmp_path: Path, settings: dict[str, str]) -> None:
    assert "nowhere.txt does not exist." in refusal(tmp_path / "nowhere.txt", **settings)
