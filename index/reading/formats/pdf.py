"""`.pdf`: the text of its pages as paragraphs, and what its metadata say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from index.article import Article, article_id
from index.errors import ArticleError
from index.reading.cleaning import MAX_LINE, clean_text, names, one_line
from index.reading.dates import dateline, iso_date
from index.reading.formats.page_lines import Line, Paragraph, paragraphs
from index.reading.formats.text import title_and_text
from index.reading.options import Limits

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_TITLE_AMONG = 5


def parse_pdf(content: bytes, name: str, limits: Limits) -> Article:
    """The article of the PDF `content`, known as `name`.

    Raises ArticleError when it is protected by a password, has no text (a scan) or is larger than
    `limits` allow; what its parser raises on a damaged file is not caught here.
    """
    import pypdf
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    with pypdf.apply_configuration(
        zlib_maximum_output_length=limits.unpacked_bytes,
        lzw_maximum_output_length=limits.unpacked_bytes,
        run_length_maximum_output_length=limits.unpacked_bytes,
        jbig2dec_binary=None,  # a program that text has no need of
    ):
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError("is protected by a password: save it without one")
            pages = _pages(reader, limits)
            metadata = _metadata(reader)
        except DependencyError as error:
            raise ArticleError(
                "is encrypted in a way that needs the package `cryptography`: install it, or save "
                "the file without a password"
            ) from error
        except LimitReachedError as error:
            raise ArticleError(f"unpacks to more than a PDF may ({error})") from error
        except PyPdfError as error:
            raise ArticleError(f"is a damaged PDF ({error})") from error
    found = paragraphs(pages)
    title = _title(found, metadata.get("title"))
    for paragraph in found[:_TITLE_AMONG]:
        if title and paragraph.text.casefold() == title.casefold():
            found.remove(paragraph)
            break
    text = clean_text("\n\n".join(paragraph.text for paragraph in found))
    if not text:
        raise ArticleError("has no text: it may be a scan, which is not read")
    title, text = title_and_text(text, title, name)
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=dateline(text) or metadata.get("date"),
        authors=names(metadata.get("author")),
    )


def _pages(reader: Any, limits: Limits) -> list[list[Line]]:
    if len(reader.pages) > limits.pdf_pages:
        raise ArticleError(f"has more than {limits.pdf_pages:,} pages")
    pages: list[list[Line]] = []
    length = 0
    for page in reader.pages:
        pages.append(_lines(page))
        length += sum(len(line.text) for line in pages[-1])
        limits.check_length(length)
    return pages


def _lines(page: Any) -> list[Line]:
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, page_matrix: Any, text_matrix: Any, font: Any, size: float) -> None:
        a, b, c, d, e, f = (float(n) for n in page_matrix)
        x, y = float(text_matrix[4]), float(text_matrix[5])
        height = abs(d * float(text_matrix[3]) or b * float(text_matrix[1]))
        pieces.append((text, a * x + c * y + e, b * x + d * y + f, height * size or size))

    page.extract_text(visitor_text=visit)
    lines: list[Line] = []
    open_line: list[tuple[str, float, float, float]] = []
    for text, *place in [*pieces, ("\n", 0.0, 0.0, 0.0)]:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.extend(_line(open_line))
                open_line = []
            open_line.append((part, place[0], place[1], place[2]))
    return lines


def _line(pieces: list[tuple[str, float, float, float]]) -> Iterator[Line]:
    words = " ".join("".join(piece[0] for piece in pieces).translate(_LIGATURES).split())
    if words:
        first = next(piece for piece in pieces if piece[0].strip())
        # A bullet or a footnote's number stands higher, or is smaller, than the line itself.
        longest = max(pieces, key=lambda piece: len(piece[0].strip()))
        yield Line(words, x=first[1], y=longest[2], size=longest[3] or 1.0)


def _title(found: list[Paragraph], stated: str | None) -> str | None:
    """The title that the metadata state, if it is printed too or nothing printed looks like one.

    A paragraph near the beginning does, that is set in larger letters than all others there.
    """
    first = found[:_TITLE_AMONG]
    if stated and any(stated.casefold() in p.text.casefold() for p in first):
        return stated
    largest = max(first, key=lambda paragraph: paragraph.size, default=None)
    others = [p.size for p in found[: 4 * _TITLE_AMONG] if p is not largest]
    if largest and others and largest.size > 1.1 * max(others) and len(largest.text) <= MAX_LINE:
        return one_line(largest.text)
    return stated


def _metadata(reader: Any) -> dict[str, Any]:
    try:
        found = reader.metadata or {}
        return {
            "title": _sensible_title(found.get("/Title")),
            "author": one_line(found.get("/Author")),
            "date": _date(found.get("/CreationDate")),
        }
    except Exception:  # metadata are a bonus: damaged ones are none
        return {}


def _sensible_title(value: Any) -> str | None:
    """The title that the metadata give, unless it is a file's name or a program's default."""
    title = one_line(str(value)) if value is not None else None
    if title is None or len(title) < 4:
        return None
    lower = title.lower()
    junk = lower.startswith(("microsoft word -", "untitled", "unknown", "print", "layout"))
    file_name = " " not in title and ("." in title or "_" in title or "/" in title)
    return None if junk or file_name else title


def _date(value: Any) -> str | None:
    # D:20250213103000+01'00'
    text = str(value or "").removeprefix("D:")[:8]
    return iso_date(text)
