"""What is said to somebody who asked nothing, or asked in another language."""

from __future__ import annotations

from assistant.understand.language import ANOTHER, language_of
from assistant.understand.noise import Typed, what_is_it

_SAID = {
    Typed.NOISE: "I can't make a question out of that. Ask me about people, places or events in "
    "the articles.",
    Typed.INSULT: "I'm sorry that I wasn't of help. Ask me about people, places or events in the "
    "articles, and I will quote what they say, or tell you that they don't.",
    Typed.REMARK: "That is good to know, but it asks nothing that the articles could answer. Ask "
    "me about people, places or events in them.",
}


def aside(asked: str) -> str | None:
    """A polite word for what cannot be a question; None for what may be one."""
    return _SAID.get(what_is_it(asked))


def foreign(asked: str) -> str | None:
    """A line for a question in another language than the articles'; None for one in English."""
    language = language_of(asked)
    if language in (None, "English"):
        return None
    named = "another language" if language == ANOTHER else language
    return (
        f"Your question seems to be in {named}. The articles are in English, and so far I "
        "understand no other language: please ask in English."
    )
