"""From a question to an answer with exact citations. Knows nothing of pages."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from assistant.answer import (
    Answer,
    Citation,
    Completed,
    Direct,
    Event,
    Item,
    Listed,
    OtherSource,
    Short,
    TextPart,
    Understood,
    Written,
)
from index.article import Article
from index.errors import AssistantError
from index.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from assistant.answers.archive.browsing import ArticleLine, ArticlePage, Outlet
    from assistant.answers.archive.coverage import Coverage
    from assistant.assistant import Assistant, Conversation
    from assistant.status import Status
    from assistant.understand.bylines import outlet_of
    from assistant.understand.standalone import standalone_question
    from assistant.understand.time.periods import Period

__all__ = [
    "EVERYTHING",
    "Answer",
    "Article",
    "ArticleLine",
    "ArticlePage",
    "Assistant",
    "AssistantError",
    "Citation",
    "Completed",
    "Conversation",
    "Coverage",
    "Direct",
    "Event",
    "Item",
    "Listed",
    "OtherSource",
    "Outlet",
    "Period",
    "Scope",
    "Short",
    "Status",
    "TextPart",
    "Understood",
    "Written",
    "outlet_of",
    "standalone_question",
]
_HOMES = {
    "ArticleLine": "answers.archive.browsing",
    "ArticlePage": "answers.archive.browsing",
    "Assistant": "assistant",
    "Conversation": "assistant",
    "Coverage": "answers.archive.coverage",
    "Outlet": "answers.archive.browsing",
    "Period": "understand.time.periods",
    "Status": "status",
    "outlet_of": "understand.bylines",
    "standalone_question": "understand.standalone",
}


def __getattr__(name: str) -> Any:
    """Import the assistant when it is asked for (PEP 562): LlamaIndex takes a second to import."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"assistant.{_HOMES[name]}"), name)
