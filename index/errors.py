"""The faults that a user can do something about; each message says what is wrong and what to do."""

from pathlib import Path


class AssistantError(Exception):
    """A fault with a one-line message meant for the person who meets it.

    `exit_code` is what a command ends with: 1 for a failure, 2 for wrong usage.
    """

    exit_code = 1


class CorpusError(AssistantError):
    """The corpus folder is missing, empty or unreadable."""


class IndexUnavailableError(AssistantError):
    """There is no published index, or this version cannot read it; `why` says what is wrong,
    without what to do.
    """

    def __init__(self, message: str, why: str | None = None) -> None:
        super().__init__(message)
        self.why = why or message


class IndexDamagedError(IndexUnavailableError):
    """A part of the published index is not what was written."""

    def __init__(self, index: Path, why: str) -> None:
        super().__init__(
            f"The index in {index} is damaged ({why}): make it whole with "
            "`assistant index update`.",
            why,
        )


class IndexForbiddenError(IndexUnavailableError):
    """A part of the index may not be read by this user."""

    def __init__(self, index: Path, why: str) -> None:
        super().__init__(
            f"The index in {index} cannot be read ({why}): check its permissions, or name another "
            "with ASSISTANT_INDEX_DIR.",
            why,
        )


class OlderIndexError(IndexUnavailableError):
    """An older version of this program made the index, and this one cannot read it."""


class IndexBusyError(AssistantError):
    """Another process is writing the index."""


class WeightsError(AssistantError):
    """A model's weights are missing or are not the file that was expected."""


class ArticleError(AssistantError):
    """One article's file cannot be used; the message gives the reason."""


class FileInMotionError(ArticleError):
    """A file cannot be read at this moment: it is being written, or the disk fails."""


class IndexWriteError(AssistantError):
    """The index cannot be written: a full disk, for instance."""


class VectorsUnreachableError(AssistantError):
    """The Chroma server does not answer."""


class FetchError(AssistantError):
    """An address could not be fetched, or must not be."""
