"""A server that finishes what is being answered before it stops."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import uvicorn
from fastapi import FastAPI

from assistant.service.connections import GuardedConfig
from assistant.service.office import Office

# The longest that an answer may still take.
_PATIENCE_SECONDS = 30.0
# Every open page holds a connection; a server that is told to stop does not wait for them.
_SHUTDOWN_SECONDS = 1
_SECONDS_BETWEEN_LOOKS = 0.05


class PatientServer(uvicorn.Server):
    """Serves `app`. The first signal to stop makes it not ready and lets questions that have come
    be answered; a second one of Ctrl-C ends it at once.
    """

    def __init__(self, app: FastAPI, office: Office) -> None:
        super().__init__(
            GuardedConfig(
                app,
                office.policy,
                log_config=None,
                log_level="warning",
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
            )
        )
        self._office = office

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; called for SIGINT and SIGTERM."""
        if self._office.closing:
            super().handle_exit(sig, frame)
            if sig == signal.SIGINT:
                self.force_exit = True
            return
        self._office.closing = True
        self._captured_signals.append(sig)
        threading.Thread(target=self._stop_when_idle, daemon=True).start()

    def _stop_when_idle(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._office.busy and time.monotonic() < deadline:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        self.should_exit = True
