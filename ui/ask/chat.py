"""The conversation as messages for Gradio's Chatbot, whose text is HTML that is made here.

Everything that a reader, an article or a model wrote is escaped by `Markup.format`; the Chatbot
is told to render no Markdown, so what is escaped is shown letter for letter.
"""

from __future__ import annotations

import re
from typing import TypedDict

from markupsafe import Markup

from assistant import Answer
from assistant.answers.citations import unmarked
from ui.ask.actions import actions_html
from ui.ask.entries import entries_html
from ui.ask.exchange import Exchange, Exchanges
from ui.ask.how import how_html
from ui.ask.markers import marker_html, titles_of
from ui.ask.sources import anchor, heading
from ui.wording import (
    confidence,
    counted,
    duration,
    long_date,
    same_question,
    well_formed,
    written_by,
)

_MARKER = re.compile(r"\[(\d{1,3})\]")
# A marker that the stream has not finished writing.
_HALF_MARKER = re.compile(r"\[\d{0,3}$")
# What the script in `assets` makes of them: the box takes one question or the other.
_REWORD = Markup(
    ' <span class="reword"><a href="#edit" title="Edit the question as it was understood">Edit</a>'
    ' <a href="#as-typed" title="Ask the question as typed, without the conversation">'
    "Ask as typed</a></span>"
)
_ANEW = Markup('<p class="aside">A new topic. <a href="#anew">Ask it in a new conversation</a></p>')


class Message(TypedDict):
    """A message in the form that gr.Chatbot takes."""

    role: str
    content: str


def messages(exchanges: Exchanges) -> list[Message]:
    """Question and answer of every exchange, oldest first."""
    found: list[Message] = []
    for turn, exchange in enumerate(exchanges, 1):
        if exchange.question.strip():
            found.append(_message("user", question_html(exchange.question)))
        shown = answer_html(exchange, turn, exchanges[: turn - 1])
        found.append(_message("assistant", shown))
    return found


def _message(role: str, html: Markup) -> Message:
    return Message(role=role, content=well_formed(html))


def question_html(question: str) -> Markup:
    """The question as it was typed."""
    return Markup('<div class="question">{}</div>').format(question)


def answer_html(exchange: Exchange, turn: int, earlier: Exchanges = ()) -> Markup:
    """What there is of the answer; `turn` is its place in the conversation, from 1, and `earlier`
    what was asked before it.
    """
    if exchange.error is not None:
        body = Markup('<p class="fault">{}</p>').format(exchange.error) + actions_html(exchange)
        return Markup('<div class="answer">{}</div>').format(body)
    answer = exchange.answer
    refused = answer is not None and not answer.answered
    parts = [_understood(exchange), _other(answer), _anew(exchange, earlier)]
    if answer is not None and answer.note:
        parts.append(Markup('<p class="aside">{}</p>').format(answer.note))
    if refused:
        parts.append(Markup('<p class="label">Not in the articles</p>'))
    if answer is not None and answer.listed is not None:
        entries = entries_html(answer.listed, exchange, turn)
        parts.append(Markup('<div class="words">{}</div>').format(entries))
    elif exchange.text:
        parts.append(_direct(exchange, turn))
        parts.append(Markup('<div class="words">{}</div>').format(_words(exchange, turn)))
    elif exchange.pending:
        parts.append(Markup('<p class="working">Reading the articles…</p>'))
    if exchange.stopped:
        parts.append(Markup('<p class="label">Stopped</p>'))
    if answer is not None:
        parts += [_meta(exchange, answer, turn), how_html(answer), actions_html(exchange)]
    kind = "answer refusal" if refused else "answer pending" if exchange.pending else "answer"
    return Markup('<div class="{}">{}</div>').format(kind, Markup("").join(parts))


def _understood(exchange: Exchange) -> Markup:
    if exchange.understood is None or same_question(exchange.understood, exchange.question):
        return Markup("")
    return Markup('<p class="aside">Understood as: <em class="understood">{}</em>{}</p>').format(
        exchange.understood, "" if exchange.pending else _REWORD
    )


