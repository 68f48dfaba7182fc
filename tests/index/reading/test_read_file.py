"""What is true of files of every format."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError
from index.reading.corpus import Limits, ReadOptions, read_article, read_corpus, read_file


def refused(path: Path, options: ReadOptions | None = None) -> str:
    with pytest.raises(ArticleError) as raised:
        list(read_file(path, path.name, options or ReadOptions()))
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"%PDF-1.7\n...", "is named .txt but holds a PDF: rename it to .pdf"),
        ("a.txt", b"<!DOCTYPE html><html><p>x", "is named .txt but holds a web page: rename"),
        ("a.md", b"\xef\xbb\xbf\n<html lang=en>", "is named .md but holds a web page"),
        ("a.txt", b"PK\x03\x04...", "holds a zip archive or an office document"),
        ("a.txt", b"\x1f\x8b\x08...", "holds gzip-compressed data"),
        ("a.txt", b"{\\rtf1 text}", "holds an RTF document"),
        ("a.html", b"%PDF-1.7\n...", "is named .html but holds a PDF"),
        ("a.pdf", b"Title\nText.", "is named .pdf but is not a PDF"),
        ("a.pdf", b"<html><p>Not found", "is named .pdf but holds a web page"),
        ("a.docx", b"Title\nText.", "is named .docx but is not a zip archive or an office"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "is an older document"),
        ("a.jsonl", b"PK\x03\x04...", "holds a zip archive or an office document, not articles"),
        ("a.jsonl.gz", b"%PDF-1.7\n...", "holds a PDF, not articles"),
        ("a.pdf", b"", "has no text"),
        ("a.docx", b" \n", "has no text"),
        ("a.html", b"", "has no text"),
        ("a.json", b"", "has no records"),
        ("a.jsonl", b"\n \n", "has no records"),
        ("a.csv", b"", "has no records"),
        ("a.csv.gz", b"", "has no records"),
    ],
)
def test_a_wrongly_named_or_empty_file_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason in refused(tmp_path / name)


def test_a_zip_that_is_no_word_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.txt", "Title\nText.")
    assert refused(tmp_path / "a.docx") == "is named .docx but is no Word document"


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    assert refused(tmp_path / "folder.txt") == "is not a regular file"
    assert refused(tmp_path / "pipe.txt") == "is not a regular file"
    assert refused(tmp_path / "gone.jsonl") == "cannot be read (No such file or directory)"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that reads fail on")
def test_a_file_that_fails_while_it_is_read_says_so() -> None:
    assert refused(Path("/proc/self/mem")) == "cannot be read (Input/output error)"


def test_limits_are_named_when_they_are_met(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\n" + "word " * 100, encoding="utf-8")
    options = ReadOptions(Limits(file_bytes=500))
    assert refused(tmp_path / "a.txt", options) == "larger than 0.0005 MB"
    options = ReadOptions(Limits(characters=100))
    assert refused(tmp_path / "a.txt", options) == "its text is longer than 100 characters"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "T", "text": "One."}\n' * 2, encoding="utf-8")
    reading = read_file(path, "a.jsonl")
    assert isinstance(next(reading), Article)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"title": "U", "text": "Two."}\n')
    with pytest.raises(ArticleError, match="changed while it was read"):
        list(reading)


def test_a_file_that_is_replaced_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("title,text\nT,One.\nU,Two.\n", encoding="utf-8")
    other.write_text("title,text\nT,Six.\nU,Ten.\n", encoding="utf-8")
    reading = read_file(path, "a.csv")
    next(reading)
    other.replace(path)
    with pytest.raises(ArticleError, match="changed while it was read"):
        list(reading)


def test_encodings_are_detected(tmp_path: Path) -> None:
    text = "Überschrift\nДля чего? La soirée était animée."
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "a.txt").write_text(text, encoding=encoding)
        assert read_article(tmp_path / "a.txt", "a.txt").text == text.split("\n")[1]
    other = {
        "cp1252": "La soirée était très animée à Orléans.",
        "cp1251": "Президент заявил, что переговоры продолжатся на следующей неделе. " * 3,
        "shift_jis": "首相は記者会見で、来週も交渉を続けると述べた。" * 5,
    }
    for encoding, sentence in other.items():
        (tmp_path / "a.txt").write_text(f"Title\n{sentence}", encoding=encoding)
        assert read_article(tmp_path / "a.txt", "a.txt").text == sentence.strip()


def test_a_corpus_of_all_formats_names_what_is_bad(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nText.", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "One line."}\n{"text": \n', encoding="utf-8")
    (tmp_path / "c.csv").write_text("title;text\nT;Text.\n", encoding="utf-8")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    corpus = read_corpus(tmp_path)
    assert [a.path for a in corpus.articles] == ["a.txt", "b.jsonl#One_line.~7e0ad9ae", "c.csv#T"]
    assert [s.path for s in corpus.skipped] == ["b.jsonl:2", "d.pdf"]


def test_reading_plain_files_imports_no_parser_of_other_formats() -> None:
    code = (
        "import sys, index.reading\n"
        "heavy = 'pypdf docx lxml trafilatura dateparser charset_normalizer ijson numpy'.split()\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
