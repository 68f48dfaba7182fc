"""The command line: `assistant ask`, `chat`, `serve`, `mcp` and `index`."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.shell.evaluate_command import evaluate
from assistant.shell.feedback_command import feedback_app
from assistant.shell.index_commands import index_app
from index.errors import AssistantError

if TYPE_CHECKING:
    from assistant import Assistant

app = typer.Typer(
    name="assistant",
    help="Ask a collection of news articles: answers are quoted, cited, or honestly refused.",
    epilog='Example: assistant ask "What did Healey say?"',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(index_app, name="index")
app.add_typer(feedback_app, name="feedback")
app.command(epilog="Example: assistant evaluate questions.jsonl --corpus articles")(evaluate)

# What Ctrl-C (as typer has it) and SIGTERM end with, as in a shell.
_STOPPED = (130, 143)

Now = Annotated[
    dt.datetime | None,
    typer.Option(
        help="The day of asking: today, or the newest article's day when that is over.",
        formats=["%Y-%m-%d"],
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.callback()
def options(
    debug: Annotated[bool, typer.Option(help="Show the traceback of an error.")] = False,
) -> None:
    """Options of every command; `main` reads --debug itself, for errors come to it."""
    del debug


@app.command(epilog='Example: assistant ask "What did Healey say?"')
def ask(
    question: Annotated[str, typer.Argument(help="The question, or - to read it from stdin.")],
    as_json: Json = False,
    now: Now = None,
) -> None:
    """Answer one question, with its sources."""
    from assistant.shell.terminal import show
    from assistant.understand.question import clean

    text = clean(sys.stdin.read() if question == "-" else question)
    answer = _opened().ask(text, now=_day(now))
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        show(answer)


@app.command(epilog="Example: assistant chat")
def chat(now: Now = None) -> None:
    """Ask one question after another; follow-ups are understood."""
    from assistant.shell.terminal import converse

    converse(_opened(), _day(now))


@app.command(epilog="Example: assistant serve --port 8000")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
    insecure: Annotated[
        bool,
        typer.Option("--insecure", help="Listen on other addresses than loopback without a token."),
    ] = False,
) -> None:
    """Serve the chat page and the answer API, and print the address when it can answer."""
    from assistant.service.policy import Policy
    from assistant.settings import load_settings

    # Before the index is built: what is refused is refused at once.
    settings = load_settings()
    Policy.of(settings, host or settings.host, insecure=insecure)
    assistant = _opened(wait=False)
    # Imports point from the page to the assistant; the command that starts both ties the knot.
    page = importlib.import_module("ui.serve")
    page.serve(
        assistant,
        host or assistant.settings.host,
        assistant.settings.port if port is None else port,
        on_ready=lambda address: typer.echo(f"The chat is ready at {address}"),
        insecure=insecure,
    )


@app.command(epilog="Example: assistant mcp")
def mcp() -> None:
    """Offer the tools ask, search and read_article by the Model Context Protocol, over stdio."""
    assistant = _opened(wait=False)
    from assistant.service.routes.tools import build_tools

    build_tools(assistant).run("stdio")


def _opened(*, wait: bool = True) -> Assistant:
    from assistant import Assistant
    from assistant.shell.progress import reporting

    with reporting() as report:
        return Assistant.open(progress=report, wait=wait)


def _day(now: dt.datetime | None) -> dt.date | None:
    return now.date() if now is not None else None


def main() -> None:
    """Run the command line; exit 2 for wrong usage, 1 for a failure, each with one line."""
    debug = "--debug" in sys.argv
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except AssistantError as error:
        _fail(error, error.exit_code, debug)
    except SystemExit as ending:
        if ending.code in _STOPPED:
            typer.echo("assistant: stopped; nothing that was published is lost", err=True)
        raise
    except Exception as error:
        _fail(error, 1, debug)


def _stop(number: int, frame: object) -> None:
    """End as after Ctrl-C, which leaves nothing half done behind."""
    raise SystemExit(128 + number)


def _fail(error: Exception, code: int, debug: bool) -> None:
    if debug:
        raise error
    known = isinstance(error, AssistantError)
    line = " ".join(str(error).split()) or type(error).__name__
    advice = "" if known else " (run again with `assistant --debug ...` for the details)"
    typer.echo(f"assistant: {line}{advice}", err=True)
    sys.exit(code)
