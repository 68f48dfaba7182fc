"""What may be set about reading: how much of a file is too much, and how a dump's fields map."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from index.errors import ArticleError
from index.reading.fields import Fields

# To be raised when the same file would now give another article: an update then reads all anew.
_WAY = 2


@dataclass(frozen=True)
class Limits:
    """How far a file is trusted; a limit that is met is named in the reason of what is skipped.

    `file_bytes`: the size of a file that holds one article. `dump_bytes`: the size of a dump once
    decompressed, and `gzip_ratio` how much more that may be than its size on disk (news text is
    packed 3 to 4 times, gzip's most is 1,032). `record_bytes`: one record of a dump.
    `characters`: one article's text. `pdf_pages`: the pages of a PDF. `unpacked_bytes`: the parts
    of a .docx, or one stream of a PDF, once decompressed. `seconds` of processor time and
    `memory_bytes`: what parsing one PDF, .docx, feed or large page may take. `reported`: how many
    skipped records of one dump are named one by one.
    """

    file_bytes: int = 10_000_000
    dump_bytes: int = 2_000_000_000
    gzip_ratio: int = 200
    record_bytes: int = 10_000_000
    characters: int = 1_000_000
    pdf_pages: int = 500
    unpacked_bytes: int = 50_000_000
    seconds: float = 30
    memory_bytes: int = 1_000_000_000
    reported: int = 100

    def check_size(self, size: int) -> None:
        """Raise ArticleError when a file of `size` bytes is too large for one article."""
        if size > self.file_bytes:
            raise ArticleError(f"larger than {self.file_bytes / 1_000_000:g} MB")

    def check_length(self, characters: int) -> None:
        """Raise ArticleError when a text of so many characters is too long for an article."""
        if characters > self.characters:
            raise ArticleError(f"its text is longer than {self.characters:,} characters")


@dataclass(frozen=True)
class ReadOptions:
    """How files are read."""

    limits: Limits = field(default_factory=Limits)
    fields: Fields = field(default_factory=Fields)

    @property
    def fingerprint(self) -> str:
        """What tells these options, and the way of reading, from others."""
        return hashlib.sha256(f"{_WAY} {self}".encode()).hexdigest()[:16]


DEFAULT_OPTIONS = ReadOptions()
