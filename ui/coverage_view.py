"""What stands below an answer: how its subject was covered over time, and asking it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import EVERYTHING, Assistant, AssistantError, Scope
from ui.ask_view import AT_A_TIME, PRIVATE, AskView
from ui.coverage_chart import chart_html, period_of
from ui.exchange import Exchange, Exchanges
from ui.pressing import PRESSES, pressed

_WITHIN = "Ask again within these limits"
_OF_ALL = "Ask again of all articles"
_MANY: dict[str, Any] = {"concurrency_limit": AT_A_TIME, **PRIVATE}


def add_coverage(assistant: Assistant, asking: AskView) -> dict[str, Any]:
    """Fill the view's place below the conversation; gives the arguments of an event that brings
    it up to date with a conversation that has changed.
    """
    within, exchanges = asking.within, asking.exchanges
    # What the latest answer was limited to.
    answered_within = gr.State(EVERYTHING)
    with asking.below:
        chart = gr.HTML("", elem_id="coverage", padding=False, js_on_load=PRESSES)
        again = gr.Button(_OF_ALL, size="sm", visible=False, elem_id="again")

    def below(now: Exchanges, scope: Scope, of_answer: Scope) -> tuple[Any, Any]:
        return _chart(assistant, now, scope), _offer(now, scope, of_answer)

    def after_answer(now: Exchanges, scope: Scope) -> tuple[Any, ...]:
        return scope, *below(now, scope, scope)

    def narrow(scope: Scope, event: gr.EventData) -> Scope:
        period = period_of(pressed(event))
        return replace(scope, since=period[0], until=period[1]) if period else scope

    def ask_again(now: Exchanges, scope: Scope, of_answer: Scope) -> tuple[Any, Any]:
        question = _standalone(now[-1]) if now else ""
        return question, EVERYTHING if scope == of_answer else scope

    refreshing: dict[str, Any] = {
        "fn": after_answer,
        "inputs": [exchanges, within],
        "outputs": [answered_within, chart, again],
        **_MANY,
    }
    for answer in asking.answers:
        answer.then(**refreshing)
    within.change(below, [exchanges, within, answered_within], [chart, again], **_MANY)
    chart.select(narrow, within, within, **_MANY)
    again.click(
        ask_again, [exchanges, within, answered_within], [asking.box, within], **_MANY
    ).then(**asking.answering).then(**refreshing)
    return refreshing


def _chart(assistant: Assistant, now: Exchanges, scope: Scope) -> str:
    if not now or now[-1].answer is None:
        return ""
    try:
        return chart_html(assistant.coverage(_standalone(now[-1]), within=scope))
    except (AssistantError, ValueError):
        return ""  # the answer has been given: there is nothing to complain about


def _offer(now: Exchanges, scope: Scope, of_answer: Scope) -> Any:
    """The button that asks again, if the limits have changed or may be why nothing was found."""
    if not now or now[-1].answer is None:
        return gr.update(visible=False)
    if scope == of_answer:
        refused = not now[-1].answer.answered
        return gr.update(value=_OF_ALL, visible=refused and not scope.is_everything)
    return gr.update(value=_OF_ALL if scope.is_everything else _WITHIN, visible=True)


def _standalone(exchange: Exchange) -> str:
    return exchange.understood or exchange.question
