"""When the articles on a question were published, as a chart whose bars are buttons."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant import Coverage, Period
from ui.ask.spans import iso_day, span
from ui.wording import counted, well_formed

_FEWEST_BARS = 2
_NAMED = 4


def chart_html(coverage: Coverage) -> str:
    """The chart, with what was counted above it; empty when there is nothing to compare."""
    if len(coverage.periods) < _FEWEST_BARS:
        return ""
    return well_formed(
        Markup(
            '<figure style="--bars: {count}"><figcaption tabindex="-1">{caption}'
            ' <button type="button" class="unfold" aria-expanded="false">By date</button>'
            "</figcaption>"
            '<div class="bars" role="group" aria-label="Limit the dates to">{bars}</div>'
            '<p class="axis" aria-hidden="true"><span>{first}</span>'
            '<span class="pointed"></span><span>{last}</span></p></figure>'
        ).format(
            count=len(coverage.periods),
            caption=_caption(coverage),
            bars=_bars(coverage.periods),
            first=_named(coverage.periods[0]),
            last=_named(coverage.periods[-1]),
        )
    )


def period_of(value: str) -> tuple[str, str] | None:
    """The first and the last day, ISO, of a bar by its value; None for no bar's value."""
    try:
        first, last = (iso_day(day) for day in value.split("/"))
    except ValueError:
        return None
    if first is None or last is None or first > last:
        return None
    return first.isoformat(), last.isoformat()


def _caption(coverage: Coverage) -> str:
    words = coverage.words[:_NAMED]
    said = counted(coverage.articles, "article")
    if words:
        quoted = [f"“{word}”" for word in words]
        said += " with " + " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
        if len(words) > 1:
            said += " together"
    if coverage.undated:
        said += f" · {coverage.undated:,} undated"
    return said


def _bars(periods: Sequence[Period]) -> Markup:
    most = max(period.articles for period in periods)
    first = next(i for i, period in enumerate(periods) if period.articles)
    return Markup("").join(_bar(period, most, i == first) for i, period in enumerate(periods))


def _bar(period: Period, most: int, reached: bool) -> Markup:
    if not period.articles:
        return Markup('<span class="bar"></span>')
    # Of all bars one is reached with Tab; from there the arrow keys go on.
    return Markup(
        '<button type="button" class="bar" data-value="{}/{}" aria-label="{}" tabindex="{}">'
        '<span style="height: {}%"></span></button>'
    ).format(
        period.first.isoformat(),
        period.last.isoformat(),
        f"{_named(period)}: {counted(period.articles, 'article')}",
        0 if reached else -1,
        max(4, round(100 * period.articles / most)),
    )


def _named(period: Period) -> str:
    return span(period.first, period.last)
