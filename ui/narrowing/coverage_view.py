"""What stands below an answer: how its subject was covered over time, and asking it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import EVERYTHING, Assistant, AssistantError, Scope
from ui.ask.exchange import Exchange, Exchanges
from ui.ask.pressing import PRESSES, pressed
from ui.ask.view import AT_A_TIME, PRIVATE, AskView
from ui.narrowing.coverage_chart import chart_html, period_of

_WITHIN = "Ask again within these limits"
_OF_ALL = "Ask again of all articles"
_MANY: dict[str, Any] = {"concurrency_limit": AT_A_TIME, **PRIVATE}


def add_coverage(assistant: Assistant, asking: AskView) -> Any:
    """Fill the view's place below the conversation; gives the event that follows an answer."""
    within, exchanges = asking.within, asking.exchanges
    with asking.below:
        chart = gr.HTML("", elem_id="coverage", padding=False, js_on_load=PRESSES)
        again = gr.Button(_OF_ALL, size="sm", visible=False, elem_id="again")

    def below(now: Exchanges, scope: Scope) -> tuple[Any, Any]:
        if not now or now[-1].answer is None:
            return "", gr.update(visible=False)
        # What does not answer has no subject whose coverage would tell the reader anything.
        drawn = _chart(assistant, now[-1], scope) if now[-1].answer.answered else ""
        return drawn, _offer(now[-1], scope)

    def narrow(scope: Scope, event: gr.EventData) -> Scope:
        period = period_of(pressed(event))
        return replace(scope, since=period[0], until=period[1]) if period else scope

    def ask_again(now: Exchanges, scope: Scope, wishes: int) -> tuple[Any, ...]:
        if not now:
            return (gr.skip(),) * 3
        return now[-1].standalone, EVERYTHING if scope == now[-1].within else scope, wishes + 1

    # The panel of sources changes with every complete answer, whoever asked for it, and when a
    # conversation is shown or cleared.
    charting: dict[str, Any] = {
        "fn": below,
        "inputs": [exchanges, within],
        "outputs": [chart, again],
        "trigger_mode": "always_last",
        **_MANY,
    }
    charted = asking.sources.change(**charting)
    within.change(**charting)
    chart.select(narrow, within, within, **_MANY)
    wishes = asking.wishes
    again.click(ask_again, [exchanges, within, wishes], [asking.box, within, wishes], **_MANY)
    return charted


def _chart(assistant: Assistant, exchange: Exchange, scope: Scope) -> str:
    try:
        return chart_html(assistant.coverage(exchange.standalone, within=scope))
    except (AssistantError, ValueError):
        return ""  # the answer has been given: there is nothing to complain about


def _offer(exchange: Exchange, scope: Scope) -> Any:
    """The button that asks again, if the limits have changed or may be why nothing was found."""
    refused = exchange.answer is not None and not exchange.answer.answered
    if scope == exchange.within:
        return gr.update(value=_OF_ALL, visible=refused and not scope.is_everything)
    # Who has chosen an article has other questions about it than the last one.
    label = _OF_ALL if scope.is_everything else _WITHIN
    return gr.update(value=label, visible=not scope.articles)
