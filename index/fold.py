"""Which segments an update writes anew together with what is fresh, so that there stay few.

Each segment costs a question a little time, and rewriting a large one costs an update a lot. So a
segment is rewritten only when what joins it is of its own order of size: an article is rewritten
about as often as the archive grows threefold (the logarithmic method of Bentley and Saxe, 1980).
"""

from __future__ import annotations

from collections.abc import Iterable

from index.manifest import SegmentUse

_RATIO = 3
# Rewriting so few passages takes less than a second.
_SMALL = 500


def to_fold(uses: Iterable[SegmentUse], held: dict[str, int], fresh: int) -> list[str]:
    """The names of the segments among `uses` to write anew with `fresh` new passages.

    `held` says how many passages each segment holds, valid or not.
    """
    folded: list[str] = []
    gathered = fresh
    for use in sorted(uses, key=lambda use: use.passages):
        mostly_gone = 2 * use.passages < held[use.name]
        small = gathered > 0 and use.passages <= max(_SMALL, _RATIO * gathered)
        if use.passages and (mostly_gone or small):
            folded.append(use.name)
            gathered += use.passages
    return folded
