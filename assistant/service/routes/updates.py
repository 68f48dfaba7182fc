"""The update of the index that a client asked for: one at a time, in a thread."""

from __future__ import annotations

import logging
import threading
import time

from assistant import Assistant, AssistantError
from assistant.service.routes.messages import UpdateProgress
from index.errors import IndexBusyError
from index.generations.writer import writer_of

_log = logging.getLogger("assistant.service")


class Updates:
    """Starts updates and tells how the newest comes on; safe for many threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._now = UpdateProgress()
        self._started = 0.0

    @property
    def progress(self) -> UpdateProgress:
        """How the newest update comes on, or how it ended."""
        with self._lock:
            now = self._now
        if now.state != "running":
            return now
        return now.model_copy(update={"seconds": round(time.monotonic() - self._started, 1)})

    def start(self) -> UpdateProgress:
        """Start an update, unless this process is at one already, and tell how it comes on.

        Raises IndexBusyError when another process is writing.
        """
        with self._lock:
            if self._now.state == "running":
                return self._now
            at_work = writer_of(self._assistant.settings.index_dir)
            if at_work is not None:
                raise IndexBusyError(
                    f"The index is being written by {at_work}: ask for an update when that is done."
                )
            self._started = time.monotonic()
            self._now = UpdateProgress(state="running")
        # A daemon: an update that is cut off is completed by the next.
        threading.Thread(target=self._run, name="update", daemon=True).start()
        return self.progress

    def _run(self) -> None:
        try:
            done = self._assistant.update(self._report)
        except AssistantError as error:
            self._set(state="failed", error=" ".join(str(error).split()))
        except Exception:
            _log.exception("an update failed")
            self._set(state="failed", error="The update failed; the log tells why.")
        else:
            self._set(
                state="done",
                doing=None,
                added=len(done.plan.added),
                changed=len(done.plan.changed),
                removed=len(done.plan.removed),
                unchanged=done.plan.unchanged,
                skipped=len(done.plan.skipped),
                generation=done.manifest.generation,
            )

    def _report(self, doing: str, done: int, total: int | None) -> None:
        self._set(doing=doing, done=done, total=total)

    def _set(self, **changes: object) -> None:
        seconds = round(time.monotonic() - self._started, 1)
        with self._lock:
            self._now = self._now.model_copy(update={**changes, "seconds": seconds})
