"""`assistant feedback`: what readers think of the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

feedback_app = typer.Typer(
    help="What readers of the page think of the answers.", no_args_is_help=True
)


@feedback_app.command(epilog="Example: assistant feedback export > questions.jsonl")
def export(
    down: Annotated[
        bool, typer.Option("--down", help="Those that did not help, for an answer to be filled in.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option(help="The verdicts; by default those of the settings.")
    ] = None,
) -> None:
    """Print the answers that helped as questions for `assistant evaluate`, one a line."""
    from assistant.evaluation.feedback import FeedbackError, example, read_latest
    from assistant.settings import load_settings

    source = file or load_settings().feedback
    if source is None:
        raise FeedbackError("No verdicts are kept: ASSISTANT_FEEDBACK is off.")
    for feedback in read_latest(source):
        if (feedback.verdict == "down") == down:
            typer.echo(json.dumps(example(feedback), ensure_ascii=False))


@feedback_app.callback()
def _commands() -> None:
    """Keep `export` a command of its own, though it is the only one."""
