"""Answers in a terminal: readable, wrapped, and never taken for markup."""

from __future__ import annotations

import contextlib
import importlib

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant

_HELP = "Ask a question; an empty line or Ctrl-D ends, /clear starts afresh, /help repeats this."


def show(answer: Answer, console: Console | None = None) -> None:
    """Print an answer, then its numbered sources with their quotes."""
    console = console or Console(soft_wrap=False)
    if answer.note:
        console.print(Text(answer.note, style="dim"))
    console.print(Text(answer.text, style="" if answer.answered else "italic"))
    for citation in answer.citations:
        console.print()
        console.print(Text(f"[{citation.number}] {_origin(citation)}", style="bold"))
        console.print(Padding(Text(f"“{citation.quote}”", style="dim"), (0, 0, 0, 4), expand=False))


def converse(assistant: Assistant) -> None:
    """A conversation on standard input and output, until an empty line or its end."""
    with contextlib.suppress(ImportError):  # Windows has none
        importlib.import_module("readline")  # gives input() its history and editing
    console = Console(soft_wrap=False)
    console.print(Text(_HELP, style="dim"))
    for question in assistant.suggestions(2):
        console.print(Text(f"  {question}", style="dim"))
    conversation = assistant.conversation()
    while True:
        try:
            typed = input("\n> ").strip()
        except EOFError:
            console.print()
            return
        if typed in ("", "/quit", "/exit"):
            return
        if typed == "/help":
            console.print(Text(_HELP, style="dim"))
            continue
        if typed == "/clear":
            conversation = assistant.conversation()
            console.print(Text("A new conversation.", style="dim"))
            continue
        try:
            answer = conversation.ask(typed)
        except ValueError as error:
            console.print(Text(str(error), style="red"))
            continue
        if answer.standalone_question != answer.question:
            console.print(Text(f"Understood as: {answer.standalone_question}", style="dim"))
        show(answer, console)


def _origin(citation: Citation) -> str:
    known = [citation.title, citation.source, citation.published or "undated"]
    if citation.authors:
        known.append(", ".join(citation.authors))
    return " · ".join(part for part in known if part)
