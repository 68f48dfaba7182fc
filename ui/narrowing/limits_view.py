"""The line above the question box: what the answers are limited to, and where that is changed."""

from __future__ import annotations

from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant import EVERYTHING, Assistant, AssistantError, Scope
from ui.ask.pressing import PRESSES, pressed
from ui.ask.view import PRIVATE, AskView
from ui.narrowing.limits import ALL, CHANGE, LimitError, chips_html, lifted, limited
from ui.wording import counted, well_formed

# Fields may change while an earlier change is still being read: the last one counts.
LAST: dict[str, Any] = {"trigger_mode": "always_last"}


def add_limits(assistant: Assistant, asking: AskView) -> list[Any]:
    """Fill the view's place for limits; gives what `limits_of` has values for, to be kept fresh."""
    within = asking.within
    # What the fields were last seen to say: a change that came from them is not written back, for
    # the reader may be typing on.
    said = gr.State(_fields(EVERYTHING))
    with asking.limits:
        chips = gr.HTML("", elem_id="chips", padding=False, js_on_load=PRESSES)
        with gr.Accordion(
            ALL, open=False, visible=_can_be_limited(assistant), elem_id="limit-fields"
        ) as panel:
            with gr.Row(elem_classes="fields"):
                since, until = day_field("From"), day_field("Until")
                outlets = outlet_field(assistant)
            fault = gr.HTML("", elem_classes="field-fault", padding=False)

    def chosen(now: Scope, before: tuple[Any, ...], *fields: Any) -> tuple[Any, Any, Any]:
        try:
            scope = limited(now, *fields)
        except LimitError as error:
            return gr.skip(), gr.skip(), fault_html(str(error))
        if _fields(scope) == before:
            # Only left by the reader, who may be lifting at this moment what they still say.
            return gr.skip(), gr.skip(), ""
        return scope, _fields(scope), ""

    def lift(now: Scope, event: gr.EventData) -> tuple[Scope, str]:
        return lifted(now, pressed(event)), ""

    def show(now: Scope, before: tuple[Any, ...]) -> tuple[Any, ...]:
        label = gr.update(label=ALL if now.is_everything else CHANGE)
        meant = _fields(now)
        written = (gr.skip(),) * len(meant) if meant == before else meant
        return chips_html(now, assistant), label, meant, *written

    fields = [since, until, outlets]
    changed = [since.blur, since.submit, until.blur, until.submit, outlets.input]
    gr.on(changed, chosen, [within, said, *fields], [within, said, fault], **LAST, **PRIVATE)
    chips.select(lift, within, [within, fault], **PRIVATE)
    within.change(show, [within, said], [chips, panel, said, *fields], **PRIVATE)
    panel.expand(lambda now: outlet_choices(assistant, now), within, outlets, **PRIVATE)
    return [panel, outlets]


def limits_of(assistant: Assistant) -> tuple[Any, Any]:
    """What the corpus, as it is now, can be limited to: its outlets, and nothing where all of it is
    undated and of one outlet.
    """
    return gr.update(visible=_can_be_limited(assistant)), outlet_choices(assistant)


def _can_be_limited(assistant: Assistant) -> bool:
    try:
        return assistant.status().newest is not None or len(assistant.outlets()) > 1
    except AssistantError:
        return False


def day_field(label: str) -> gr.Textbox:
    """A field for a date, ISO or empty; the page's script makes the browser's own of it."""
    return gr.Textbox(
        label=label, placeholder="2022-03-31", lines=1, max_lines=1, elem_classes="day"
    )


def outlet_field(assistant: Assistant) -> gr.Dropdown:
    """A field for outlets of the corpus."""
    return gr.Dropdown(
        _choices(assistant),
        value=[],
        multiselect=True,
        label="Outlets",
        elem_classes="outlets",
    )


def outlet_choices(assistant: Assistant, within: Scope = EVERYTHING) -> Any:
    """The update that gives such a field the outlets of the corpus as it is now, and those of
    `within`, which may be gone.
    """
    found = _choices(assistant)
    known = {name for _, name in found}
    gone = [(name, name) for name in within.outlets if name not in known]
    return gr.update(choices=[*found, *gone])


def fault_html(fault: str) -> str:
    """What is wrong with the fields, in a line that is read out."""
    return well_formed(Markup('<p role="alert">{}</p>').format(fault))


def _fields(within: Scope) -> tuple[str, str, list[str]]:
    """What the fields say of `within`."""
    return within.since or "", within.until or "", list(within.outlets)


def _choices(assistant: Assistant) -> list[tuple[str, str]]:
    try:
        found = assistant.outlets()
    except AssistantError:
        return []
    return [(f"{o.name} · {counted(o.articles, 'article')}", o.name) for o in found]
