"""How an answer came about, to be unfolded below it: what was searched, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from assistant import Answer, Written
from ui.wording import counted, long_date, made_by

_MOST_NAMED = 5


def how_html(answer: Answer) -> Markup:
    """The disclosure; empty for a friendly word, for which nothing was searched."""
    if not answer.searched.question:
        return Markup("")
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, said) for name, said in _rows(answer)
    )
    return Markup(
        '<details class="how"><summary>How this was found</summary><dl>{}</dl></details>'
    ).format(rows)


def _rows(answer: Answer) -> Iterator[tuple[str, str | Markup]]:
    searched = answer.searched
    yield "Searched for", searched.question
    yield "Found in", counted(searched.articles, "article")
    if days := " to ".join(long_date(day) for day in dict.fromkeys(searched.dates) if day):
        yield "Dated", days
    if searched.sources:
        yield "Outlets", _some(searched.sources)
    if searched.authors:
        yield "Authors", _some(searched.authors)
    yield "Answered by", made_by(answer.engine)
    if left_out := [sentence for sentence in answer.sentences if not sentence.kept]:
        yield "Left out", _left_out(left_out)


def _some(names: Sequence[str]) -> str:
    listed = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return f"{listed} and {more:,} more" if more > 0 else listed


def _left_out(sentences: Sequence[Written]) -> Markup:
    return Markup("").join(
        Markup("<p>“{}” <em>{}</em></p>").format(sentence.text, sentence.why)
        for sentence in sentences
    )
