"""A conversation as a Markdown file, with its sources as footnotes.

Whatever a reader, an article or a model wrote is escaped: it can make no heading, link, image,
HTML or footnote of its own.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from assistant import Citation
from assistant.answers.citations import unmarked
from ui.ask.source import Source
from ui.keeping.kept import KeptConversation, KeptError, KeptExchange, read
from ui.wording import confidence, long_date, same_question, well_formed

_MARKER = re.compile(r"\[(\d{1,3})\]")
# What means something to Markdown anywhere; the dot, colon and at sign where GitHub's makes a
# link of a bare address.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&$^]|(?<=www)\.|:(?=//)|@")
# What means something at the beginning of a line.
_OPENING = re.compile(r"^(?:([#+=-])|(\d{1,9})([.)])(?=\s|$))")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\`\"^{|}]")


def exported(text: Any) -> dict[str, str]:
    """The `name` and `text` of the file for a conversation as a browser keeps it; an `error`,
    one line, when it cannot be read.
    """
    try:
        conversation = read(text)
    except KeptError:
        return {"error": "This conversation cannot be read, and so not be saved."}
    return {"name": file_name(conversation.name), "text": markdown(conversation)}


def file_name(title: str) -> str:
    """A name that any file system takes: the words of `title`, and nothing else of it."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", well_formed(title)))
    # Names may have 255 bytes on most systems, and four a letter.
    name = "-".join(words).lower()[:60].strip("-")
    return f"{name or 'conversation'}.md"


def markdown(conversation: KeptConversation) -> str:
    """The whole file."""
    parts = [f"# {plain(conversation.name)}"]
    notes: list[str] = []
    for turn, exchange in enumerate(conversation.exchanges, 1):
        parts += _exchange(exchange, turn)
        notes += _notes(exchange, turn)
    return well_formed("\n\n".join([*parts, *notes]) + "\n")


def plain(text: str) -> str:
    """`text` on one line, escaped so that Markdown shows it letter for letter."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    escaped = _SPECIAL.sub(lambda found: "\\" + found[0], line)
    return _OPENING.sub(lambda f: f"\\{f[1]}" if f[1] else f"{f[2]}\\{f[3]}", escaped)


def _exchange(exchange: KeptExchange, turn: int) -> list[str]:
    parts = [f"## {plain(exchange.question)}"]
    answer = exchange.answer
    meant = exchange.understood
    if meant is not None and not same_question(meant, exchange.question):
        parts.append(f"Understood as: {plain(meant)}")
    if answer is None:
        parts.append(plain(exchange.error or "No answer was given."))
        return parts
    if answer.note:
        parts.append(plain(answer.note))
    if answer.short is not None:
        parts.append(f"**{plain(unmarked(answer.short.text))}**")
    parts += [
        _with_notes(paragraph, exchange, turn)
        for paragraph in re.split(r"\n\s*\n", answer.text)
        if paragraph.strip()
    ]
    if answer.answered and answer.citations:
        parts.append(confidence(answer.confidence) + ".")
    if not answer.answered and answer.nearest:
        nearest = "\n".join(f"- {_source(citation)}" for citation in answer.nearest)
        parts.append(f"Nearest in the articles:\n\n{nearest}")
    return parts


def _with_notes(text: str, exchange: KeptExchange, turn: int) -> str:
    """`text` with each [n] that has a source made a reference to its footnote."""
    assert exchange.answer is not None
    numbers = {citation.number for citation in exchange.answer.citations}
    parts, done = [], 0
    for marker in _MARKER.finditer(text):
        if int(marker[1]) in numbers:
            said = plain(text[done : marker.start()])
            parts.append(f"{said}[^{turn}-{int(marker[1])}]")
            done = marker.end()
    return " ".join([*parts, plain(text[done:])]).strip()


def _notes(exchange: KeptExchange, turn: int) -> list[str]:
    citations = exchange.answer.citations if exchange.answer else ()
    return [f"[^{turn}-{citation.number}]: {_source(citation)}" for citation in citations]


def _source(citation: Citation) -> str:
    source = Source(citation)
    named = [source.title, source.outlet, long_date(citation.published)]
    line = f"“{plain(citation.quote)}” " + ", ".join(plain(part) for part in named if part)
    if source.url is None:
        return line
    return f"{line}, <{_UNSAFE_IN_ADDRESS.sub(_percent, source.url)}>"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in well_formed(found[0]).encode())
