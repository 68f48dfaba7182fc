"""Markup inside a field of a dump becomes plain text."""

from __future__ import annotations

import html
import re
from typing import Any

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|u|ul|ol|li|h[1-6]|blockquote|figure|figcaption|img|table|"
    r"tr|td|section|article|iframe|script|style|hr|sup|sub|small)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_PARAGRAPHS = set(
    "p div ul ol h1 h2 h3 h4 h5 h6 blockquote figure table section article hr".split()
)
_LINES = {"br", "li", "tr", "figcaption"}
_MAX_TAGS = 30_000
_UNSEEN = {"script", "style", "iframe", "noscript", "head", "template", "object", "svg"}


def plain_text(text: str) -> str:
    """`text` without HTML tags and entities, a paragraph set off by an empty line.

    Text that has none is given back as it is; a lone `<` or `&` is text.
    """
    if "<" in text and _TAG.search(text):
        # Far more than any article has would keep the parser busy: they are only cut out.
        few = text.count("<") <= _MAX_TAGS
        return _without_tags(text) if few else html.unescape(_TAG.sub(" ", text))
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def _without_tags(text: str) -> str:
    from lxml import html as lxml_html
    from lxml.etree import LxmlError

    # lxml refuses control characters that text may not have in XML either.
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)
    try:
        root = lxml_html.fragment_fromstring(text, create_parent="div")
    except (LxmlError, ValueError, AssertionError):
        return html.unescape(_TAG.sub(" ", text))
    has_blocks = any(e.tag in _PARAGRAPHS or e.tag == "br" for e in root.iterdescendants())
    pieces: list[str] = []
    _collect(root, pieces, keep_lines=not has_blocks)
    joined = re.sub(r"[ \t]{2,}", " ", "".join(pieces))
    return re.sub(r" ?\n ?", "\n", joined)


def _collect(root: Any, pieces: list[str], *, keep_lines: bool) -> None:
    def said(words: str | None) -> None:
        if words:
            # Where blocks make the lines, a line end in the source is only a space.
            pieces.append(words if keep_lines else re.sub(r"\s+", " ", words))

    # A stack of our own: markup may be nested deeper than Python recurses.
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else None
        seen = tag is not None and tag not in _UNSEEN
        if done or not seen:
            if seen:
                pieces.append("\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES else "")
            if element is not root:
                said(element.tail)
            continue
        pieces.append("\n\n" if tag in _PARAGRAPHS else "\n" if tag == "li" else "")
        said(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
