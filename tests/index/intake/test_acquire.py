from __future__ import annotations

import errno
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from web_server import TEXT, Answer, Site, feed, item, story

from index import Article
from index.article import article_id
from index.errors import ArticleError, AssistantError, CorpusError, FetchError
from index.intake.acquire import Acquired, acquire
from index.intake.file_names import page_name, safe_name
from index.intake.web_files import keep_article
from index.reading.corpus import read_article


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


def add(target: str, corpus: Path) -> Acquired:
    return acquire(target, corpus, allow_private=True)


def contents(corpus: Path) -> list[str]:
    return sorted(p.relative_to(corpus).as_posix() for p in corpus.rglob("*") if p.is_file())


def test_a_page_is_saved_as_a_readable_file(site: Site, corpus: Path) -> None:
    url = site.page("/2025/council-approves-bridge.html", story("Council: “yes” to a bridge"))
    name = "web/127.0.0.1/council-approves-bridge.txt"
    assert add(url, corpus) == Acquired(saved=(name,))
    lines = (corpus / name).read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["---", "title: 'Council: “yes” to a bridge'"]
    assert f"url: {url}" in lines and lines[-1].startswith("Part 5 of it.")
    article = read_article(corpus / name, name)
    assert (article.title, article.url) == ("Council: “yes” to a bridge", url)


def test_the_same_page_again_is_unchanged_and_its_new_version_replaces_it(
    site: Site, corpus: Path
) -> None:
    url = site.page("/council-approves-bridge", story("T"))
    saved = add(url, corpus).saved
    assert add(url, corpus) == Acquired(unchanged=saved)
    site.page("/council-approves-bridge", story("T", extra="<p>A late correction to it all.</p>"))
    assert add(url, corpus).saved == saved
    assert contents(corpus) == list(saved)
    assert "late correction" in (corpus / saved[0]).read_text(encoding="utf-8")


def test_a_file_that_is_something_else_is_not_replaced(site: Site, corpus: Path) -> None:
    own = corpus / "web/127.0.0.1/council-approves-bridge.txt"
    own.parent.mkdir(parents=True)
    own.write_text("My own notes\nare here.", encoding="utf-8")
    url = site.page("/council-approves-bridge", story("T"))
    second = add(url, corpus).saved
    assert second == ("web/127.0.0.1/council-approves-bridge-2.txt",)
    assert add(url, corpus).unchanged == second
    assert own.read_text(encoding="utf-8") == "My own notes\nare here."


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("A plain title", "One.\n\nTwo."),
        ("He said: \"yes\" - 'no' # not", "---\nnot: front matter\n---\nText."),
        ("--- [x] {y} & *z !w %v @u `t`", "- a list?\n\n# a heading?\n\n> a quote?"),
        ("true", "A plain title\n\nText\twith a tab, and 🙂 “quotes”."),
        ("2025-02-13", "One line only"),
        ("日本語の見出し 🙂 é", "本文。\n\nمرحبا"),
        ("x" * 300, "y" * 50_000),
    ],
)
def test_what_is_saved_reads_as_it_was(title: str, text: str, corpus: Path) -> None:
    article = Article(
        id="",
        title=title,
        text=text,
        path="",
        published="2025-02-13",
        authors=("Ann Lee", "O'Neil, the: elder", "no", "12"),
        source="The: Daily #1",
        url="https://example.com/a/council-approves?x=1&y=%20#z",
    )
    kept = keep_article(corpus, article)
    expected = replace(article, id=article_id(kept.name), path=kept.name)
    assert read_article(corpus / kept.name, kept.name) == expected


def test_what_reading_tidies_is_not_a_change(corpus: Path) -> None:
    article = Article(
        "", "T", "T\n\nThe text.\n\nRelated stories:", "", url="https://e.x/a-long-one"
    )
    first = keep_article(corpus, article)
    assert keep_article(corpus, article) == replace(first, changed=False)


def test_a_page_without_a_story_is_one_line_and_leaves_nothing(site: Site, corpus: Path) -> None:
    url = site.page("/a", "<html><body><p>Sign in to continue.</p></body></html>")
    with pytest.raises(ArticleError, match=r"/a has no article text .*\.\Z"):
        add(url, corpus)
    assert contents(corpus) == []


