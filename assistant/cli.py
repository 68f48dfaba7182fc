"""The command line: `assistant ask`, `chat`, `serve` and `index`."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Annotated

import typer

from index.errors import AssistantError

app = typer.Typer(
    name="assistant",
    help="Ask a collection of news articles: answers are quoted, cited, or honestly refused.",
    epilog='Example: assistant ask "What did Healey say?"',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
index_app = typer.Typer(
    help="Build the index from the articles, or see what it holds.",
    epilog="Example: assistant index build",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(index_app, name="index")

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
) -> None:
    """Answer one question, with its sources."""
    from assistant import Assistant
    from assistant.question import clean
    from assistant.terminal import show

    text = clean(sys.stdin.read() if question == "-" else question)
    answer = Assistant.open(progress=_progress).ask(text)
    if as_json:
        typer.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        show(answer)


@app.command(epilog="Example: assistant chat")
def chat() -> None:
    """Ask one question after another; follow-ups are understood."""
    from assistant import Assistant
    from assistant.terminal import converse

    converse(Assistant.open(progress=_progress))


@app.command(epilog="Example: assistant serve --port 8000")
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
) -> None:
    """Serve the chat page, and print its address when it can answer."""
    from assistant import Assistant

    assistant = Assistant.open(progress=_progress)
    # Imports point from the page to the assistant; the command that starts both ties the knot.
    page = importlib.import_module("ui.serve")
    page.serve(
        assistant,
        host or assistant.settings.host,
        assistant.settings.port if port is None else port,
        on_ready=lambda address: typer.echo(f"The chat is ready at {address}"),
    )


@index_app.command(epilog="Example: ASSISTANT_CORPUS=articles assistant index build")
def build() -> None:
    """Read the articles and publish a new index; readers keep the old one until it is whole."""
    from assistant.settings import load_settings
    from index import Embedder, build_index

    settings = load_settings()
    manifest = build_index(
        settings.corpus, settings.index_dir, Embedder(settings.embedding_model), _progress
    )
    for file in manifest.skipped:
        typer.echo(f"skipped {file.path}: {file.reason}", err=True)
    typer.echo(
        f"Indexed {_count(manifest.articles, 'article')} "
        f"({_count(manifest.passages, 'passage')}) as generation {manifest.generation} "
        f"in {sum(manifest.seconds.values()):.1f} s."
    )


@index_app.command(epilog="Example: assistant index status --json")
def status(as_json: Json = False) -> None:
    """Show what the published index holds."""
    from assistant.settings import load_settings
    from index import publish
    from index.errors import IndexUnavailableError
    from index.manifest import read_manifest

    settings = load_settings()
    folder = publish.current(settings.index_dir)
    if folder is None:
        raise IndexUnavailableError(
            f"There is no index at {settings.index_dir}: build it with `assistant index build`."
        )
    manifest = read_manifest(folder)
    if as_json:
        typer.echo(manifest.model_dump_json(indent=2))
        return
    typer.echo(f"generation  {manifest.generation}, created {manifest.created}")
    typer.echo(f"corpus      {manifest.corpus}")
    typer.echo(f"articles    {manifest.articles} (newest: {manifest.newest or 'undated'})")
    typer.echo(f"passages    {manifest.passages}")
    typer.echo(f"embedding   {manifest.embedding_model}, {manifest.dimensions} dimensions")
    for file in manifest.skipped:
        typer.echo(f"skipped     {file.path}: {file.reason}")


def main() -> None:
    """Run the command line; exit 2 for wrong usage, 1 for a failure, each with one line."""
    debug = "--debug" in sys.argv
    try:
        app()
    except AssistantError as error:
        _fail(error, error.exit_code, debug)
    except Exception as error:
        _fail(error, 1, debug)


def _fail(error: Exception, code: int, debug: bool) -> None:
    if debug:
        raise error
    known = isinstance(error, AssistantError)
    line = " ".join(str(error).split()) or type(error).__name__
    advice = "" if known else " (run again with `assistant --debug ...` for the details)"
    typer.echo(f"assistant: {line}{advice}", err=True)
    sys.exit(code)


def _progress(what: str, done: int, total: int) -> None:
    label = {"read": "Read", "embed": "Embedded"}.get(what, what.capitalize())
    unit = "article" if what == "read" else "passage"
    typer.echo(f"{label} {done} of {_count(total, unit)}", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
