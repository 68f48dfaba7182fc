"""How many of the articles that a question is about were published when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.archive.search import open_search
from assistant.asking import both
from assistant.understand.bylines import read_byline
from assistant.understand.question import Question, Sort, Sought, core
from assistant.understand.reading import understand
from assistant.understand.time.limits import read_limits
from assistant.understand.time.periods import Period, periods
from index import Generation
from index.generations.generation import Dated
from index.scope import Scope

# From how many articles on a question's ordinary words are held to be the articles', too.
_ENOUGH = 12


@dataclass(frozen=True)
class Coverage:
    """The `articles` that speak of `words`, all of them in one passage with its title counted:
    `periods` tells when those with a date were published, oldest first; `undated` have none.
    """

    words: tuple[str, ...]
    articles: int
    undated: int
    periods: tuple[Period, ...]


NOTHING = Coverage((), 0, 0, ())


def coverage(standalone: str, now: dt.date, within: Scope, generation: Generation) -> Coverage:
    """The articles `within` a scope that a standalone question, asked on the day `now`, is about;
    none for a question that names nothing.

    It is meant to be quick: nothing but the index's terms is read, unless a name of several words
    has to stand together.
    """
    bare = core(standalone)
    if (search := open_search(bare, now, generation, within)) is not None:
        named = (search.subject.text,) if search.subject is not None else ()
        return _of(named, search.mentioning().articles)
    byline, rest = read_byline(standalone, generation)
    limits = read_limits(rest, now, both(byline.within(), within, generation), generation)
    question, _ = understand(limits.text, generation.store)
    words, found = _speaking_of(question, limits.scope, generation)
    return _of(words, found)


def _speaking_of(
    question: Question, scope: Scope, generation: Generation
) -> tuple[tuple[str, ...], Sequence[Dated]]:
    """The words of `question` that some articles have together, and these articles.

    The fewest of its words are left out: the commonest first, and names only if no article has
    them all. "How many people died in the Kentucky floods?" is about the floods, whatever word
    an article has for dying.
    """
    wanted = sorted(question.sought, key=lambda s: _telling(s, generation))
    while wanted:
        terms = [s.term for s in wanted]
        enough = 1 if wanted[0].sort is not Sort.WORD or len(wanted) == 1 else _ENOUGH
        # Of the whole archive, so that the words are the same however it is limited.
        if len(generation.articles_with(terms)) >= enough:
            together = tuple(s.surface for s in question.sought if s in wanted)
            return together, generation.articles_with(terms, scope)
        wanted = wanted[1:]
    return (), ()


def _telling(sought: Sought, generation: Generation) -> tuple[bool, int]:
    """How much a word tells, least first: ordinary words before names, common before rare."""
    uses = sum(form.count for form in generation.store.words([sought.term]))
    return sought.sort is not Sort.WORD, -uses


def _of(words: tuple[str, ...], found: Sequence[Dated]) -> Coverage:
    days = [dt.date.fromordinal(dated.day) for dated in found if dated.day]
    return Coverage(words, len(found), len(found) - len(days), periods(days))
