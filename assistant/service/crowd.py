"""How many connections are open, whose they are, and which of them gives way to another."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from assistant.service.policy import ConnectionLimits


class Member(Protocol):
    """A connection of `peer`, who is `of_many` if many clients come from there, as from a proxy."""

    peer: str
    of_many: bool

    def __hash__(self) -> int: ...


class Crowd:
    """The connections of one server. Those that wait for their client are known in the order in
    which they began to: where there are too many, the one that has waited longest gives way.
    """

    def __init__(self, limits: ConnectionLimits) -> None:
        self._limits = limits
        self._open: dict[Member, None] = {}
        self._waiting: dict[Member, None] = {}
        self._by_peer: Counter[str] = Counter()

    def enter(self, member: Member) -> Member | None:
        """Count `member`, and give who has to leave for it: itself, if all others are busy."""
        leaving = self._in_the_way(member)
        self._open[member] = None
        self._by_peer[member.peer] += 1
        if leaving is not None:
            self.leave(leaving)
        return leaving

    def leave(self, member: Member) -> None:
        """Count `member` no more; once is enough."""
        self._waiting.pop(member, None)
        if member not in self._open:
            return
        del self._open[member]
        self._by_peer[member.peer] -= 1
        if not self._by_peer[member.peer]:
            del self._by_peer[member.peer]

    def begin_to_wait(self, member: Member) -> None:
        """Note that `member` waits for its client from now on."""
        self._waiting.pop(member, None)
        if member in self._open:
            self._waiting[member] = None

    def stop_waiting(self, member: Member) -> None:
        """Note that it is the client who waits."""
        self._waiting.pop(member, None)

    def _in_the_way(self, member: Member) -> Member | None:
        if len(self._open) >= self._limits.in_all:
            return next(iter(self._waiting), member)
        if member.of_many or self._by_peer[member.peer] < self._limits.per_peer:
            return None
        return next((one for one in self._waiting if one.peer == member.peer), member)