def test_a_private_address_needs_to_be_allowed(site: Site, corpus: Path) -> None:
    with pytest.raises(FetchError, match="--allow-private"):
        acquire(site.page("/a", story("T")), corpus)


def test_a_document_is_saved_as_it_is_and_its_new_version_replaces_it(
    site: Site, corpus: Path
) -> None:
    url = site.page("/docs/Report%202024.pdf", b"%PDF-1.7 one", "application/pdf")
    name = "web/127.0.0.1/Report 2024.pdf"
    assert add(url, corpus).saved == (name,)
    assert add(url, corpus).unchanged == (name,)
    site.page("/docs/Report%202024.pdf", b"%PDF-1.7 two", "application/pdf")
    assert add(url, corpus).saved == (name,)
    assert (corpus / name).read_bytes() == b"%PDF-1.7 two"
    other = site.page("/other/Report%202024.pdf", b"%PDF-1.7 three", "application/pdf")
    assert add(other, corpus).saved == ("web/127.0.0.1/Report 2024-2.pdf",)


def test_what_is_no_document_is_told(site: Site, corpus: Path) -> None:
    with pytest.raises(ArticleError, match=r"no page, feed or document .* \(image/png\)"):
        add(site.page("/a.png", b"\x89PNG", "image/png"), corpus)


def test_a_feed_gives_its_pages_and_names_what_failed(site: Site, corpus: Path) -> None:
    site.page("/good-story-here", story("Good"))
    site.page("/stub-story-here", "<html><body><p>Sign in to continue.</p></body></html>")
    url = feed(
        site,
        item("/good-story-here")
        + item("/missing-story-here", "Missing")
        + item("/stub-story-here", "Stub", f"&lt;p&gt;{TEXT * 6}&lt;/p&gt;")
        + "<item><title>No link</title></item>",
    )
    got = add(url, corpus)
    host = "web/127.0.0.1"
    assert got.saved == (f"{host}/good-story-here.txt", f"{host}/stub-story-here.txt")
    assert [(Path(s.path).name, s.reason.split(";")[0]) for s in got.skipped] == [
        ("No link", "has no link, and the feed gives too little of its text"),
        ("missing-story-here", f"{site.url}/missing-story-here answered 404 Not Found"),
    ]
    stub = read_article(corpus / got.saved[1], got.saved[1])
    assert (stub.title, stub.published, stub.source) == ("Stub", "2025-02-13", "Post")
    assert add(url, corpus).unchanged == got.saved


def test_a_page_that_is_gone_keeps_what_it_gave_before(site: Site, corpus: Path) -> None:
    site.page("/long-story-here", story("Long", 20))
    url = feed(site, item("/long-story-here", "Long", TEXT * 6))
    saved = add(url, corpus).saved
    before = (corpus / saved[0]).read_bytes()
    site.answers["/long-story-here"] = Answer(status=500)
    assert add(url, corpus).unchanged == saved
    assert (corpus / saved[0]).read_bytes() == before


def test_a_host_is_asked_two_things_at_once_and_not_for_ever(site: Site, corpus: Path) -> None:
    site.delay, site.company = 0.03, 2
    url = feed(site, "".join(item(f"/no-such-story-{number}") for number in range(30)))
    got = add(url, corpus)
    assert len(got.skipped) == 30
    assert site.most_at_once == 2
    assert len(site.requests) < 12
    assert any("failed 5 times in a row" in skipped.reason for skipped in got.skipped)


