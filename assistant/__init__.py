"""From a question to an answer with exact citations. Knows nothing of pages."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Completed, Event, TextPart, Understood
from index.article import Article
from index.errors import AssistantError

if TYPE_CHECKING:
    from assistant.assistant import Assistant, Conversation

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "AssistantError",
    "Citation",
    "Completed",
    "Conversation",
    "Event",
    "TextPart",
    "Understood",
]


def __getattr__(name: str) -> Any:
    """Import the assistant when it is asked for (PEP 562): LlamaIndex takes a second to import."""
    if name not in ("Assistant", "Conversation"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("assistant.assistant"), name)
