"""Reading a corpus folder: files in, articles and reasons for what was skipped out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from charset_normalizer import from_bytes
from dateutil import parser as date_parser
from markdown_it import MarkdownIt

from index.article import Article, article_id
from index.errors import ArticleError, CorpusError

SUFFIXES = (".txt", ".md")
MAX_BYTES = 10_000_000
MAX_TITLE_CHARACTERS = 300

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
# A last line such as "Related Sources:" heads a list that the page had and the text has not.
_EMPTY_HEADING = re.compile(r"\n[^\n.!?]{1,60}:\s*\Z")
# What moves a terminal's cursor, hides or turns text, or cannot be written as UTF-8.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_MAX_FRONT_MATTER = 10_000
_TWO_DAYS = (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2))


@dataclass(frozen=True)
class Skipped:
    """A file that gave no article, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Corpus:
    """What a corpus folder held."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


def read_corpus(folder: Path) -> Corpus:
    """Every article under `folder`, by path, with the files that could not be used.

    Hidden files and folders are passed over. Raises CorpusError when the folder is missing or
    holds not one usable article.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"The corpus folder {folder} does not exist: create it and put .txt or .md articles "
            "in it, or name another with ASSISTANT_CORPUS."
        )
    articles: list[Article] = []
    skipped: list[Skipped] = []
    for path in _files(folder):
        # A name that is not UTF-8 is spelt out, or it could not be stored.
        name = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
        try:
            articles.append(read_article(path, name))
        except ArticleError as error:
            skipped.append(Skipped(name, str(error)))
    if not articles:
        why = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
        raise CorpusError(
            f"The corpus folder {folder} holds no usable article{why}: put .txt or .md files in "
            "it, or name another with ASSISTANT_CORPUS."
        )
    return Corpus(tuple(articles), tuple(skipped))


def read_article(path: Path, name: str) -> Article:
    """The article in the file `path`, known as `name` in its corpus.

    Raises ArticleError with the reason when the file is unreadable, binary, too large or empty.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ArticleError(f"larger than {MAX_BYTES // 1_000_000} MB")
        raw = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read ({error.strerror})") from error
    return parse_article(_decode(raw), name, markdown=path.suffix.lower() == ".md")


def parse_article(content: str, name: str, *, markdown: bool = False) -> Article:
    """The article that `content` spells out: optional YAML front matter, title line, text.

    Raises ArticleError when no text is left or the front matter is not valid.
    """
    content = _CONTROL.sub("", content.replace("\r\n", "\n").replace("\r", "\n"))
    metadata: dict[str, Any] = {}
    if match := _FRONT_MATTER.match(content):
        metadata = _front_matter(match.group(1))
        content = content[match.end() :]
    if markdown:
        content = _plain_text(content)
    title, text = _title_and_text(content.strip(), _one_line(metadata.get("title")), name)
    text = _EMPTY_HEADING.sub("", text).strip()
    if not text:
        raise ArticleError("has no text")
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=_iso_date(metadata.get("date")),
        authors=_names(metadata.get("authors", metadata.get("author"))),
        source=_one_line(metadata.get("source")),
        url=_web_address(metadata.get("url")),
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
            yield path


def _decode(raw: bytes) -> str:
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ArticleError("is not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _detected(raw)
    try:
        return raw.decode("cp1252")  # what Western pages are in when they are not UTF-8
    except UnicodeDecodeError:
        return _detected(raw)


def _detected(raw: bytes) -> str:
    best = from_bytes(raw).best()
    if best is None:
        raise ArticleError("is in no known text encoding")
    return str(best)


def _front_matter(block: str) -> dict[str, Any]:
    if len(block) > _MAX_FRONT_MATTER:
        raise ArticleError(f"its front matter is longer than {_MAX_FRONT_MATTER:,} characters")
    try:
        # The base loader makes strings of everything: no dates that do not exist, no numbers, no
        # constructors to be abused. Aliases, which can multiply without end, are no use here.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, yaml.BaseLoader)):
            raise ArticleError("its front matter has YAML aliases")
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        line = (str(error).splitlines() or ["nested too deeply"])[0]
        raise ArticleError(f"its front matter is not valid YAML ({line})") from error
    if not loaded:
        return {}
    if not isinstance(loaded, dict):
        raise ArticleError("its front matter is not a list of `name: value` lines")
    return {str(key).lower(): value for key, value in loaded.items()}


def _title_and_text(content: str, title: str | None, name: str) -> tuple[str, str]:
    first, _, rest = content.partition("\n")
    first = first.strip()
    if title is not None:
        # A page that repeats its title as the first line says it once.
        return title, rest.strip() if first == title else content
    if first and rest.strip() and len(first) <= MAX_TITLE_CHARACTERS:
        return first, rest.strip()
    return Path(name).stem.replace("-", " ").replace("_", " ").strip().capitalize(), content


def _plain_text(markdown: str) -> str:
    """The words of a Markdown text, a block a line, without its marks, images and HTML."""
    blocks: list[str] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "inline":
            pieces = [
                child.content if child.type in ("text", "code_inline") else " "
                for child in token.children or []
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            ]
            blocks.append("".join(pieces).strip())
        elif token.type in ("code_block", "fence"):
            blocks.append(token.content.strip())
    return "\n\n".join(block for block in blocks if block)


def _one_line(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(_CONTROL.sub("", value).split())[:MAX_TITLE_CHARACTERS] or None


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"\s*(?:,|;|\band\b|&)\s*", value)
    names = value if isinstance(value, list) else []
    return tuple(name for item in names if (name := _one_line(item)))


def _web_address(value: Any) -> str | None:
    text = _one_line(value)
    return text if text and re.match(r"https?://", text) else None


def _iso_date(value: Any) -> str | None:
    text = _one_line(value)
    if text is None:
        return None
    try:
        # The parser fills what is not said from a default date: where two defaults give two
        # dates, the day is not known.
        first, second = (date_parser.parse(text, default=day) for day in _TWO_DAYS)
    except (ValueError, OverflowError):
        return None
    return first.date().isoformat() if first.date() == second.date() else None
