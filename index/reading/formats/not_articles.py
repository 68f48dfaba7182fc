"""Telling an article from what a site shows in its place: a wall, or a list of other pages."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

# What only a site says of itself, never a story in its own words. Each drops its paragraph.
_BOILERPLATE = re.compile(
    r"\bwe (?:and|,) our (?:\d[\d,.]* )?(?:\w+ )?partners\b|\bwe(?: also)? use cookies\b"
    r"|\b(?:this|our) (?:web)?site uses cookies\b|\baccept (?:all )?(?:our )?cookies?\b"
    r"|\bmanage your (?:cookie |privacy )?(?:choices|preferences|settings)\b"
    r"|\balready (?:a (?:member|subscriber)|have an account)\?"
    r"|\b(?:for|to) (?:our )?subscribers only\b|\b(?:subscribe|sign in|log in|register) to "
    r"(?:continue|keep|read|unlock)\b|\bby (?:signing (?:in|up)|subscribing|registering),? you "
    r"agree\b|\bsign up (?:for|to) (?:our|the) [^.]{0,60}newsletter\b"
    r"|\benable java ?script\b",
    re.I,
)
_LONGEST_BOILERPLATE = 600
_WALL_BELOW = 1_000
_HEADINGS = ("h2", "h3", "h4")
_LISTED = 8


def without_boilerplate(paragraphs: list[str]) -> list[str]:
    """The paragraphs without those in which the site speaks of cookies, accounts, newsletters."""
    return [
        paragraph
        for paragraph in paragraphs
        if len(paragraph) > _LONGEST_BOILERPLATE or not _BOILERPLATE.search(paragraph)
    ]


class PageShape:
    """What must be asked of a page's tree before its text is taken out of it."""

    def __init__(self, tree: HtmlElement) -> None:
        self._links = {" ".join(link.text_content().split()) for link in tree.iter("a")}
        self._password = any(
            (field.get("type") or "").lower() == "password" for field in tree.iter("input")
        )
        self._linked_headings = sum(
            heading.find(".//a") is not None
            or (heading.getparent() is not None and heading.getparent().tag == "a")
            for heading in tree.iter(*_HEADINGS)
        )

    def is_article(self, paragraphs: list[str], *, declared: bool) -> bool:
        """Whether `paragraphs` are one story; `declared` is whether the page says it is one."""
        length = sum(map(len, paragraphs))
        linked = sum(len(paragraph) for paragraph in paragraphs if paragraph in self._links)
        if 2 * linked > length:
            return False
        if declared:
            return True
        if self._password and length < _WALL_BELOW:
            return False
        return bool(self._linked_headings < max(_LISTED, len(paragraphs) / 2))