def test_progress_is_told(site: Site, corpus: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    url = feed(site, item("/a-missing-story") + item("/b-missing-story"))
    acquire(
        url,
        corpus,
        allow_private=True,
        progress=lambda what, done, total: told.append((what, done, total)),
    )
    assert told[-1] == ("fetch", 2, 2)


def test_a_local_file_is_copied_once(tmp_path: Path, corpus: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Title\nText.", encoding="utf-8")
    assert add(str(file), corpus).saved == ("a.txt",)
    assert add(str(file), corpus).unchanged == ("a.txt",)
    assert add(str(corpus / "a.txt"), corpus).unchanged == ("a.txt",)
    file.write_text("Title\nOther text.", encoding="utf-8")
    got = add(str(file), corpus)
    assert got.saved == ("a-2.txt",)
    assert got.notes == ("a.txt was there with other content: saved as a-2.txt",)
    assert contents(corpus) == ["a-2.txt", "a.txt"]


def test_a_folder_is_copied_without_what_does_not_belong(tmp_path: Path, corpus: Path) -> None:
    folder = tmp_path / "news"
    (folder / "2025").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("a.txt", "2025/b.jsonl.gz", "c.csv.gz", ".hidden.txt", ".git/c.txt", "x.jpg"):
        (folder / name).write_text("Title\nText.", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "again.txt").symlink_to("a.txt")
    got = add(str(folder), corpus)
    assert got.saved == ("news/2025/b.jsonl.gz", "news/a.txt", "news/c.csv.gz")
    assert {skipped.path: skipped.reason for skipped in got.skipped} == {
        "link.txt": "is a link that leads out of the folder",
    }
    assert add(str(folder), corpus).unchanged == got.saved


def test_a_folder_that_holds_the_corpus_is_not_copied_into_itself(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "old.txt").write_text("Old\nText.", encoding="utf-8")
    (tmp_path / "new.txt").write_text("New\nText.", encoding="utf-8")
    got = add(str(tmp_path), tmp_path / "corpus")
    assert got.saved == (f"{tmp_path.name}/new.txt",)
    assert got.unchanged == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.txt", "does not exist"),
        ("picture.jpg", "in no form that is read"),
        ("empty", "holds no file"),
    ],
)
def test_what_cannot_be_added_says_why(
    tmp_path: Path, corpus: Path, name: str, message: str
) -> None:
    (tmp_path / "picture.jpg").write_bytes(b"\xff")
    (tmp_path / "empty").mkdir()
    with pytest.raises(AssistantError, match=message):
        add(str(tmp_path / name), corpus)


def test_nothing_is_saved_through_a_link(tmp_path: Path, site: Site, corpus: Path) -> None:
    corpus.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (corpus / "web").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorpusError, match="is a link"):
        add(site.page("/a-story-of-it", story("T")), corpus)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_a_killed_add_left_is_swept_up_by_a_later_one(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nText.", encoding="utf-8")
    corpus.mkdir()
    hours_ago = time.time() - 7_200
    for name, modified in ((".adding-old", hours_ago), (".adding-new", None), (".x", hours_ago)):
        (corpus / name).write_text("half a", encoding="utf-8")
        if modified is not None:
            os.utime(corpus / name, (modified, modified))
    add(str(tmp_path / "a.txt"), corpus)
    assert contents(corpus) == [".adding-new", ".x", "a.txt"]


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_full_disk_is_one_line_and_leaves_no_piece(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a.txt").write_text("Title\nText.", encoding="utf-8")

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    if step == "link":
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CorpusError, match="cannot be added: No space left on device"):
        add(str(tmp_path / "a.txt"), corpus)
    assert contents(corpus) == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.com/2025/02/council-approves-bridge.html", "council-approves-bridge"),
        ("https://example.com/news/articles/c4g?utm_source=x", "news-articles-c4g"),
        ("https://example.com/article.php?id=12", "article-id-12"),
        ("https://example.com/../../etc/passwd", "etc-passwd"),
        ("https://example.com/%2e%2e%2f%00%2fa%5cb", "a-b"),
        ("https://example.com/", "the-title"),
        ("https://example.com/con", "con-"),
        ("https://example.com/%E6%A9%8B%E3%81%AE-%E8%A9%B1", "橋の-話"),
    ],
)
def test_page_names_are_readable_and_safe(url: str, name: str) -> None:
    assert page_name(url, "The title") == f"web/example.com/{name}.txt"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../a.txt", "-..-a.txt"),
        ("..", "article"),
        (".hidden.txt", "hidden.txt"),
        ('a<b>:"|?*.txt', "a-b------.txt"),
        ("nul.txt", "nul-.txt"),
        ("a.jsonl.gz", "a.jsonl.gz"),
        ("é" * 200 + ".pdf", "é" * 60 + ".pdf"),
    ],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