def _other(answer: Answer | None) -> Markup:
    """Another way to understand the question, to be asked with a click."""
    if answer is None or answer.other_question is None:
        return Markup("")
    if same_question(answer.other_question, answer.question):
        return Markup("")  # there is "Ask as typed"
    return Markup('<p class="aside">Or did you mean <a href="#other">{}</a></p>').format(
        answer.other_question
    )


def _anew(exchange: Exchange, earlier: Exchanges) -> Markup:
    """A new conversation, where the topic is plainly another: neither the words nor the articles
    are those before.
    """
    if exchange.answer is None or not exchange.answer.new_topic:
        return Markup("")
    cited = _cited((exchange,))
    before = _cited(earlier)
    return _ANEW if cited and before and not cited & before else Markup("")


def _cited(exchanges: Exchanges) -> set[str]:
    return {c.article_id for e in exchanges if e.answer for c in e.answer.citations}


def _direct(exchange: Exchange, turn: int) -> Markup:
    """The short answer, above the quotation that has it."""
    short = exchange.short
    if short is None:
        return Markup("")
    titles = titles_of(exchange)
    # Of one quotation the marker below is enough.
    told = len(titles) > 1 and short.citation in titles
    marker = marker_html(turn, short.citation, titles[short.citation]) if told else Markup("")
    return Markup('<p class="direct">{}{}</p>').format(unmarked(short.text), marker)


def _words(exchange: Exchange, turn: int) -> Markup:
    text = _HALF_MARKER.sub("", exchange.text) if exchange.pending else exchange.text
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return Markup("").join(
        Markup("<p>{}</p>").format(_linked(paragraph, exchange, turn)) for paragraph in paragraphs
    )


def _linked(text: str, exchange: Exchange, turn: int) -> Markup:
    """`text` with each [n] a link to the source of that number, if there is one."""
    titles = titles_of(exchange)
    parts: list[Markup] = []
    done = 0
    for marker in _MARKER.finditer(text):
        number = int(marker[1])
        if number in titles:
            link = marker_html(turn, number, titles[number])
        elif exchange.pending:
            # Its source comes with the whole answer; until then it only has its looks.
            link = Markup('<span class="cite">{}</span>').format(marker[0])
        else:
            continue
        # No line may break between a word and its marker.
        parts += [Markup("{}").format(text[done : marker.start()].rstrip(" ")), link]
        done = marker.end()
    return Markup("").join([*parts, Markup("{}").format(text[done:])])


def _origin(exchange: Exchange) -> str:
    """The day and outlet of what is quoted; of several the first, and how many more outlets."""
    known = [(s.citation.published, s.outlet or "") for s in exchange.sources]
    if not known:
        return ""
    published, outlet = known[0]
    day = long_date(published) if published else ""
    others = {name for _, name in known if name} - {outlet}
    more = f" and {counted(len(others), 'other outlet')}" if others and outlet else ""
    return ", ".join(part for part in (day, f"{outlet}{more}") if part)


def _meta(exchange: Exchange, answer: Answer, turn: int) -> Markup:
    """The small line below an answer: how sure it is, how long it took, where its sources are."""
    if answer.answered and not answer.citations:
        return Markup("")
    parts = []
    if answer.answered:
        parts.append(Markup("{}").format(confidence(answer.confidence)))
    if answer.answered and answer.listed is None and (origin := _origin(exchange)):
        parts.append(Markup("{}").format(origin))
    if written := written_by(answer.engine):
        parts.append(Markup("{}").format(written))
    if exchange.sources:
        name = counted(len(exchange.sources), "source") if answer.answered else heading(answer)
        parts.append(Markup('<a href="#{}">{}</a>').format(anchor(turn), name))
    if taken := duration(answer.timings_ms):
        parts.append(Markup("{}").format(taken))
    return Markup('<p class="meta">{}</p>').format(Markup(" · ").join(parts))
