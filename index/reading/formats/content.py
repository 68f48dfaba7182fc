"""What a file holds, whatever its name says, and in which encoding."""

from __future__ import annotations

import re

from index.errors import ArticleError

# How much of a file is looked at to tell its encoding.
_SAMPLE = 100_000
# What a text in UTF-16 begins with.
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (_OLE, "an old or password-protected office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"BZh", "bzip2-compressed data"),
    (b"\xfd7zXZ", "xz-compressed data"),
    (b"\x28\xb5\x2f\xfd", "zstandard-compressed data"),
)
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+)?html\b", re.I | re.S
)
_PAGES = (".html", ".htm")
_EXPECTED = {
    ".pdf": "a PDF",
    ".docx": "a zip archive or an office document",
    ".html": "a web page",
    ".htm": "a web page",
}
_NAMED = {
    "a PDF": ".pdf",
    "a web page": ".html",
    "a zip archive or an office document": ".docx, if it is one",
    "gzip-compressed data": ".jsonl.gz, if it is a dump",
}


def kind_of(head: bytes) -> str | None:
    """What a file that begins with `head` holds, in words; None when that may be plain text."""
    if head.lstrip().startswith(b"%PDF-"):
        return "a PDF"
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    return "a web page" if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")[:2000]) else None


def refuse_other(content: bytes, suffix: str) -> None:
    """Raise ArticleError when `content` is of a kind that its name's `suffix` does not say.

    What it holds is never guessed at further: a page that was saved in a document's place is
    more often an error message than an article.
    """
    kind = kind_of(content)
    if suffix == ".docx" and content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ArticleError("is protected by a password: save it without one")
        raise ArticleError("is named .docx but is an older document: save it as .docx")
    if suffix == ".pdf" and b"%PDF-" in content[:1024]:  # readers allow for something before it
        return
    expected = _EXPECTED.get(suffix)
    if kind == expected or (kind is None and suffix in _PAGES):
        return
    if kind is None and expected is None:
        return
    if kind is None:
        raise ArticleError(f"is named {suffix} but is not {expected}")
    advice = f": rename it to {_NAMED[kind]}" if kind in _NAMED else ""
    raise ArticleError(f"is named {suffix} but holds {kind}{advice}")


def decode(raw: bytes) -> str:
    """The text that `raw` spells, its encoding detected; raises ArticleError when it is none."""
    if raw.startswith(UTF16_MARKS):
        return _detected(raw)
    if b"\x00" in raw[:4096]:
        raise ArticleError("is not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if _foreign(raw):
        return _detected(raw)
    try:
        return raw.decode("cp1252")  # what Western pages are in when they are not UTF-8
    except UnicodeDecodeError:
        return _detected(raw)


def _foreign(raw: bytes) -> bool:
    """Whether so much of `raw` is not ASCII that it is in no Western language.

    Nearly all bytes mean something in the Western encoding, and what is detected in a short text
    of such a language is often another one.
    """
    sample = raw[:_SAMPLE]
    letters = len(sample) - sum(map(sample.count, (b" ", b"\n", b"\r", b"\t")))
    return sum(byte > 127 for byte in sample) > 0.3 * letters


def _detected(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    # To the end of a line: half a character at the end would speak against its encoding.
    sample = raw if len(raw) <= _SAMPLE else raw[: raw.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    best = from_bytes(sample).best()
    if best is None:
        raise ArticleError("is in no known text encoding")
    return raw.decode(best.encoding, "replace") if len(raw) > len(sample) else str(best)
