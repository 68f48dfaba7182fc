"""`.docx`: the paragraphs and tables of a Word document, and what its properties say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from index.article import Article, article_id
from index.errors import ArticleError
from index.reading.cleaning import clean_text, names, one_line
from index.reading.dates import dateline, iso_date
from index.reading.formats.text import title_and_text
from index.reading.options import Limits

_MAX_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
# A second copy, for programs that do not know the first; and text that was moved elsewhere.
_UNSEEN = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    f"{_W}moveFrom",
)
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
    limits.check_length(len(text))
    title, text = title_and_text(text, title, name)
    properties = document.core_properties
    created = iso_date(properties.created)
    if created == _TEMPLATE_CREATED:
        created = None
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=dateline(text) or created,
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
            # The directory may lie, but the zip reader gives no more of a part than it says.
            if any(part.flag_bits & 1 for part in parts):
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
            yield _words(child).strip()
        elif child.tag == f"{_W}tr":
            cells = (cell for cell in child.iter(f"{_W}tc") if _row_of(cell) is child)
            yield " | ".join(filter(None, (" ".join(filter(None, _blocks(c))) for c in cells)))
        elif child.tag not in _UNSEEN:
            yield from _blocks(child)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{_W}tr"), None)


def _words(node: Any) -> str:
    # Read here and not by python-docx, which leaves out what a tracked change has inserted.
    pieces: list[str] = []
    for child in node:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _SPACES:
            pieces.append(_SPACES[child.tag])
        elif child.tag == f"{_W}p":  # of a text box
            pieces.append(f"\n{_words(child)}\n")
        elif child.tag not in _UNSEEN:
            pieces.append(_words(child))
    return "".join(pieces)
