"""What can go wrong with a language model, in words that are fit for a reader.

No text of an exception is passed on: it may hold a key, an address or a page of HTML.
"""

from __future__ import annotations

from index.errors import AssistantError


class ModelSetupError(AssistantError):
    """The chosen model cannot be used as this machine is set up; the message says what to do."""


class ModelError(Exception):
    """The model gave no usable answer to one question.

    `what` completes "The language model NAME ...". `passing` is whether asking again in a moment
    may help, after `wait` seconds if the server named a time.
    """

    def __init__(self, what: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.passing = passing
        self.wait = wait


_PASSING = {429: "is asked too much at the moment", 503: "is overloaded", 529: "is overloaded"}
_FOR_GOOD = {
    400: "did not accept the question",
    401: "did not accept the key",
    402: "wants to be paid first",
    403: "did not accept the key",
    404: "is not known to its server",
    413: "did not accept a question of that length",
}

_REDIRECTS = "has moved to another address, which is not followed: give its own address"


def fault_of(error: BaseException) -> ModelError:
    """The fault that an exception of any integration stands for.

    The integrations share no classes: they are told apart by their status, else by their names.
    """
    if isinstance(error, ModelError):
        return error
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and 300 <= status < 400:
        return ModelError(_REDIRECTS)
    if isinstance(status, int) and status >= 400:
        if status in _PASSING:
            return ModelError(_PASSING[status], passing=True, wait=_retry_after(error))
        return ModelError(_FOR_GOOD.get(status, f"failed (status {status})"))
    names = {kind.__name__ for one in _chain(error) for kind in type(one).__mro__}
    if names & {"TimeoutError", "APITimeoutError", "TimeoutException"}:
        return ModelError("took too long")
    if names & {"RemoteProtocolError", "ReadError", "IncompleteRead", "ConnectionResetError"}:
        return ModelError("broke off")
    if names & {"ConnectError", "ConnectionError", "APIConnectionError", "gaierror", "OSError"}:
        return ModelError("could not be reached")
    return ModelError("gave a reply that cannot be read")


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and len(found) < 8:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except (TypeError, ValueError):
        return None
