"""What stands in the place of an article that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Skipped:
    """A file, or a record of a dump, that gave no article, and why.

    `path` is relative to the corpus, with forward slashes; a record of a dump adds its place:
    `dump.jsonl:17` is line 17, `dump.json:17` the 17th item of the list. `unreadable` says that
    the disk did not give it: it may well be as it was, and so may what is in it, if it is a folder.
    """

    path: str
    reason: str
    unreadable: bool = field(default=False, compare=False)
