"""What the editors' view says, as HTML in which every foreign word is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from markupsafe import Markup

from assistant.editing.editing import Acquired, AtWork, Manifest, Plan, Skipped, SkippedFile
from assistant.service.routes.messages import UpdateProgress
from ui.editors.working import Step
from ui.wording import counted, long_date, well_formed

_LISTED = 10  # of each kind, before the rest are only counted
_SKIPPED_LISTED = 50
_DOING = {
    "look": ("Looking through the files", "file"),
    "read": ("Reading", "article"),
    "embed": ("Making vectors", "passage"),
    "store": ("Storing vectors", "passage"),
    "fetch": ("Fetching", "page"),
    "copy": ("Copying", "file"),
    "check": ("Checking", "file"),
}
CLOSED = (
    "The articles cannot be changed here: this page is served to others, and asks nobody for a "
    "token. Set ASSISTANT_API_TOKEN; whoever signs in with it may then add articles and update "
    "the index."
)
GOING_BACK = (
    "The files stay among the articles, so the next update brings the newer articles back: to be "
    "rid of one for good, remove its file first."
)


def notice_html(line: str) -> str:
    """A line that says how things are."""
    return well_formed(Markup('<p class="notice">{}</p>').format(line))


def fault_html(line: str) -> str:
    """A line that says what went wrong."""
    return well_formed(Markup('<p class="fault" role="alert">{}</p>').format(line))


def step_html(step: Step) -> str:
    """What is being done, and how much of it."""
    return well_formed(Markup('<div class="going" role="status">{}</div>').format(_going(step)))


def _going(step: Step) -> Markup:
    what, noun = _DOING.get(step.doing, (step.doing, "item"))
    if not step.total:
        amount = counted(step.done, noun) if step.done else ""
        return Markup('<p>{}… <span class="amount">{}</span></p><progress></progress>').format(
            what, amount
        )
    return Markup(
        '<p>{what}… <span class="amount">{done:,} of {of}</span></p>'
        '<progress value="{done}" max="{total}"></progress>'
    ).format(what=what, done=step.done, of=counted(step.total, noun), total=step.total)


def acquired_html(got: Acquired) -> str:
    """What was saved among the articles, and what was not."""
    lines: list[Markup] = []
    if got.saved:
        lines.append(_line(f"{counted(len(got.saved), 'file')} saved among the articles:"))
        lines.append(_names("saved", got.saved))
    if got.unchanged:
        lines.append(_line(f"{counted(len(got.unchanged), 'file')} there already:"))
        lines.append(_names("same", got.unchanged))
    lines += [_line(note) for note in got.notes]
    if got.skipped:
        lines.append(_line(f"{counted(len(got.skipped), 'file')} not taken:"))
        lines.append(_reasons(got.skipped))
    return _said(lines)


def plan_html(plan: Plan) -> str:
    """What an update would do."""
    if plan.is_empty:
        return _said([_line(f"Nothing to do: all {counted(plan.unchanged, 'article')} are in.")])
    parts = [
        _line(
            f"An update would add {len(plan.added):,}, change {len(plan.changed):,} and remove "
            f"{len(plan.removed):,}; {counted(plan.unchanged, 'article')} would stay."
        )
    ]
    for kind, names in (("add", plan.added), ("change", plan.changed), ("remove", plan.removed)):
        if names:
            parts.append(Markup("<h3>{}</h3>").format(f"To {kind}"))
            parts.append(_names(kind, names))
    if plan.skipped:
        parts.append(Markup("<h3>Cannot be used</h3>"))
        parts.append(_reasons(plan.skipped))
    return _said(parts)


def progress_html(update: UpdateProgress, at_work: AtWork | None) -> str:
    """How the newest update comes on or ended, or who else is writing the index."""
    if update.state == "running":
        return step_html(Step(update.doing or "look", update.done, update.total))
    if at_work is not None:
        going = _going(Step(at_work.doing, at_work.done, at_work.total))
        line = _line(f"The index is being written by {at_work}.")
        return well_formed(
            Markup('<div class="going" role="status">{}{}</div>').format(line, going)
        )
    if update.state == "failed":
        return fault_html(update.error or "The update failed.")
    if update.state == "done":
        return _said([_line(_done(update))])
    return ""


def _done(update: UpdateProgress) -> str:
    took = f"in {max(update.seconds, 0.1):.1f} s"
    if not (update.added or update.changed or update.removed):
        return f"Up to date, {took}: nothing had changed. {_left_out(update.skipped)}"
    return (
        f"Updated {took}: {update.added:,} added, {update.changed:,} changed, "
        f"{update.removed:,} removed. {_left_out(update.skipped)}"
    )


def _left_out(skipped: int) -> str:
    return f"{counted(skipped, 'file or record')} skipped, as listed." if skipped else ""


def generations_html(now: Manifest, before: Manifest | None) -> str:
    """Which generation answers, and which one it could go back to."""
    earlier = (
        _generation(before)
        if before is not None
        else Markup("<p>None is kept: there is nothing to go back to.</p>")
    )
    return well_formed(
        Markup("<h2>What answers now</h2>{}<h2>The one before</h2>{}").format(
            _generation(now), earlier
        )
    )


def _generation(manifest: Manifest) -> Markup:
    rows = (
        ("Generation", manifest.generation),
        ("Made", _moment(manifest.created)),
        ("Articles", f"{manifest.articles:,}"),
        ("Passages", f"{manifest.passages:,}"),
        ("Newest", long_date(manifest.newest)),
    )
    return Markup("<dl>{}</dl>").format(
        Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in rows)
    )


def asked_back_html(before: Manifest) -> str:
    """What is asked before going back."""
    line = (
        f"Go back to the {counted(before.articles, 'article')} of {_moment(before.created)}? "
        + GOING_BACK
    )
    return well_formed(Markup('<p class="notice" role="alert">{}</p>').format(line))


def went_back_html(manifest: Manifest) -> str:
    """What is said after going back."""
    line = (
        f"Generation {manifest.generation} answers again: {counted(manifest.articles, 'article')}. "
        + GOING_BACK
    )
    return _said([_line(line)])


def skipped_html(skipped: Sequence[SkippedFile]) -> str:
    """The files that the index that answers could not use."""
    if not skipped:
        return str(Markup("<h2>Skipped</h2><p>Every file was used.</p>"))
    return well_formed(
        Markup("<h2>Skipped</h2><p>{}</p>{}").format(
            f"{counted(len(skipped), 'file or record')} could not be used:", _reasons(skipped)
        )
    )


def _reasons(skipped: Sequence[Skipped | SkippedFile]) -> Markup:
    items = [
        Markup("<li><strong>{}</strong> {}</li>").format(one.path, one.reason)
        for one in skipped[:_SKIPPED_LISTED]
    ]
    return _list("reasons", items, len(skipped))


def _names(kind: str, names: Sequence[str]) -> Markup:
    items = [Markup("<li>{}</li>").format(name) for name in names[:_LISTED]]
    return _list(f"names {kind}", items, len(names))


def _list(kind: str, items: list[Markup], of: int) -> Markup:
    if of > len(items):
        items.append(Markup('<li class="more">and {:,} more</li>').format(of - len(items)))
    return Markup('<ul class="{}">{}</ul>').format(kind, Markup("").join(items))


def _line(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text.strip())


def _said(parts: Iterable[Markup]) -> str:
    return well_formed(
        Markup('<div class="said" role="status">{}</div>').format(Markup("").join(parts))
    )


def _moment(iso: str) -> str:
    """An ISO moment as `12 February 2025, 14:05 UTC`."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{long_date(moment.date().isoformat())}, {moment:%H:%M} {moment.tzname() or ''}".strip()
