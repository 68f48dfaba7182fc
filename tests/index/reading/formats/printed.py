"""Makes real PDF and Word files for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from fpdf import FPDF


def pdf(write: Callable[[FPDF], None], **metadata: str) -> bytes:
    """A PDF whose pages `write` fills, beginning on a first one, with body text of 11 points."""
    document = FPDF()
    for name, value in metadata.items():
        getattr(document, f"set_{name}")(value)
    document.add_page()
    document.set_font("Helvetica", size=11)
    write(document)
    return bytes(document.output())


def article_pdf(heading: str, *paragraphs: str, **metadata: str) -> bytes:
    """A PDF with a heading in large letters and paragraphs below it."""

    def write(document: FPDF) -> None:
        document.set_font("Helvetica", "B", size=20)
        document.multi_cell(0, 10, heading, align="L")
        document.set_font("Helvetica", size=11)
        for paragraph in paragraphs:
            document.ln(4)
            document.multi_cell(0, 6, paragraph, align="L")

    return pdf(write, **metadata)


def encrypted(content: bytes, password: str, algorithm: str = "RC4-128") -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(write: Callable[[Any], None]) -> bytes:
    import docx as python_docx

    document = python_docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The Word document `content` with its part `name` replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            new.writestr(item.filename, part if item.filename == name else old.read(item))
    return out.getvalue()
