"""What to ask next, below the latest answer: questions that are known to have an answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant import Answer, Assistant, AssistantError, Scope
from ui.ask.asking import turns
from ui.ask.exchange import Exchanges
from ui.wording import well_formed

AFTER_AN_ANSWER = 3
_MOST_REMEMBERED = 1000
AFTER_A_REFUSAL = 2
_NONE = gr.update(visible=False)


@dataclass(frozen=True)
class NextQuestions:
    """The place for the questions, and a button for each."""

    place: gr.Column
    heading: gr.HTML
    buttons: tuple[gr.Button, ...]

    @property
    def outputs(self) -> list[Any]:
        """The components that `suggested` and `none` have values for."""
        return [self.place, self.heading, *self.buttons]


class Superseded:
    """The ids of the exchanges that others have followed: nothing more is offered after them.

    Gradio cannot be told to cancel what looks for the offers: where it has only just begun, the
    page's request for that is one that the server rejects.
    """

    def __init__(self) -> None:
        self._ids: deque[str] = deque(maxlen=_MOST_REMEMBERED)

    def by_what_follows(self, exchanges: Exchanges) -> None:
        """A question is asked after these."""
        if exchanges:
            self._ids.append(exchanges[-1].id)

    def __contains__(self, exchange_id: str) -> bool:
        return exchange_id in tuple(self._ids)


def build_next_questions() -> NextQuestions:
    """Add the place to the page that is being built, with nothing in it."""
    with gr.Column(elem_id="next", visible=False) as place:
        heading = gr.HTML(padding=False)
        buttons = tuple(gr.Button(visible=False) for _ in range(AFTER_AN_ANSWER))
    return NextQuestions(place, heading, buttons)


def suggested(
    assistant: Assistant, superseded: Superseded, exchanges: Exchanges, within: Scope
) -> Iterator[tuple[Any, ...]]:
    """Values for `NextQuestions.outputs`, one question more at a time.

    The place is there, empty, before the first is found: where something is below it, that must
    not move (see next.css).
    """
    answer = exchanges[-1].answer if exchanges else None
    if answer is None or not has_offers(exchanges):
        yield none_yet()
        return
    heading = _heading(answer)
    found: list[str] = []
    yield none_yet(room=True)
    limit = AFTER_AN_ANSWER if answer.answered else AFTER_A_REFUSAL
    before = turns(exchanges[:-1])
    try:
        for question in assistant.follow_ups(answer, before, within=within, limit=limit):
            if exchanges[-1].id in superseded:
                return
            found.append(well_formed(question))
            yield _shown(heading, found)
    except AssistantError:  # an index that has just gone: the next question will tell
        pass


def has_offers(exchanges: Exchanges) -> bool:
    """Whether the latest answer is one that questions can be drawn from."""
    answer = exchanges[-1].answer if exchanges else None
    return answer is not None and bool(answer.citations or answer.nearest)


def none_yet(room: bool = False) -> tuple[Any, ...]:
    """Values for `NextQuestions.outputs`: no question, with `room` for those to come."""
    return _shown("", [], visible=room)


def _heading(answer: Answer) -> str:
    return "You could ask next" if answer.answered else "The articles do answer"


def _shown(heading: str, questions: list[str], visible: bool = True) -> tuple[Any, ...]:
    named = Markup("<h2>{}</h2>").format(heading) if heading else ""
    buttons = [gr.update(value=question, visible=True) for question in questions]
    rest = AFTER_AN_ANSWER - len(buttons)
    return gr.update(visible=visible), str(named), *buttons, *[_NONE] * rest
