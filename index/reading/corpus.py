"""Reading a corpus folder: files in, articles and reasons for what was skipped out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.article import Article
from index.errors import ArticleError, CorpusError, FileInMotionError
from index.reading.bounded import parse_bounded
from index.reading.corpus_files import SUFFIXES, corpus_files
from index.reading.fields import Fields
from index.reading.formats.content import decode, refuse_other
from index.reading.formats.docx import parse_docx
from index.reading.formats.dump import read_dump
from index.reading.formats.pdf import parse_pdf
from index.reading.formats.text import parse_article
from index.reading.options import DEFAULT_OPTIONS, Limits, ReadOptions
from index.reading.skipped import Skipped

__all__ = [
    "Corpus",
    "Fields",
    "Limits",
    "ReadOptions",
    "Skipped",
    "read_article",
    "read_corpus",
    "read_file",
]

_DUMPS = {".json": "json", ".jsonl": "jsonl", ".csv": "csv"}


@dataclass(frozen=True)
class Corpus:
    """What a corpus folder held."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


def read_corpus(folder: Path, options: ReadOptions = DEFAULT_OPTIONS) -> Corpus:
    """Every article under `folder`, by path, with what could not be used; all of it in memory.

    Raises CorpusError when the folder is missing or holds not one usable article.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"The corpus folder {folder} does not exist: create it and put articles "
            f"({', '.join(SUFFIXES)}) in it, or name another with ASSISTANT_CORPUS."
        )
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for found in corpus_files(folder):
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        name, path = found
        try:
            read = list(read_file(path, name, options))
        except ArticleError as error:
            read = [Skipped(name, str(error))]
        articles.extend(item for item in read if isinstance(item, Article))
        skipped.extend(item for item in read if isinstance(item, Skipped))
    if not articles:
        why = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
        raise CorpusError(
            f"The corpus folder {folder} holds no usable article{why}: put .txt or .md files in "
            "it, or name another with ASSISTANT_CORPUS."
        )
    return Corpus(tuple(articles), tuple(skipped))


def read_file(
    path: Path, name: str, options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[Article | Skipped]:
    """The articles in the file `path`, known as `name` in its corpus, one at a time.

    A dump is never whole in memory, and each of its records that gives no article is Skipped.
    Raises ArticleError when the file as a whole cannot be used: at the end, after articles were
    given, when it changed while it was read, and then they are worth nothing.
    """
    form = _DUMPS.get(_suffix(path))
    if form is None:
        yield read_article(path, name, options)
        return
    with _opened(path) as file:
        yield from read_dump(file, name, options, form=form)


def read_article(path: Path, name: str, options: ReadOptions = DEFAULT_OPTIONS) -> Article:
    """The article in the file `path` of a format that holds one, known as `name` in its corpus.

    Raises ArticleError with the reason when there is none.
    """
    limits = options.limits
    with _opened(path) as file:
        content = file.read(limits.file_bytes + 1)
    limits.check_size(len(content))
    article = _parse(content, name, _suffix(path), limits)
    limits.check_length(len(article.text))
    return article


def _parse(content: bytes, name: str, suffix: str, limits: Limits) -> Article:
    if not content.strip():
        raise ArticleError("has no text")
    refuse_other(content, suffix)
    if suffix in (".pdf", ".docx"):
        parser = parse_pdf if suffix == ".pdf" else parse_docx
        return parse_bounded(parser, content, name, limits, gives=Article, limits=limits)
    if suffix in (".html", ".htm"):
        from index.reading.formats.html import parse_page

        return parse_page(content, name, limits=limits)
    text = decode(content)
    limits.check_length(len(text))  # before a parser of Markdown spends a minute on it
    return parse_article(text, name, markdown=suffix == ".md")


def _suffix(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file `path`; ArticleError when it cannot be read or changes meanwhile."""
    try:
        # Not to wait: a pipe with an article's name would have us wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            os.close(descriptor)
            raise ArticleError("is not a regular file")
        with os.fdopen(descriptor, "rb") as file:
            try:
                yield file
            except ArticleError as error:
                # Half of the old and half of the new content is rarely well formed.
                _check_unchanged(path, before, error)
                raise
            _check_unchanged(path, before)
    except OSError as error:
        raise FileInMotionError(f"cannot be read ({error.strerror})") from error


def _check_unchanged(path: Path, before: os.stat_result, cause: ArticleError | None = None) -> None:
    now = path.stat()
    if (before.st_size, before.st_mtime_ns, before.st_ino) != (
        now.st_size,
        now.st_mtime_ns,
        now.st_ino,
    ):
        raise FileInMotionError("changed while it was read") from cause
