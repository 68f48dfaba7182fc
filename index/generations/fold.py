"""Which segments an update writes anew together with what is fresh, so that there stay few.

Each segment costs a question a little time, and rewriting a large one costs an update a lot. So a
segment is rewritten only when what joins it is of its own order of size: an article is rewritten
about as often as the archive grows threefold (the logarithmic method of Bentley and Saxe, 1980).

What is written anew is searched by words alone until the vectors of what joins it are done. Where
that takes minutes, only what is small beside it is written anew, while there are few segments.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.generations.manifest import SegmentUse

_RATIO = 3
# Rewriting so few passages takes less than a second.
_SMALL = 500
# The vectors of so many fresh passages take half a minute and more.
_MANY_FRESH = 2_000
_RATIO_FOR_MANY = 1 / 3
_FEW_SEGMENTS = 16


def to_fold(uses: Iterable[SegmentUse], held: dict[str, int], fresh: int) -> list[str]:
    """The names of the segments among `uses` to write anew with `fresh` new passages.

    `held` says how many passages each segment holds, valid or not.
    """
    folded: list[str] = []
    gathered = fresh
    smallest_first = sorted(uses, key=lambda use: use.passages)
    many = fresh > _MANY_FRESH and len(smallest_first) < _FEW_SEGMENTS
    ratio = _RATIO_FOR_MANY if many else _RATIO
    for use in smallest_first:
        mostly_gone = 2 * use.passages < held[use.name]
        small = gathered > 0 and use.passages <= max(_SMALL, ratio * gathered)
        if use.passages and (mostly_gone or small):
            folded.append(use.name)
            gathered += use.passages
    return folded
