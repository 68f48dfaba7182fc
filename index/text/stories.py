"""From pairs of articles to stories, and to the passages that need not be evidence twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from index.text.duplicates import Member, Newness, Pair


@dataclass(frozen=True)
class Stories:
    """The stories of a generation, and what is left out of its evidence.

    `versions` gives, for each article that has other versions, all of them with itself, newest
    first. `shown_by` gives, for the id of each passage that is left out, the id of the passage
    that says the same and is not left out.
    """

    versions: dict[str, tuple[str, ...]]
    shown_by: dict[str, str]


def stories(members: Iterable[Member], pairs: Iterable[Pair]) -> Stories:
    """The stories that `pairs` make, those with a member that is not among `members` left out.

    Each version of a story is one of its newest version itself: versions of versions are not
    followed, or a weekly column would become one story from the first week to the last.
    """
    newness = {member.article_id: member.newness for member in members}
    known = [pair for pair in pairs if pair.older in newness and pair.newer in newness]
    return Stories(_versions(newness, known), _shown_by(newness, known))


def _versions(newness: dict[str, Newness], pairs: list[Pair]) -> dict[str, tuple[str, ...]]:
    older: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        if pair.one_story:
            older[pair.newer].append(pair.older)
    versions: dict[str, tuple[str, ...]] = {}
    for newest in sorted(older, key=newness.__getitem__, reverse=True):
        if newest in versions:
            continue
        free = {article for article in older[newest] if article not in versions}
        if free:
            story = (newest, *sorted(free, key=newness.__getitem__, reverse=True))
            versions.update(dict.fromkeys(story, story))
    return versions


def _shown_by(newness: dict[str, Newness], pairs: list[Pair]) -> dict[str, str]:
    shown: dict[str, str] = {}
    # Oldest first, so that the newest article that says it again has the last word.
    for pair in sorted(pairs, key=lambda pair: newness[pair.newer]):
        for position, again in pair.said_again:
            shown[f"{pair.older}:{position}"] = f"{pair.newer}:{again}"
    # What says it may be left out itself, for an article that is newer still: every step leads
    # to a newer article, so the walk ends.
    for passage in shown:
        home = shown[passage]
        while home in shown:
            home = shown[home]
        shown[passage] = home
    return shown
