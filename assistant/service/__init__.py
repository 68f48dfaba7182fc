"""The answer API: HTTP, OpenAI-compatible and MCP. Uses the assistant, and knows of no page."""

from assistant.service.app import create_service
from assistant.service.office import Office
from assistant.service.policy import Policy

__all__ = ["Office", "Policy", "create_service"]
