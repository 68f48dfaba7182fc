"""Answers in a terminal: readable, wrapped, and never taken for markup."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import textwrap

from rich.console import Console
from rich.text import Text

from assistant.answer import EXTRACTIVE, Answer, Citation, OtherSource
from assistant.answers.citations import unmarked
from assistant.assistant import Assistant

_WIDEST = 100
_HELP = "Ask a question; an empty line or Ctrl-D ends, /clear starts afresh, /help repeats this."


def show(answer: Answer, console: Console | None = None) -> None:
    """Print an answer, then its numbered sources with their quotes."""
    console = console or Console()
    if answer.note:
        _print(console, answer.note, "dim")
    if answer.short is not None:
        _print(console, unmarked(answer.short.text), "bold")
    _print(console, answer.text, "" if answer.answered else "italic")
    if answer.engine != EXTRACTIVE:
        _print(console, f"Written by {answer.engine}; each sentence was verified.", "dim")
    for citation in answer.citations:
        console.print()
        _print(console, f"[{citation.number}] {_origin(citation)}", "bold")
        _print(console, f"“{citation.quote}”", "dim", indent="    ")
        for other in citation.other_sources:
            _print(console, f"the same story: {_origin(other)}", "dim", indent="    ")


def converse(assistant: Assistant, now: dt.date | None = None) -> None:
    """A conversation on standard input and output, until an empty line or its end."""
    with contextlib.suppress(ImportError):  # Windows has none
        importlib.import_module("readline")  # gives input() its history and editing
    console = Console()
    _print(console, _HELP, "dim")
    for question in assistant.suggestions(2):
        _print(console, f"  {question}", "dim")
    conversation = assistant.conversation(now=now)
    while True:
        try:
            typed = input("\n> ").strip()
        except EOFError:
            console.print()
            return
        if typed in ("", "/quit", "/exit"):
            return
        if typed == "/help":
            _print(console, _HELP, "dim")
            continue
        if typed == "/clear":
            conversation = assistant.conversation(now=now)
            _print(console, "A new conversation.", "dim")
            continue
        try:
            answer = conversation.ask(typed)
        except ValueError as error:
            _print(console, str(error), "red")
            continue
        if answer.standalone_question != answer.question:
            _print(console, f"Understood as: {answer.standalone_question}", "dim")
        if answer.other_question is not None:
            _print(console, f"Or did you mean: {answer.other_question}", "dim")
        show(answer, console)


def _print(console: Console, text: str, style: str, indent: str = "") -> None:
    wrapped = "\n".join(
        textwrap.fill(
            line,
            width=min(console.width, _WIDEST),
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
    )
    # A Text is printed as it is: the [1] of an answer is not taken for markup.
    console.print(Text(wrapped, style=style), soft_wrap=True)


def _origin(article: Citation | OtherSource) -> str:
    known = [article.title, article.source, article.published or "undated"]
    if isinstance(article, Citation) and article.authors:
        known.append(", ".join(article.authors))
    return " · ".join(part for part in known if part)
