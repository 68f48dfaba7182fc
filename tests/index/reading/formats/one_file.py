"""Reads one file as a corpus would, and says what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError
from index.reading.corpus import read_article
from index.reading.options import Limits, ReadOptions


def read(path: Path, content: bytes, limits: Limits | None = None) -> Article:
    path.write_bytes(content)
    return read_article(path, path.name, ReadOptions(limits or Limits()))


def refused(path: Path, content: bytes, limits: Limits | None = None) -> str:
    """The one line that says why the file gives no article."""
    with pytest.raises(ArticleError) as raised:
        read(path, content, limits)
    assert "\n" not in str(raised.value)
    return str(raised.value)
