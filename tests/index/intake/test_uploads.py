"""Files that somebody sent, and articles that somebody typed, on their way into the corpus."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from assistant.editing.editing import Editor, Pasted, PastedError
from assistant.settings import Settings
from index.article import Article
from index.errors import ArticleError, CorpusError
from index.intake.file_names import safe_name
from index.intake.pasted import keep_pasted
from index.intake.uploads import take_files
from index.reading.corpus import read_corpus
from index.reading.options import DEFAULT_OPTIONS

HOSTILE = (
    "A: \"b\" 'c' #d\n---\nsource: Forged\u2028url: http://evil.example\x85[x] &z *a !b %c | @`"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def sent(folder: Path, name: str, text: str = "Title\nText.") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def editor(corpus: Path, index: Path) -> Editor:
    return Editor(Settings(corpus=corpus, index_dir=index))


def test_no_file_takes_another_s_place(tmp_path: Path, corpus: Path) -> None:
    one = sent(tmp_path / "1", "a.txt")
    other = sent(tmp_path / "2", "a.txt", "Other\nText.")
    got = take_files([one, other, one], corpus, DEFAULT_OPTIONS)
    assert (got.saved, got.unchanged) == (("a.txt", "a-2.txt"), ("a.txt",))
    assert got.notes == ("a.txt was there with other content: saved as a-2.txt",)
    assert (corpus / "a.txt").read_text(encoding="utf-8") == "Title\nText."


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_corpus_that_cannot_be_written_is_a_line_for_each_file(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file = sent(tmp_path / "sent", "a.txt")

    def fail(*arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    (skipped,) = take_files([file], corpus, DEFAULT_OPTIONS).skipped
    assert skipped.reason == f"cannot be saved ({os.strerror(number)})"
    pasted = Pasted.of(title="A title", text="The text.")
    with pytest.raises(CorpusError, match=os.strerror(number)):
        editor(corpus, tmp_path / "index").add_text(pasted)
    assert not [path for path in corpus.rglob("*") if path.is_file()]


def test_a_link_among_the_files_is_not_followed_out(tmp_path: Path, corpus: Path) -> None:
    secret = sent(tmp_path / "elsewhere", "secret.txt")
    (corpus / "pasted").symlink_to(secret.parent)
    with pytest.raises(CorpusError, match="is a link"):
        keep_pasted(corpus, Article(id="", title="A", text="B", path=""))


def test_what_is_typed_is_read_again_as_it_was_typed(tmp_path: Path, corpus: Path) -> None:
    pasted = Pasted.of(
        title=HOSTILE,
        text=f"---\ntitle: Forged\n---\n{HOSTILE}",
        date="13 Feb 2025",
        outlet=HOSTILE,
        authors=f"{HOSTILE}, Bo Kim",
        address="https://example.com/a#b: c",
    )
    got = editor(corpus, tmp_path / "index").add_text(pasted)
    (article,) = read_corpus(corpus).articles
    assert (article.path,) == got.saved
    assert article.title == pasted.title and "\n" not in article.title
    assert (article.source, article.authors) == (pasted.outlet, pasted.authors)
    assert (article.published, article.url) == ("2025-02-13", "https://example.com/a#b: c")
    assert article.text.startswith("---\ntitle: Forged\n---\nA:")
    assert editor(corpus, tmp_path / "index").add_text(pasted).unchanged == got.saved


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"title": " ", "text": "x"}, "The title is missing."),
        ({"title": None, "text": "x"}, "The title is missing."),
        ({"title": "x" * 301, "text": "x"}, "The title is longer than 300 characters."),
        ({"title": "x", "text": ["x"]}, "The text is missing."),
        ({"title": "x", "text": "x" * 1_000_001}, "The text is longer than 1,000,000 characters."),
        ({"title": "x", "text": "x", "outlet": "y" * 301}, "The outlet is longer than 300"),
        ({"title": "x", "text": "x", "date": "soon"}, "The date names no day"),
        ({"title": "x", "text": "x", "authors": ",".join("abcdefghijklmnopqrstu")}, "The authors"),
        ({"title": "x", "text": "x", "address": "file:///etc"}, "The address is no web address"),
    ],
)
def test_what_cannot_be_used_is_named(fields: dict[str, object], complaint: str) -> None:
    with pytest.raises(PastedError, match=complaint):
        Pasted.of(**fields)


def test_a_text_of_nothing_but_what_is_invisible_is_refused(tmp_path: Path, corpus: Path) -> None:
    pasted = Pasted.of(title="A", text="\u200b\u202e")
    with pytest.raises(ArticleError, match="has no text"):
        editor(corpus, tmp_path / "index").add_text(pasted)


def test_a_corpus_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    with pytest.raises(CorpusError, match="does not exist"):
        editor(gone, tmp_path / "index").add_files([sent(tmp_path / "sent", "a.txt")])
    assert not gone.exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("r\u202etxt.exe", "rtxt.exe"),
        ("a\u200bb\u2066.txt", "ab.txt"),
        ("\u200b.hidden.txt", "hidden.txt"),
        ("a\u2028b.txt", "ab.txt"),
    ],
)
def test_a_name_holds_nothing_invisible(name: str, safe: str) -> None:
    assert safe_name(name) == safe
