"""`.pdf`: the text of its pages as paragraphs, and what its metadata say."""

from __future__ import annotations

import io
from typing import Any

from index.article import Article, article_id
from index.cleaning import clean_text, names, one_line
from index.dates import iso_date
from index.errors import ArticleError
from index.formats.page_lines import paragraphs
from index.formats.text import title_and_text
from index.read_options import Limits


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
    text = clean_text("\n\n".join(paragraphs(pages)))
    if not text:
        raise ArticleError("has no text: it may be a scan, which is not read")
    title, text = title_and_text(text, metadata.get("title"), name)
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=metadata.get("date"),
        authors=names(metadata.get("author")),
    )


def _pages(reader: Any, limits: Limits) -> list[str]:
    if len(reader.pages) > limits.pdf_pages:
        raise ArticleError(f"has more than {limits.pdf_pages:,} pages")
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > limits.characters:
            raise ArticleError(f"its text is longer than {limits.characters:,} characters")
    return pages


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
