"""Which articles mention a subject, and which are about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.archive.subject import Subject
from index import Generation
from index.generations.generation import Dated
from index.scope import Scope

# An article is about what its title or its opening names: news says first what it is about.
# In characters.
OPENING = 700


@dataclass(frozen=True)
class Mentions:
    """The articles that mention a subject, newest first, undated ones last.

    `together` is False when none has the subject's names whole, so that these have its words
    in one passage only.
    """

    articles: tuple[Dated, ...]
    together: bool = True


@dataclass(frozen=True)
class About:
    """The articles that are about a subject, newest first, undated ones last, and their titles.
    `titled` are the ids of those that name it in the title.
    """

    articles: tuple[Dated, ...]
    titles: dict[str, str]
    titled: frozenset[str]


def mentioning(subject: Subject, scope: Scope, generation: Generation) -> Mentions:
    """The articles in `scope` that mention `subject`: all its words in one passage, the words of
    a name next to each other.
    """
    found = tuple(generation.articles_with(subject.terms, scope))
    if not subject.needs_reading:
        return Mentions(found)
    named: set[str] = set()
    for id_, title, text in generation.texts_with(subject.terms, scope):
        if id_ not in named and subject.stands_in(f"{title}\n{text}"):
            named.add(id_)
    whole = tuple(d for d in found if d.id in named)
    if whole or not subject.has_names_of_several_words or subject.ambiguous:
        return Mentions(whole)
    return Mentions(found, together=not found)


def about(subject: Subject, scope: Scope, generation: Generation) -> About:
    """The articles in `scope` that name `subject` in their title or opening."""
    found = generation.articles_with(subject.terms, scope)
    titles: dict[str, str] = {}
    titled: set[str] = set()
    for id_, title, opening in generation.store.openings([d.id for d in found], OPENING):
        if subject.stands_in(title):
            titled.add(id_)
        elif not subject.stands_in(f"{title}\n{opening}"):
            continue
        titles[id_] = title
    return About(tuple(d for d in found if d.id in titles), titles, frozenset(titled))


def everything(scope: Scope, generation: Generation) -> About:
    """All articles in `scope`."""
    found = generation.articles_in(scope)
    ids = [d.id for d in found]
    titles = {id_: title for id_, title, _ in generation.store.openings(ids, 1)}
    return About(tuple(found), titles, frozenset())


def one_a_story(articles: Sequence[Dated], limit: int, generation: Generation) -> list[Dated]:
    """The first `limit` of `articles` that are no other versions of one story."""
    chosen: list[Dated] = []
    told: set[str] = set()
    for article in articles:
        if len(chosen) == limit:
            break
        if article.id not in told:
            chosen.append(article)
            told.update(a.id for a in generation.other_versions(article.id))
    return chosen
