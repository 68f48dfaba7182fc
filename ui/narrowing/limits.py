"""What a reader limits the answers to: read from the fields of the page, shown as chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from assistant import EVERYTHING, Assistant, AssistantError, Scope, outlet_of
from ui.ask.spans import iso_day, span
from ui.wording import headline, well_formed

ALL = "All dates · all outlets"
CHANGE = "Change the limits"

# What the chips are known by when one is pressed; an outlet's has its name after it.
_DATES, _ARTICLE, _OUTLET, _EVERY = "dates", "article", "outlet ", "all"
_LONGEST_SHOWN = 40


class LimitError(ValueError):
    """Limits that cannot be set, for the reader to read."""


def limited(
    within: Scope, since: str | None, until: str | None, outlets: Sequence[str] | None
) -> Scope:
    """`within` with dates as the reader typed them, and outlets. Raises LimitError."""
    days = []
    for typed in (since, until):
        try:
            days.append(iso_day(typed))
        except ValueError:
            shown = (typed or "").strip()[:_LONGEST_SHOWN]
            raise LimitError(f"“{shown}” is no date: write it as 2022-03-31.") from None
    first, last = days
    if first is not None and last is not None and first > last:
        raise LimitError("The first day is after the last.")
    return replace(
        within,
        since=first.isoformat() if first else None,
        until=last.isoformat() if last else None,
        outlets=tuple(outlets or ()),
    )


def lifted(within: Scope, chip: str) -> Scope:
    """`within` without what the pressed `chip` stands for; the same for no chip's value."""
    if chip == _EVERY:
        return EVERYTHING
    if chip == _DATES:
        return replace(within, since=None, until=None)
    if chip == _ARTICLE:
        return replace(within, articles=None)
    gone = chip.removeprefix(_OUTLET)
    return replace(within, outlets=tuple(name for name in within.outlets if name != gone))


def chips_html(within: Scope, assistant: Assistant) -> str:
    """A chip for each limit, to be lifted by pressing it; nothing if there is none."""
    chips = []
    if within.articles is not None:
        chips.append((_ARTICLE, f"Only: {_titles(within.articles, assistant)}"))
    if within.since or within.until:
        chips.append((_DATES, span(iso_day(within.since), iso_day(within.until))))
    chips += [(_OUTLET + name, name) for name in within.outlets]
    if not chips:
        return ""
    buttons = [_chip(value, text) for value, text in chips]
    if len(chips) > 1:
        every = '<button type="button" class="every" data-value="{}">Lift all</button>'
        buttons.append(Markup(every).format(_EVERY))
    return well_formed(
        Markup('<div role="group" aria-label="Answers are limited to">{}</div>').format(
            Markup("").join(buttons)
        )
    )


def _chip(value: str, text: str) -> Markup:
    return Markup(
        '<button type="button" class="chip" data-value="{}" title="{}" '
        'aria-label="Lift the limit: {}"><bdi>{}</bdi><span aria-hidden="true">×</span></button>'
    ).format(value, text, text, text)


def _titles(article_ids: frozenset[str], assistant: Assistant) -> str:
    """The title of the one article, or how many there are."""
    if len(article_ids) != 1:
        return f"{len(article_ids):,} articles"
    try:
        article = assistant.article(next(iter(article_ids)))
    except (KeyError, AssistantError):
        return "an article that is gone"
    return headline(article.title, outlet_of(article)) or article.path
