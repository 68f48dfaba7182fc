"""The view that browses: all articles in a table, a page at a time, and each to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import EVERYTHING, ArticlePage, Assistant, AssistantError, Scope
from ui.articles.html import article_html, list_html
from ui.ask.pressing import PRESSES, pressed
from ui.ask.view import AT_A_TIME, PRIVATE, AskView
from ui.narrowing.limits import LimitError, limited
from ui.narrowing.limits_view import LAST, day_field, fault_html, outlet_choices, outlet_field

PAGE = 20
_LONGEST_QUERY = 500
_READ: dict[str, Any] = {"concurrency_limit": AT_A_TIME, **PRIVATE}


@dataclass(frozen=True)
class Listed:
    """What of the articles is listed: those within `scope` with the words of `query`, from
    `offset` on.
    """

    scope: Scope = EVERYTHING
    query: str = ""
    offset: int = 0


def build_articles_view(assistant: Assistant, asking: AskView, views: gr.Tabs, tab: gr.Tab) -> None:
    """Add the view to the page that is being built; it opens when `tab` of `views` is chosen."""
    listed, opened = gr.State(Listed()), gr.State("")
    with gr.Column(elem_id="articles") as shelf:
        with gr.Row(elem_classes="fields"):
            words = gr.Textbox(
                label="Words", placeholder="in the title or text", max_lines=1, elem_classes="words"
            )
            since, until = day_field("From"), day_field("Until")
            outlets = outlet_field(assistant)
        fault = gr.HTML("", elem_classes="field-fault", padding=False)
        table = gr.HTML("", elem_id="article-list", padding=False, js_on_load=PRESSES)
        with gr.Row(elem_id="turn-pages"):
            newer = gr.Button("Newer", size="sm", interactive=False)
            older = gr.Button("Older", size="sm", interactive=False)
    with gr.Column(visible=False, elem_id="reading") as desk:
        with gr.Row(elem_classes="article-buttons"):
            back = gr.Button("Back to the list", size="sm")
            about = gr.Button("Ask about this article", variant="primary", size="sm")
        article = gr.HTML("", elem_id="article", padding=False)

    def shown(now: Listed) -> tuple[Any, ...]:
        try:
            page = _page(assistant, now)
        except AssistantError as error:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip(), fault_html(str(error))
        more = now.offset + PAGE < page.total
        buttons = gr.update(interactive=now.offset > 0), gr.update(interactive=more)
        return now, list_html(page), *buttons, ""

    def found(now: Listed, query: str, *fields: Any) -> tuple[Any, ...]:
        try:
            scope = limited(EVERYTHING, *fields)
        except LimitError as error:
            return gr.skip(), gr.skip(), gr.skip(), gr.skip(), fault_html(str(error))
        query = query.strip()[:_LONGEST_QUERY]
        if (scope, query) == (now.scope, now.query):
            # A field was only passed through, maybe on the way to another page.
            return gr.skip(), gr.skip(), gr.skip(), gr.skip(), ""
        return shown(Listed(scope, query))

    def turned(now: Listed, by: int) -> tuple[Any, ...]:
        return shown(Listed(now.scope, now.query, max(0, now.offset + by)))

    def chosen(now: Listed) -> tuple[Any, ...]:
        return *shown(now), outlet_choices(assistant, now.scope)

    def read(event: gr.EventData) -> tuple[Any, ...]:
        id_ = pressed(event)
        try:
            text = article_html(assistant.article(id_))
        except (KeyError, AssistantError):
            fault = fault_html("This article is no longer in the index.")
            return gr.skip(), gr.skip(), gr.skip(), gr.skip(), fault
        return id_, text, gr.update(visible=False), gr.update(visible=True), ""

    def put_back() -> tuple[Any, Any]:
        return gr.update(visible=True), gr.update(visible=False)

    def ask_about(id_: str) -> tuple[Any, Any]:
        return Scope(articles=frozenset({id_})), gr.update(selected="ask")

    shows = [listed, table, newer, older, fault]
    typed = [words, since, until]
    fields = [*typed, outlets]
    tab.select(chosen, listed, [*shows, outlets], **_READ)
    wanted = [field.submit for field in typed] + [field.blur for field in typed]
    gr.on([*wanted, outlets.input], found, [listed, *fields], shows, **LAST, **_READ)
    for button, by in ((newer, -PAGE), (older, PAGE)):
        event = button.click(lambda now, by=by: turned(now, by), listed, shows, **_READ)
        _then_tell(event, "turned")
    event = table.select(read, None, [opened, article, shelf, desk, fault], **_READ)
    _then_tell(event, "opened")
    _then_tell(back.click(put_back, None, [shelf, desk], **_READ), "closed")
    _then_tell(about.click(ask_about, opened, [asking.within, views], **_READ), "asked")


def _then_tell(event: Any, what: str) -> None:
    """Tell the page's script, which moves the focus, `what` has been done."""
    event.then(None, js=f"() => document.dispatchEvent(new Event('article:{what}'))", **PRIVATE)


def _page(assistant: Assistant, listed: Listed) -> ArticlePage:
    scope = listed.scope
    return assistant.articles(
        since=scope.since,
        until=scope.until,
        outlets=scope.outlets,
        query=listed.query,
        offset=listed.offset,
        limit=PAGE,
    )
