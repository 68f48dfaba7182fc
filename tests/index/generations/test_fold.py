"""Which segments are written anew: few enough remain, and little loses its vectors for a while."""

from __future__ import annotations

from index.generations.fold import to_fold
from index.generations.manifest import SegmentUse


def uses(*passages: int) -> list[SegmentUse]:
    return [
        SegmentUse(name=str(n), articles=1, passages=n, held_articles=1, vectors="made")
        for n in passages
    ]


def folded(fresh: int, *passages: int) -> list[int]:
    held = {str(n): n for n in passages}
    return [int(name) for name in to_fold(uses(*passages), held, fresh)]


def test_small_segments_join_what_is_added() -> None:
    assert folded(10, 170_000, 400, 90) == [90, 400]


def test_segments_of_the_same_order_of_size_are_joined() -> None:
    assert folded(1_000, 170_000, 2_500) == [2_500]


def test_nothing_is_written_anew_when_nothing_comes() -> None:
    assert folded(0, 400, 90) == []


def test_a_segment_of_which_most_is_gone_is_written_anew() -> None:
    assert to_fold(uses(900), {"900": 2_000}, 0) == ["900"]


def test_a_large_addition_leaves_an_archive_of_its_size_its_vectors() -> None:
    assert folded(60_000, 60_000, 5_000) == [5_000]


def test_many_large_additions_are_joined_in_the_end() -> None:
    assert len(folded(3_000, *range(3_000, 3_016))) == 16
