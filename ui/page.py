"""The page: its views, each built by a module of its own, and what they share."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.service import Office
from ui.api import add_api
from ui.articles.view import build_articles_view
from ui.ask.events import CheckedBlocks
from ui.ask.feedback import add_feedback
from ui.ask.view import AT_A_TIME, PRIVATE, add_offers, build_ask_view, examples
from ui.editors.view import build_editors_view
from ui.keeping.conversations import add_conversations
from ui.masthead import TITLE, masthead_html
from ui.narrowing.coverage_view import add_coverage
from ui.narrowing.limits_view import add_limits, limits_of


def build_page(assistant: Assistant, office: Office) -> gr.Blocks:
    """The page as Gradio Blocks. A reader's conversation lives in their own gr.State."""
    page: gr.Blocks = CheckedBlocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        head = gr.HTML(masthead_html(assistant), elem_id="masthead", padding=False)
        with gr.Tabs(elem_id="views") as views:
            with gr.Tab("Ask", id="ask", elem_id="ask-view"):
                asking = build_ask_view(assistant)
                add_conversations(assistant, asking)
                add_feedback(assistant, asking)
                limits = add_limits(assistant, asking)
                add_offers(assistant, asking, after=add_coverage(assistant, asking))
            with gr.Tab("Articles", id="articles", elem_id="articles-view") as articles:
                build_articles_view(assistant, asking, views, articles)
            with gr.Tab("Editors", id="editors", elem_id="editors-view") as editors:
                generation = build_editors_view(assistant, office, editors)

        def refreshed() -> tuple[Any, ...]:
            """What a rebuilt index changes of the page, for whoever opens it next."""
            return (
                masthead_html(assistant),
                gr.update(examples=examples(assistant)),
                *limits_of(assistant),
            )

        page.load(refreshed, outputs=[head, asking.chat, *limits], **PRIVATE)
        if generation is not None:
            generation.change(lambda: masthead_html(assistant), outputs=head, **PRIVATE)
            generation.change(lambda: limits_of(assistant), outputs=limits, **PRIVATE)
            generation.change(  # which takes longer: the articles are asked for them
                lambda: gr.update(examples=examples(assistant)), outputs=asking.chat, **PRIVATE
            )
        add_api(assistant, AT_A_TIME)
    page.queue(api_open=False)
    return page
