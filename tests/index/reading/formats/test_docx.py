from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from one_file import read, refused
from printed import docx, with_part

from index.errors import ArticleError

TEXT = "The council approved the bridge. It will cost 30 million euros."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.docx"


def plain(document: Any) -> None:
    document.add_paragraph("The bridge")
    document.add_paragraph(TEXT)


def body(xml: str) -> bytes:
    part = f"<w:document {W}><w:body>{xml}</w:body></w:document>"
    return with_part(docx(plain), "word/document.xml", part.encode())


def test_properties_say_title_authors_and_date(file: Path) -> None:
    def write(document: Any) -> None:
        document.core_properties.title = "Council approves the bridge"
        document.core_properties.author = "Ann Lee; Bo Kim"
        document.core_properties.created = dt.datetime(2025, 2, 13, 10, 30)
        document.add_paragraph(TEXT)

    article = read(file, docx(write))
    assert (article.title, article.text) == ("Council approves the bridge", TEXT)
    assert (article.authors, article.published) == (("Ann Lee", "Bo Kim"), "2025-02-13")


def test_a_heading_is_the_title_and_a_template_is_nobody(file: Path) -> None:
    def write(document: Any) -> None:
        document.add_paragraph("PRESS RELEASE")
        document.add_heading("Council approves the bridge", 1)
        document.add_paragraph(TEXT)

    article = read(file, docx(write))
    assert article.title == "Council approves the bridge"
    assert article.text.endswith(TEXT)
    assert (article.authors, article.published) == ((), None)


def test_the_first_paragraph_is_the_title_where_none_is_marked(file: Path) -> None:
    article = read(file, docx(plain))
    assert (article.title, article.text) == ("The bridge", TEXT)


def test_rows_of_a_table_are_lines(file: Path) -> None:
    def write(document: Any) -> None:
        plain(document)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["City", "Price", "Orléans", "30"], strict=True):
            cell.text = text

    assert read(file, docx(write)).text == f"{TEXT}\n\nCity | Price\n\nOrléans | 30"


def test_changes_that_are_tracked_are_read_as_accepted(file: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
    content = body(
        f"<w:p>{run('The bridge')}</w:p><w:p>{run('It ')}<w:ins>{run('now ')}</w:ins>"
        f"<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('moved ')}</w:moveFrom>{run('opens.')}</w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run('In a field.')}</w:p></w:sdtContent></w:sdt>"
    )
    assert read(file, content).text == "It now opens.\n\nIn a field."


def test_a_password_is_named(file: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
    content = ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 500
    assert refused(file, content) == "is protected by a password: save it without one"
    assert "older document: save it as .docx" in refused(file, ole)


def test_an_empty_or_damaged_document_is_named(file: Path) -> None:
    assert refused(file, docx(lambda document: None)) == "has no text"
    content = docx(plain)
    assert "is damaged" in refused(file, with_part(content, "word/document.xml", b"<w:docu"))
    assert "is a damaged Word document" in refused(file, content[: len(content) // 2])


def test_a_zip_bomb_is_refused_by_what_its_directory_says(file: Path) -> None:
    content = with_part(docx(plain), "word/media.bin", b"")
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/big.xml", b" " * 60_000_000)
    assert len(out.getvalue()) < 200_000
    assert refused(file, out.getvalue()) == "unpacks to more than 50 MB"


def test_a_zip_bomb_whose_directory_lies_is_refused(file: Path) -> None:
    content = with_part(docx(plain), "word/document.xml", b" " * 40_000_000)
    size = (40_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    assert "is damaged" in refused(file, content.replace(size, (4_000).to_bytes(4, "little")))


def test_entities_are_not_expanded(file: Path) -> None:
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = (
        f"<!DOCTYPE x [<!ENTITY e0 'ha'>{levels}"
        "<!ENTITY secret SYSTEM 'file:///etc/passwd'>]>"
        f"<w:document {W}><w:body><w:p><w:r><w:t>Title</w:t></w:r></w:p><w:p><w:r>"
        "<w:t>Text. &e11; &secret;</w:t></w:r></w:p></w:body></w:document>"
    )
    content = with_part(docx(plain), "word/document.xml", bomb.encode())
    try:
        text = read(file, content).text
    except ArticleError as error:
        assert "\n" not in str(error)
    else:
        assert "haha" not in text
        assert "root:" not in text


def test_elements_may_be_nested_deeply(file: Path) -> None:
    reason = refused(file, body("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000))
    assert "is damaged" in reason or "nested too deeply" in reason
