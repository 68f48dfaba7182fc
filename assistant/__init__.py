"""From a question to an answer with exact citations. Knows nothing of pages."""

from assistant.answer import Answer, Citation, Completed, Event, TextPart, Understood
from assistant.assistant import Assistant, Conversation
from index.article import Article
from index.errors import AssistantError

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
