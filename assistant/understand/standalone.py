"""A follow-up made standalone in the words of the index that is to answer it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.engine import Engine
from assistant.understand.followup.resolve import Turn, standalone_question
from assistant.understand.reading import names_in, written_properly


def standalone_in(engine: Engine, asked: str, turns: Sequence[Turn]) -> str:
    """`asked` with what it leaves unsaid after `turns`, its names as the articles write them."""
    if not turns:
        return asked
    typed = " ".join([asked, *(question for question, _ in turns)])
    store = engine.generation.store
    filled = standalone_question(asked, turns, names_in(typed, store))
    return filled if filled == asked else written_properly(filled, store)
