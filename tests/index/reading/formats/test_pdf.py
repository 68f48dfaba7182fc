from __future__ import annotations

import re
import time
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF
from one_file import read, refused
from printed import article_pdf, encrypted, pdf

from index.errors import ArticleError
from index.reading.options import Limits

SENTENCE = "The council approved the new bridge after a debate that went on for nine long hours. "


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a-file.pdf"


def test_paragraphs_are_whole_and_headings_apart(file: Path) -> None:
    article = read(
        file,
        article_pdf(
            "Council approves the new bridge over the river after a long debate",
            "By Ann Lee, 13 February 2025",
            SENTENCE * 4,
            "It will cost 30 million euros. " * 8,
        ),
    )
    assert article.title == "Council approves the new bridge over the river after a long debate"
    assert article.published == "2025-02-13"
    assert article.text.split("\n\n") == [
        "By Ann Lee, 13 February 2025",
        (SENTENCE * 4).strip(),
        ("It will cost 30 million euros. " * 8).strip(),
    ]


def test_metadata_say_title_author_and_date(file: Path) -> None:
    made = {"title": "The bridge", "author": "Ann Lee and Bo Kim"}
    content = re.sub(
        rb"/CreationDate \(D:\d{8}",
        b"/CreationDate (D:20250213",
        article_pdf("THE BRIDGE", SENTENCE, **made),
    )
    article = read(file, content)
    assert (article.title, article.authors) == ("The bridge", ("Ann Lee", "Bo Kim"))
    assert article.text == SENTENCE.strip()
    assert article.published == "2025-02-13"


@pytest.mark.parametrize("junk", ["Microsoft Word - draft.docx", "untitled", "press_2025.indd"])
def test_a_title_that_a_program_made_up_is_not_taken(file: Path, junk: str) -> None:
    assert read(file, article_pdf("The bridge", SENTENCE, title=junk)).title == "The bridge"


def test_divided_words_are_whole_again(file: Path) -> None:
    def write(document: FPDF) -> None:
        lines = [
            "The gov-",
            "ernment of the well-known state said that a well-",
            "known man of the opposi-",
            "tion had taken office.",
        ]
        for line in lines:
            document.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")

    assert read(file, pdf(write)).text == (
        "The government of the well-known state said that a well-known man of the opposition had "
        "taken office."
    )


def test_running_heads_and_page_numbers_are_left_out(file: Path) -> None:
    def write(document: FPDF) -> None:
        for number in range(1, 5):
            if number > 1:
                document.add_page()
            document.cell(0, 6, f"The Daily Example, issue {number}", new_x="LMARGIN", new_y="NEXT")
            document.ln(6)
            day = "Monday Tuesday Wednesday Thursday".split()[number - 1]
            text = f"On {day} {SENTENCE}" * 3 + f"It was said on {day} that the"
            document.multi_cell(0, 6, text, align="L")
            document.ln(6)
            document.cell(0, 6, f"Page {number} of 4", new_x="LMARGIN", new_y="NEXT")

    text = read(file, pdf(write)).text
    assert "Daily Example" not in text
    assert "Page" not in text
    assert text.count("day that the On") == 3


def test_columns_are_read_one_after_the_other(file: Path) -> None:
    def write(document: FPDF) -> None:
        with document.text_columns(ncols=2, gutter=10, text_align="L") as columns:
            columns.write(SENTENCE * 60)

    text = read(file, pdf(write)).text
    assert text.count(SENTENCE.strip()) == 60


def test_a_password_is_named(file: Path) -> None:
    content = article_pdf("The bridge", SENTENCE)
    assert refused(file, encrypted(content, "secret")) == (
        "is protected by a password: save it without one"
    )


def test_a_file_that_only_forbids_printing_is_read(file: Path) -> None:
    content = encrypted(article_pdf("The bridge", SENTENCE), "")
    assert read(file, content).text == SENTENCE.strip()


def test_a_truncated_or_damaged_file_is_named(file: Path) -> None:
    content = article_pdf("The bridge", SENTENCE * 50)
    for damaged in (content[:20], content[: len(content) // 2], content[:-1] + b"x" * 3000):
        try:
            article = read(file, damaged)
        except ArticleError as error:
            assert "damaged" in str(error) or "has no text" in str(error)
        else:
            assert SENTENCE.strip() in article.text


def test_a_scan_has_no_text(file: Path) -> None:
    assert "it may be a scan" in refused(file, pdf(lambda document: None))


def test_limits_on_pages_and_text_are_named(file: Path) -> None:
    def write(document: FPDF) -> None:
        for _ in range(9):
            document.multi_cell(0, 6, SENTENCE)
            document.add_page()

    content = pdf(write)
    assert refused(file, content, Limits(pdf_pages=5)) == "has more than 5 pages"
    assert refused(file, content, Limits(characters=500)) == (
        "its text is longer than 500 characters"
    )


def _with_stream(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << "
        b"/Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter %s >>\nstream\n" % (len(stream), filters) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + head + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)


def test_a_decompression_bomb_is_refused(file: Path) -> None:
    bomb = _with_stream(zlib.compress(b" " * 60_000_000, 9))
    assert len(bomb) < 300_000
    assert "unpacks to more than a PDF may" in refused(file, bomb)
    twice = _with_stream(
        zlib.compress(zlib.compress(b" " * 60_000_000, 9), 9), b"[/FlateDecode /FlateDecode]"
    )
    assert "unpacks to more than a PDF may" in refused(file, twice)


def test_a_file_that_keeps_the_parser_busy_is_given_up(file: Path) -> None:
    program = b"BT /F 12 Tf " + b"1 0 0 1 5 5 Tm (a) Tj " * 80_000 + b"ET"
    busy = _with_stream(zlib.compress(program, 9))
    started = time.perf_counter()
    assert refused(file, busy, Limits(seconds=1)) == "takes longer than 1 s to parse"
    assert time.perf_counter() - started < 10


def test_a_file_that_takes_much_memory_is_given_up(file: Path) -> None:
    large = _with_stream(zlib.compress(b" " * 40_000_000, 9))
    reason = refused(file, large, Limits(memory_bytes=100_000_000))
    assert reason == "needs more than 100 MB to parse"
