"""The commands of `assistant index`: build, update, add, watch, status, rollback."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.wording import counted
from index.errors import AssistantError, IndexBusyError

if TYPE_CHECKING:
    from assistant.status import Status
    from index import Builder, Update
    from index.generations.manifest import SkippedFile
    from index.generations.plan import Plan
    from index.generations.writer import Progress
    from index.reading.skipped import Skipped

index_app = typer.Typer(
    help="Build the index from the articles, keep it up to date, and see what it holds.",
    epilog="Example: assistant index update",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
_NAMED = 10  # of each kind, before the rest are only counted


@index_app.command(epilog="Example: ASSISTANT_CORPUS=articles assistant index build")
def build() -> None:
    """Read every article and publish a new index; readers keep the old one until then."""
    from assistant.shell.progress import reporting

    with reporting() as report:
        update = _builder(report).build()
    _summarize(update)


@index_app.command(epilog="Example: assistant index update --dry-run")
def update(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")
    ] = False,
) -> None:
    """Index the articles that are new or changed, and forget those that are gone."""
    from assistant.shell.progress import reporting

    with reporting() as report:
        work = _builder(report)
        if dry_run:
            plan, done = work.plan(), None
        else:
            done = work.update()
            plan = done.plan
    _show_plan(plan)
    if done is not None and done.published:
        _summarize(done)
    else:
        _show_skipped(plan.skipped)
        _show_mended(done)


@index_app.command(epilog="Example: assistant index add https://example.com/news/feed.xml")
def add(
    target: Annotated[str, typer.Argument(help="A file, a folder, a web page or a feed.")],
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Fetch from addresses of this machine or network."),
    ] = False,
) -> None:
    """Save articles in the corpus, then update the index.

    Files are copied; pages are saved as text files. What is there already stays, but a page that
    is added again replaces what it gave before.
    """
    from assistant.settings import load_settings
    from assistant.shell.progress import reporting
    from index.intake.acquire import acquire

    settings = load_settings()
    with reporting() as report:
        got = acquire(target, settings.corpus, allow_private=allow_private, progress=report)
    if not got.saved and not got.unchanged and len(got.skipped) == 1:
        only = got.skipped[0]
        reason = only.reason.rstrip(".")
        raise AssistantError(f"Nothing of {target} could be added: {only.path}: {reason}.")
    _show_names("saved", got.saved)
    _show_names("there already:", got.unchanged)
    for note in got.notes:
        typer.echo(note)
    _show_skipped(got.skipped)
    if not got.saved and not got.unchanged:
        raise AssistantError(f"Nothing of {target} could be added, for the reasons above.")
    with reporting() as report:
        done = _builder(report).update()
    _show_counts(done.plan)
    if done.published:
        _summarize(done)
    else:
        _show_skipped(done.plan.skipped)
        _show_mended(done)


@index_app.command(epilog="Example: assistant index watch")
def watch() -> None:
    """Update the index whenever the articles change, until Ctrl-C."""
    from assistant.settings import load_settings
    from index.intake.watch import changes

    settings = load_settings()
    settings.corpus.mkdir(parents=True, exist_ok=True)
    typer.echo(f"Watching {settings.corpus}; Ctrl-C ends.")
    # The first update comes when changes are seen already, so that none falls between the two.
    with contextlib.suppress(KeyboardInterrupt):
        for _ in changes(settings.corpus, settings.index_dir):
            _update_and_tell()


def _update_and_tell() -> None:
    """An update that does not end the watch, whatever is wrong with it."""
    while True:
        try:
            done = _builder().update()
        except IndexBusyError:
            time.sleep(2)
            continue
        except AssistantError as error:
            typer.echo(f"assistant: {error}", err=True)
            return
        if done.published:
            _show_plan(done.plan)
            _summarize(done)
        else:
            _show_mended(done)
        return


@index_app.command(epilog="Example: assistant index status --json")
def status(as_json: Json = False) -> None:
    """Show what the published index holds and what is being done to it; look at all its files.

    The exit code is 1 when one of them is not as it was written.
    """
    from assistant.settings import load_settings
    from assistant.status import describe
    from index.errors import IndexDamagedError, IndexUnavailableError
    from index.generations.inspection import inspect

    settings = load_settings()
    inspection = inspect(settings.index_dir, settings.chroma_url)
    if inspection is None:
        raise IndexUnavailableError(
            f"There is no index at {settings.index_dir}: build it with `assistant index build`."
        )
    found = describe(inspection.manifest, settings, inspection.faults)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _show_status(found)
    if inspection.faults:
        first, *others = inspection.faults
        more = f"; {len(others):,} more" if others else ""
        raise IndexDamagedError(settings.index_dir, first + more)


def _show_status(found: Status) -> None:
    typer.echo(f"generation  {found.generation}, created {found.created}")
    typer.echo(f"corpus      {found.corpus}")
    typer.echo(f"articles    {found.articles:,} (newest: {found.newest or 'undated'})")
    typer.echo(f"passages    {found.passages:,}")
    typer.echo(f"answers by  {_answers_by(found.dense)}")
    typer.echo(f"models      {found.models['embedding']}, {found.models['reranker']}")
    typer.echo(f"vectors     on {found.vectors}")
    typer.echo(
        f"size        {found.size_bytes / 1e6:,.1f} MB in {counted(found.segments, 'segment')}"
    )
    if found.at_work:
        work = found.at_work
        share = f"{work.done:,} of {work.total:,}" if work.total else f"{work.done:,}"
        typer.echo(f"at work     {work}: {work.doing} {share}")
    for fault in found.damaged or ():
        typer.echo(f"damaged     {fault}")
    for file in found.skipped:
        typer.echo(f"skipped     {file.path}: {file.reason}")


@index_app.command(epilog="Example: assistant index rollback")
def rollback() -> None:
    """Go back to the generation before; the next update takes the articles of now again."""
    from assistant.settings import load_settings
    from index.generations.rollback import roll_back

    settings = load_settings()
    manifest = roll_back(settings.index_dir, settings.chroma_url)
    typer.echo(
        f"Generation {manifest.generation} of {manifest.created} answers again: "
        f"{counted(manifest.articles, 'article')}."
    )


def _builder(report: Progress | None = None) -> Builder:
    from assistant.editing.building import builder
    from assistant.settings import load_settings

    return builder(load_settings(), progress=report)


def _show_plan(plan: Plan) -> None:
    _show_names("add    ", plan.added)
    _show_names("change ", plan.changed)
    _show_names("remove ", plan.removed)
    _show_counts(plan)


def _show_names(what: str, names: Sequence[str]) -> None:
    for name in names[:_NAMED]:
        typer.echo(f"{what} {name}")
    if len(names) > _NAMED:
        typer.echo(f"{what} {len(names) - _NAMED:,} more")


def _show_counts(plan: Plan) -> None:
    if plan.is_empty:
        typer.echo(f"Nothing changed: {counted(plan.unchanged, 'article')}.")
        return
    typer.echo(
        f"{len(plan.added):,} added, {len(plan.changed):,} changed, {len(plan.removed):,} removed, "
        f"{plan.unchanged:,} unchanged."
    )


def _summarize(done: Update) -> None:
    _show_skipped(done.plan.skipped)
    _show_mended(done)
    manifest = done.manifest
    typer.echo(
        f"Indexed {counted(manifest.articles, 'article')} "
        f"({counted(manifest.passages, 'passage')}) as generation {manifest.generation} in "
        f"{sum(done.seconds.values()):.1f} s; {len(manifest.skipped):,} skipped."
    )


def _show_mended(done: Update | None) -> None:
    if done is not None and done.damage is not None:
        typer.echo(f"Everything was indexed anew, for {done.damage}.", err=True)
    for mended in done.mended if done is not None else ():
        typer.echo(f"Mended: {mended}.", err=True)


def _show_skipped(skipped: Iterable[Skipped | SkippedFile]) -> None:
    for file in skipped:
        typer.echo(f"skipped {file.path}: {file.reason}", err=True)


def _answers_by(dense: float) -> str:
    if dense == 1:
        return "words and vectors"
    if dense == 0:
        return "words alone; the vectors are not done"
    return f"words, and vectors of {dense:.0%} of the passages"
