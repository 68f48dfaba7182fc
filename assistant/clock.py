"""How long each stage of an answer takes."""

from __future__ import annotations

import time

from assistant.calling_off import go_on


class Clock:
    """Measures wall-clock time by stage, from when it is made."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """What passed since the last call was spent on `stage`.

        Raises CalledOffError when nobody waits for the answer any longer.
        """
        go_on()
        now = time.perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    def milliseconds(self) -> dict[str, float]:
        """Milliseconds by stage, and in total."""
        total = (time.perf_counter() - self._start) * 1000
        return {stage: round(ms, 1) for stage, ms in {**self._laps, "total": total}.items()}
