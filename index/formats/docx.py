"""`.docx`: the paragraphs and tables of a Word document, and what its properties say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from index.article import Article, article_id
from index.cleaning import clean_text, names, one_line
from index.dates import iso_date
from index.errors import ArticleError
from index.formats.text import title_and_text
from index.read_options import Limits

_MAX_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE_STYLES = ("Title", "Heading 1")
# What Word and python-docx write when nobody has said who the author is.
_NOBODY = {"python-docx", "microsoft office user", "user", "admin", "administrator", "author"}
_TEMPLATE_CREATED = "2013-12-23"


def parse_docx(content: bytes, name: str, limits: Limits) -> Article:
    """The article of the Word document `content`, known as `name`.

    Raises ArticleError when it is no Word document, has no text or unpacks to more than `limits`
    allow; what its parser raises on a damaged file is not caught here.
    """
    import docx

    _check_archive(content, limits)
    document = docx.Document(io.BytesIO(content))
    title = _title(document)
    text = clean_text("\n\n".join(filter(None, _blocks(document.element.body))))
    if not text:
        raise ArticleError("has no text")
    if len(text) > limits.characters:
        raise ArticleError(f"its text is longer than {limits.characters:,} characters")
    title, text = title_and_text(text, title, name)
    properties = document.core_properties
    created = iso_date(properties.created)
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=None if created == _TEMPLATE_CREATED else created,
        authors=tuple(n for n in names(properties.author) if n.lower() not in _NOBODY),
    )


def _check_archive(content: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if "word/document.xml" not in archive.namelist():
                raise ArticleError("is named .docx but is no Word document")
            if len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > limits.unpacked_bytes:
                raise ArticleError(
                    f"unpacks to more than {limits.unpacked_bytes // 1_000_000:,} MB"
                )
            # Sizes in the directory may lie: what a part really holds is checked as well. The
            # zip reader itself never gives more than the directory says, and its checksum fails.
            for part in parts:
                if part.flag_bits & 1:
                    raise ArticleError("is protected by a password: save it without one")
    except zipfile.BadZipFile as error:
        raise ArticleError(f"is a damaged Word document ({error})") from error


def _title(document: Any) -> str | None:
    if title := one_line(document.core_properties.title):
        return title
    for style in _TITLE_STYLES:
        for paragraph in document.paragraphs[:20]:
            named = paragraph.style is not None and paragraph.style.name == style
            if named and (title := one_line(paragraph.text)):
                return title
    return None


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs below `parent` in their order, a row of a table on one line."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield _text(child)
        elif child.tag == f"{_W}tr":
            cells = (" ".join(filter(None, _blocks(cell))) for cell in child.iter(f"{_W}tc"))
            yield " | ".join(dict.fromkeys(filter(None, cells)))
        elif isinstance(child.tag, str) and child.tag != _FALLBACK:
            yield from _blocks(child)


def _text(paragraph: Any) -> str:
    # Read here and not by python-docx, which leaves out what a tracked change has inserted.
    pieces: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif node.tag == f"{_W}tab":
            pieces.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces).strip()
