"""What all routes of one service share."""

from __future__ import annotations

from dataclasses import dataclass

from assistant import Assistant
from assistant.service.desk import Desk
from assistant.service.metrics import Metrics
from assistant.service.policy import Policy
from assistant.service.routes.updates import Updates


@dataclass
class Office:
    """The assistant, and what stands between it and its clients; `closing` once it is to stop."""

    assistant: Assistant
    policy: Policy
    desk: Desk
    updates: Updates
    metrics: Metrics
    closing: bool = False

    @property
    def busy(self) -> bool:
        """Whether a question waits or is being answered, here or on a page."""
        return bool(self.desk.waiting or self.desk.answering) or self.assistant.busy

    @staticmethod
    def over(assistant: Assistant, policy: Policy) -> Office:
        """An office for `assistant`."""
        desk = Desk(policy.at_once, policy.waiting)
        updates = Updates(assistant)
        return Office(assistant, policy, desk, updates, Metrics(assistant, desk, updates))
