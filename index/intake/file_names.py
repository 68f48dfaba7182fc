"""Names for the files of a corpus: readable, and safe on any file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_NAME_BYTES = 120

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\Z", re.I)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_INVISIBLE = frozenset(("Cf", "Zl", "Zp"))
_PAGE_ENDING = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|cms|ece|shtml|amp)\Z", re.I)
# A query that only says where the reader came from makes no other page.
_TRACKING = re.compile(r"(?:utm_|fbclid|gclid|mc_|cmp|ref\Z|source\Z|at_)", re.I)
_TELLING = 12


def slug(text: str) -> str:
    """`text` in small letters and digits of any script with hyphens between; may be empty."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (c if unicodedata.category(c)[0] in "LNM" else "-" for c in folded[:1_000])
    words = re.sub(r"-+", "-", "".join(kept)).strip("-")
    short = unicodedata.normalize("NFC", words).encode()[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    if len(short) < len(words) and "-" in short:
        short = short.rpartition("-")[0]
    return f"{short}-" if _RESERVED.match(short) else short


def page_name(url: str, title: str = "") -> str:
    """Where a web page's article belongs in the corpus: `web/<host>/<slug>.txt`.

    The slug comes from the address, so that a page keeps its file when its title changes; from
    the title when the address says nothing.
    """
    return f"{web_folder(url)}/{_page_slug(url) or slug(title) or 'front-page'}.txt"


def web_folder(url: str) -> str:
    """The corpus folder of what comes from the host of `url`."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return f"web/{re.sub(r'[^a-z0-9.-]+', '-', host.lower()).strip('.-') or 'unknown'}"


def safe_name(name: str) -> str:
    """`name` as the name of one file: no folders, no leading dot, nothing that a system refuses."""
    # What is invisible, or turns the text around it, would have a name look like another.
    visible = "".join(c for c in name if unicodedata.category(c) not in _INVISIBLE)
    cleaned = _UNSAFE.sub("-", unicodedata.normalize("NFC", visible)).lstrip(". ").rstrip(". ")
    stem, ending = split_ending(cleaned)
    stem = stem.encode("utf-8", "surrogateescape")[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    stem = stem.rstrip(". ") or "article"
    return f"{stem}-{ending}" if _RESERVED.match(stem.split(".")[0]) else f"{stem}{ending}"


def split_ending(name: str) -> tuple[str, str]:
    """A file name's stem and ending; the ending of `a.jsonl.gz` is `.jsonl.gz`."""
    path = PurePosixPath(name)
    ending = path.suffix
    if ending.lower() == ".gz":
        ending = PurePosixPath(path.stem).suffix + ending
    return (name.removesuffix(ending), ending) if len(ending) <= 12 else (name, "")


def candidates(name: str) -> Iterator[str]:
    """`name`, then the same with `-2`, `-3` and so on before its ending."""
    yield name
    folder, slash, last = name.rpartition("/")
    stem, ending = split_ending(last)
    for number in range(2, 10_000):
        yield f"{folder}{slash}{stem}-{number}{ending}"


def _page_slug(url: str) -> str:
    parts = urlsplit(url)
    segments = [slug(_PAGE_ENDING.sub("", part)) for part in unquote(parts.path).split("/")]
    segments = [segment for segment in segments if segment]
    last = segments[-1] if segments else ""
    # "/news/articles/c4g" needs what stands before it; "/2025/02/council-approves-bridge" not.
    words = last if len(last) >= _TELLING and "-" in last else "-".join(segments[-4:])
    query = [f"{key} {value}" for key, value in parse_qsl(parts.query) if not _TRACKING.match(key)]
    return slug(" ".join([words, *query]))
