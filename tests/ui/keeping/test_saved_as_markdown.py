"""A conversation as a Markdown file. What the Markdown comes to is asked of a Markdown parser."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt

from assistant import Assistant
from ui.ask.asking import ask
from ui.ask.exchange import Exchange, Exchanges
from ui.keeping.export import exported, file_name, markdown, plain
from ui.keeping.kept import read, record

HOSTILE = (
    "# Title\n\n## <script>alert(1)</script> [a](javascript:alert(2)) ![i](http://evil.example/x.png)"
    " **b** __u__ `c` <http://evil.example> http://evil.example www.evil.example a@evil.example"
    " | t | [^1-1]: note $x$ ~~s~~ &lt; \\[b](c)\n- item\n1. one\n> quote\n---\n```\ncode"
)


def _asked(assistant: Assistant, *questions: str) -> Exchanges:
    exchanges: Exchanges = ()
    for question in questions:
        *_, exchanges = ask(assistant, exchanges, question)
    return exchanges


def _saved(exchanges: Exchanges) -> str:
    return markdown(read(record(exchanges)))


def _kinds(text: str) -> set[str]:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    children = [child for token in tokens for child in token.children or ()]
    return {token.type for token in (*tokens, *children)}


def test_answers_refusals_and_follow_ups_are_told(assistant: Assistant) -> None:
    text = _saved(_asked(assistant, "what did healey say?", "and barrot?", "what about tanks?"))
    quote = assistant.ask("What did Barrot say?").citations[0].quote
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# what did healey say?",
        "## what did healey say?",
        "## and barrot?",
        "## what about tanks?",
    ]
    assert "Understood as: What did Barrot say?" in text
    assert f"{quote}[^2-1]" in text
    assert f"[^2-1]: “{quote}” Shifting Dynamics: US Administration's New Approach" in text
    assert "Nearest in the articles:\n\n- “" in text
    # Each reference has its footnote, and the other way round.
    references = re.findall(r"[^\n](\[\^\d+-\d+\])", text)
    assert references
    assert sorted(references) == sorted(re.findall(r"^(\[\^\d+-\d+\]):", text, re.MULTILINE))


def test_nothing_foreign_becomes_markdown(assistant: Assistant) -> None:
    (exchange,) = _asked(assistant, "what did healey say?")
    assert exchange.answer is not None
    citation = replace(
        exchange.answer.citations[0],
        title=HOSTILE,
        quote=HOSTILE,
        source=HOSTILE,
        published=HOSTILE,
        url="https://example.org/a>b <c> [d](e)\n# f",
    )
    answer = replace(
        exchange.answer, text=f"{HOSTILE} [1] [2]", note=HOSTILE, citations=(citation,)
    )
    hostile = replace(exchange, question=HOSTILE, understood="Meant " + HOSTILE, answer=answer)
    text = _saved((hostile,))
    kinds = _kinds(text)
    assert not kinds & {
        "html_block", "html_inline", "image", "strong_open", "em_open", "code_inline", "s_open",
        "fence", "code_block", "bullet_list_open", "ordered_list_open", "blockquote_open", "hr",
        "table_open",
    }  # fmt: skip
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://example.org/a%3Eb%20%3Cc%3E%20%5Bd%5D(e)%0A#%20f"
    ]
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == 1
    # Nor does GitHub's Markdown find an address in it that is not ours.
    for bare in ("http://evil", "www.evil", "a@evil"):
        assert bare not in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("What did Healey say?", "What did Healey say?"),
        ("5 * 4 = 20", "5 \\* 4 = 20"),
        ("1. First", "1\\. First"),
        ("- no list", "\\- no list"),
        ("two\nlines\u2028more\x00", "two lines more"),
        ("3.5 per cent, 20-30 (or so)!", "3.5 per cent, 20-30 (or so)!"),
    ],
)
def test_ordinary_text_stays_readable(text: str, escaped: str) -> None:
    assert plain(text) == escaped


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What did Healey say?", "what-did-healey-say.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("Noël & Ürümqi: 漢字", "noël-ürümqi-漢字.md"),
        ('\ud800<>:"/\\|?*', "conversation.md"),
        ("x" * 500, "x" * 60 + ".md"),
    ],
)
def test_file_is_named_safely(title: str, name: str) -> None:
    assert file_name(title) == name


@pytest.mark.parametrize("text", ["", "{}", None, 5, '{"exchanges":[]}', "x" * 400_000])
def test_what_is_no_conversation_is_refused_in_a_line(text: Any) -> None:
    assert exported(text) == {"error": "This conversation cannot be read, and so not be saved."}


def test_title_that_was_given_is_the_files(assistant: Assistant) -> None:
    kept = record((Exchange("why?"),))
    file = exported(kept[:-1] + ', "title": "My *own* title"}')
    assert file["name"] == "my-own-title.md"
    assert file["text"].startswith("# My \\*own\\* title\n\n## why?\n")
