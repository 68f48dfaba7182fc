"""What the browser is given to keep, and what comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from assistant import Assistant
from ui.ask.asking import ask
from ui.ask.exchange import Exchange, Exchanges
from ui.keeping.kept import INTERRUPTED, LONGEST, MOST_TURNS, KeptError, read, record, restored


@pytest.fixture(scope="module")
def exchanges(assistant: Assistant) -> Exchanges:
    asked: Exchanges = ()
    for question in ("what did healey say?", "and barrot?", "what did he say about tanks?"):
        *_, asked = ask(assistant, asked, question)
    return asked


def test_conversation_comes_back_with_its_sources(
    assistant: Assistant, exchanges: Exchanges
) -> None:
    back = restored(record(exchanges), assistant)
    assert [e.sources for e in back] == [e.sources for e in exchanges]
    assert [(e.id, e.asked, e.question, e.text) for e in back] == [
        (e.id, e.asked, e.question, e.text) for e in exchanges
    ]
    for before, after in zip(exchanges, back, strict=True):
        assert before.answer is not None
        assert after.answer is not None
        assert after.answer.to_dict() == before.answer.to_dict()
        assert before.rateable
        assert not after.rateable


def test_quote_whose_article_has_changed_stands_alone(
    assistant: Assistant, exchanges: Exchanges
) -> None:
    kept = json.loads(record(exchanges[:1]))
    citation = kept["exchanges"][0]["answer"]["citations"][0]
    for change in ({"quote": "Another."}, {"start": -5}, {"article_id": "gone"}, {"end": 10**12}):
        citation |= change
        (exchange,) = restored(json.dumps(kept), assistant)
        assert [(s.before, s.after) for s in exchange.sources] == [("", "")]


def test_unfinished_answer_was_interrupted(assistant: Assistant) -> None:
    (exchange,) = restored(record((Exchange("why?"),)), assistant)
    assert (exchange.error, exchange.pending, exchange.understood) == (INTERRUPTED, False, "why?")
    (exchange,) = restored(record((Exchange("why?", text="It").as_stopped(),)), assistant)
    assert (exchange.error, exchange.stopped, exchange.text) == (None, True, "It")


def test_what_could_not_be_read_is_not_kept() -> None:
    assert record(()) == record((Exchange("  "),)) == ""
    assert record((Exchange("x" * 30_000, error="Too long."),)) == ""
    assert record((Exchange("x" * 30_000),)) == ""


def test_no_html_is_in_what_is_kept() -> None:
    text = record((Exchange("<script>\ud800"),))
    assert "<" not in text
    assert read(text).name == "<script>\ufffd"


def test_newest_part_of_a_long_conversation_is_kept(exchanges: Exchanges) -> None:
    many = tuple(replace(exchanges[0], id=f"turn{n:04}") for n in range(MOST_TURNS + 5))
    assert [e.id for e in read(record(many)).exchanges] == [e.id for e in many[5:]]
    heavy = tuple(replace(e, text="x" * 90_000) for e in many[:5])
    text = record(heavy)
    assert len(text) <= LONGEST
    assert [e.id for e in read(text).exchanges] == ["turn0002", "turn0003", "turn0004"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "<b>"},
        {"id": "x" * 100},
        {"asked": "soon"},
        {"question": ""},
        {"question": "x" * 30_000},
        {"question": ["a"]},
        {"answer": {"text": "a"}},
        {"answer": "yes"},
        {"verdict": "best"},
        {"within": {"since": 5}},
        {"within": {"since": "<b>"}},
        {"within": {"until": "2022-13-01"}},
        {"text": "x" * 200_000},
    ],
)
def test_tampered_conversation_is_no_conversation(
    exchanges: Exchanges, change: dict[str, Any]
) -> None:
    kept = json.loads(record(exchanges[:1]))
    kept["exchanges"][0] |= change
    with pytest.raises(KeptError):
        read(json.dumps(kept))


@pytest.mark.parametrize(
    "text", [None, 5, [], "", "null", "{", '{"exchanges": []}', "[" * 100_000, "x" * (LONGEST + 1)]
)
def test_anything_else_is_no_conversation(text: Any) -> None:
    with pytest.raises(KeptError):
        read(text)
