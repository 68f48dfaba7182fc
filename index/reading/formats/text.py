"""`.txt` and `.md`: optional YAML front matter, a title line, the text."""

from __future__ import annotations

import contextlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from index.article import Article, article_id
from index.errors import ArticleError
from index.reading.cleaning import (
    MAX_LINE,
    names,
    one_line,
    web_address,
    without_controls,
    without_empty_heading,
)
from index.reading.dates import iso_date

if TYPE_CHECKING:
    import yaml

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_FRONT_MATTER = 10_000
_DEEPEST = 20
_MAX_BRACKETS = 100


def parse_article(content: str, name: str, *, markdown: bool = False) -> Article:
    """The article that `content` spells out: optional YAML front matter, title line, text.

    Raises ArticleError when no text is left or the front matter is not valid.
    """
    content = without_controls(content)
    metadata: dict[str, Any] = {}
    if match := _FRONT_MATTER.match(content):
        metadata = _front_matter(match.group(1))
        content = content[match.end() :]
    if markdown:
        content = _plain_text(content)
    title, text = title_and_text(content.strip(), one_line(metadata.get("title")), name)
    text = without_empty_heading(text)
    if not text:
        raise ArticleError("has no text")
    return Article(
        id=article_id(name),
        title=title,
        text=text,
        path=name,
        published=iso_date(metadata.get("date")),
        authors=names(metadata.get("authors", metadata.get("author"))),
        source=one_line(metadata.get("source")),
        url=web_address(metadata.get("url")),
    )


def title_and_text(content: str, title: str | None, name: str) -> tuple[str, str]:
    """The title and the text of `content`, whose first line is its title unless one is given.

    A text of one line, or with a first line that is too long for a title, has its file's name.
    """
    first, _, rest = content.partition("\n")
    first = first.strip()
    if title is not None:
        # A page that repeats its title as the first line says it once.
        return title, rest.strip() if first == title else content
    if first and rest.strip() and len(first) <= MAX_LINE:
        return first, rest.strip()
    return title_from_name(name), content


def title_from_name(name: str) -> str:
    """A title made of a file's name: `new-bridge_opens.txt` is “New bridge opens”."""
    stem = PurePosixPath(name).stem
    return stem.replace("-", " ").replace("_", " ").strip().capitalize()


def _front_matter(block: str) -> dict[str, Any]:
    if len(block) > _MAX_FRONT_MATTER:
        raise ArticleError(f"its front matter is longer than {_MAX_FRONT_MATTER:,} characters")
    import yaml

    # The parser's time grows with the square of the nesting.
    if block.count("[") + block.count("{") > _MAX_BRACKETS:
        raise ArticleError("its front matter is not valid YAML (nested too deeply)")
    loaders: list[type[yaml.BaseLoader | yaml.CBaseLoader]] = [yaml.BaseLoader]
    with contextlib.suppress(AttributeError):  # ten times as quick, where it was built in
        # What C refuses is tried again: it knows no lone surrogate, which we just drop.
        loaders.insert(0, yaml.CBaseLoader)
    for loader in loaders:
        try:
            loaded = _loaded(block, loader)
            break
        except (yaml.YAMLError, RecursionError) as error:
            failed: Exception = error
    else:
        line = (str(failed).splitlines() or ["nested too deeply"])[0]
        raise ArticleError(f"its front matter is not valid YAML ({line})") from failed
    if not loaded:
        return {}
    if not isinstance(loaded, dict):
        raise ArticleError("its front matter is not a list of `name: value` lines")
    return {str(key).lower(): value for key, value in loaded.items()}


def _loaded(block: str, loader: type[yaml.BaseLoader | yaml.CBaseLoader]) -> Any:
    import yaml

    depth = 0
    for event in yaml.parse(block, loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ArticleError("its front matter is not valid YAML (nested too deeply)")
        # Aliases, which can multiply without end, are no use here.
        if isinstance(event, yaml.AliasEvent):
            raise ArticleError("its front matter has YAML aliases")
    # The base loader makes strings of everything: no dates that do not exist, no numbers, no
    # constructors to be abused.
    return yaml.load(block, Loader=loader)


def _plain_text(markdown: str) -> str:
    """The words of a Markdown text, a block a line, without its marks, images and HTML."""
    from markdown_it import MarkdownIt

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
