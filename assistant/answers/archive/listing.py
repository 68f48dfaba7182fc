"""Answers about the archive in words: lists, counts, first mentions, authors, digests.

Everything that is said of an article is cited. What was counted is said, too: an article is about
what its title or opening names, and mentions what it has in one passage.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Item, Listed, Searched
from assistant.answers import summary
from assistant.answers.archive.digest import developments
from assistant.answers.archive.mentions import About, one_a_story
from assistant.answers.archive.read import Wanted
from assistant.answers.archive.search import ArchiveSearch
from assistant.answers.citations import quote_all
from assistant.answers.quoting import Quoted, called, cite_all, dated, item, line, said
from assistant.understand.bylines import outlet_of
from assistant.wording import counted
from index import Article
from index.generations.generation import Dated

_LISTED = 8
_LATEST = 5
_MAKERS = 6
_NEAREST = 2
# Of how many articles the authors or outlets are counted.
_MOST_READ = 1000
_SURE = 0.95
_QUITE_SURE = 0.8
# Titles that are so many days older than an opening are not what is new.
_MUCH_NEWER = 14
_LESS_SURE = 0.65


@dataclass(frozen=True)
class Reply:
    """What is told about the archive: without citations it is a refusal, and `nearest` is the
    closest there was. `confidence` is from 0 to 1; `listed` is the text as a list, if it is one.
    """

    text: str
    citations: tuple[Citation, ...]
    searched: Searched
    confidence: float
    nearest: tuple[Citation, ...] = ()
    note: str | None = None
    listed: Listed | None = None


def reply(search: ArchiveSearch) -> Reply:
    """The answer to a question about the archive, or a refusal that says what there is none of."""
    if search.request.unknown is not None:
        return _none(search, "have", f"“{search.request.unknown}” as its author or outlet")
    return _WRITERS[search.request.wanted](search)


def _list(search: ArchiveSearch) -> Reply:
    found = search.about()
    about = found.articles
    if search.subject is None:
        return _listed(search, _about(found, search), about, _LISTED)
    mentions = search.mentioning()
    others = len({d.id for d in mentions.articles} - {d.id for d in about})
    if search.request.mentions or not about:
        verb = _mention(len(mentions.articles), mentions.together)
        head = f"{_of(len(mentions.articles), search)} {verb} {search.named}."
        return _listed(search, head, mentions.articles, _LISTED, _sureness(mentions.together))
    head = f"{_of(len(about), search)} {_name(len(about))} {search.named} in the title or opening"
    if others:
        head += f"; {others:,} more {_mention(others, True)} it"
    return _titled_first(search, f"{head}.", found, _LISTED)


def _latest(search: ArchiveSearch) -> Reply:
    if search.subject is None:
        return _list(search)
    found = search.about()
    if not found.articles:
        return _list(search)
    return _titled_first(search, _about(found, search), found, _LATEST)


def _titled_first(search: ArchiveSearch, head: str, found: About, most: int) -> Reply:
    """The newest of the articles about the subject; of those that name it in the title, if these
    fill the list and are as new: what only the opening names is often a side of another story.
    """
    titled = [d for d in found.articles if d.id in found.titled]
    too_few = search.subject is None or len(titled) < most
    if too_few or found.articles[0].day - titled[0].day > _MUCH_NEWER:
        return _listed(search, head, found.articles, most)
    reply = _listed(search, head, titled, most, kind=" that name it in the title")
    return replace(reply, searched=search.searched(len(found.articles), _days(found.articles)))


def _about(found: About, search: ArchiveSearch) -> str:
    number = len(found.articles)
    if search.subject is None:
        return f"There {'is' if number == 1 else 'are'} {search.among}."
    return f"{_of(number, search)} {_name(number)} {search.named} in the title or opening."


def _listed(
    search: ArchiveSearch,
    head: str,
    articles: Sequence[Dated],
    most: int,
    confidence: float = _SURE,
    kind: str = "",
) -> Reply:
    if not articles:
        return _none(search, "mention", search.named)
    shown = [search.quote(d) for d in one_a_story(articles, most, search.generation)]
    if len(shown) < len(articles):
        newest = f"The newest {len(shown)}" if len(shown) > 1 else "The newest"
        head += f" {newest}{kind}:"
    lines = [head, *(line(number, quoted) for number, quoted in enumerate(shown, 1))]
    items = [item(number, quoted) for number, quoted in enumerate(shown, 1)]
    return _reply(search, "\n".join(lines), shown, articles, confidence, (head, items))


def _count(search: ArchiveSearch) -> Reply:
    mentions = search.mentioning()
    found = mentions.articles
    parts = []
    if search.subject is None:
        parts.append(f"There {'is' if len(found) == 1 else 'are'} {search.among}")
    elif search.request.mentions or not found:
        parts.append(
            f"{_of(len(found), search)} {_mention(len(found), mentions.together)} {search.named}"
        )
    else:
        about = search.about().articles
        parts.append(
            f"{_of(len(about), search)} {_name(len(about))} {search.named} in the title or "
            f"opening, and {len(found):,} {_mention(len(found), True)} it"
        )
    if not found:
        return _none(search, "mention", search.named)
    days = _days(found)
    if len(found) > 1 and len(set(days)) > 1:
        parts.append(f", from {days[0]} to {days[-1]}")
    parts.append(_undated(found))
    shown = [search.quote(found[0])]
    if len(found) == 1:
        return _reply(
            search,
            f"{''.join(parts)}: {called(shown[0].article)}, {said(1, shown[0])}",
            shown,
            found,
        )
    parts.append(", every version of a story counted." if _has_versions(search, found) else ".")
    head, items = "".join(parts), [item(1, shown[0], "The newest")]
    parts.append(f"\nThe newest: {called(shown[0].article)}, {said(1, shown[0])}")
    first = _earliest(found)
    if first is not None and first.id != found[0].id:
        shown.append(search.quote(first))
        items.append(item(2, shown[1], "The first"))
        parts.append(f"\nThe first: {called(shown[1].article)}, {said(2, shown[1])}")
    sureness = _sureness(mentions.together)
    return _reply(search, "".join(parts), shown, found, sureness, (head, items))


def _first(search: ArchiveSearch) -> Reply:
    return _end(search, "first")


def _last(search: ArchiveSearch) -> Reply:
    return _end(search, "newest")


def _end(search: ArchiveSearch, which: str) -> Reply:
    mentions = search.mentioning()
    found: Sequence[Dated] = mentions.articles
    if search.subject is not None and not search.request.mentions:
        found = search.about().articles or found
    if not found:
        return _none(search, "mention", search.named)
    chosen = (_earliest(found) or found[-1]) if which == "first" else found[0]
    quoted = search.quote(chosen)
    verb = "mention" if search.request.mentions else "name"
    if len(found) == 1:
        what = f"The only article{search.limits}"
        what += f" that {verb}s {search.named}" if search.subject else ""
    else:
        what = f"The {which} of the {counted(len(found), 'article')}{search.limits}"
        what += f" that {verb} {search.named}" if search.subject else ""
    text = f"{what} is {called(quoted.article)}: {said(1, quoted)}"
    undated = sum(1 for d in found if not d.day)
    if undated and chosen.day:
        text += f"\n{counted(undated, 'article')} without a date may be older or newer."
    elif undated > 1:
        text += f"\nNone of them has a date, so which is the {which} is not known."
    confidence = _sureness(mentions.together) if chosen.day else _LESS_SURE
    return _reply(search, text, [quoted], found, confidence)


def _authors(search: ArchiveSearch) -> Reply:
    return _makers(search, "author", lambda article: article.authors)


def _outlets(search: ArchiveSearch) -> Reply:
    return _makers(search, "outlet", lambda article: tuple(filter(None, [outlet_of(article)])))


def _makers(search: ArchiveSearch, kind: str, names: Callable[[Article], tuple[str, ...]]) -> Reply:
    """Who made the articles about the subject, most busy first, each with their newest."""
    found = search.about().articles or search.mentioning().articles
    if not found:
        return _none(search, "mention", search.named)
    newest: dict[str, Dated] = {}
    made: Counter[str] = Counter()
    named = 0
    for article in found[:_MOST_READ]:
        makers = dict.fromkeys(names(search.generation.article(article.id)))
        named += bool(makers)
        made.update(list(makers))
        newest |= {maker: article for maker in makers if maker not in newest}
    if not made:
        listed = _list(search)
        return replace(listed, text=f"No {kind} is named. {listed.text}")
    shown: list[Quoted] = []
    lines = []
    items = []
    for maker, number in made.most_common():
        # An article of several authors stands for the first of them alone.
        if any(q.article.id == newest[maker].id for q in shown):
            continue
        shown.append(search.quote(newest[maker]))
        n = len(shown)
        made_by = f"{maker}, {counted(number, 'article')}, the newest"
        lines.append(f"{n}. {made_by}: {called(shown[-1].article)}, {said(n, shown[-1])}")
        items.append(item(n, shown[-1], made_by))
        if n == _MAKERS:
            break
    head = (
        f"{counted(len(made), kind)} {'is' if len(made) == 1 else 'are'} named by {named:,} "
        f"of {counted(min(len(found), _MOST_READ), 'article')} on {search.named}{search.limits}."
    )
    text = "\n".join([head, *lines])
    return _reply(search, text, shown, found, _QUITE_SURE, (head, items))


def _digest(search: ArchiveSearch) -> Reply:
    about = search.about()
    chosen = developments(about, search.subject, search.generation)
    if len(about.articles) == 1:
        return _summary(search, about.articles[0])
    if not chosen:
        return _latest(search)
    shown = [search.quote(d, lead=True) for d in chosen]
    lines = [f"{dated(q.article)}: {said(number, q)}" for number, q in enumerate(shown, 1)]
    head = _about(about, search)
    items = [item(number, q) for number, q in enumerate(shown, 1)]
    text = "\n".join([head, *lines])
    return _reply(search, text, shown, about.articles, _QUITE_SURE, (head, items))


def _summary(search: ArchiveSearch, only: Dated) -> Reply:
    """Of one article, what it says in the main."""
    article = search.generation.article(only.id)
    text, citations = quote_all(summary.of_article(article, search.generation))
    return Reply(
        f"{article.published}: {text}" if article.published else text,
        citations,
        search.searched(1, _days([only])),
        _QUITE_SURE,
        note=search.note,
    )


_WRITERS: dict[Wanted, Callable[[ArchiveSearch], Reply]] = {
    Wanted.LIST: _list,
    Wanted.COUNT: _count,
    Wanted.FIRST: _first,
    Wanted.LAST: _last,
    Wanted.LATEST: _latest,
    Wanted.DIGEST: _digest,
    Wanted.AUTHORS: _authors,
    Wanted.OUTLETS: _outlets,
}


def _reply(
    search: ArchiveSearch,
    text: str,
    shown: Sequence[Quoted],
    found: Sequence[Dated],
    confidence: float = _SURE,
    entries: tuple[str, Sequence[Item]] | None = None,
) -> Reply:
    """The reply; `entries` are the head and the items of a list."""
    searched = search.searched(len(found), _days(found))
    listed = Listed("articles", tuple(entries[1]), entries[0]) if entries else None
    return Reply(text, cite_all(shown), searched, confidence, note=search.note, listed=listed)


def _none(search: ArchiveSearch, verb: str, what: str) -> Reply:
    """A refusal: none of the articles does what is asked for, and the nearest of them."""
    if search.population == 0:
        text = f"There is no article{search.limits}{_dateless(search)}."
    elif search.population == 1:
        text = f"The one article{search.limits} does not {verb} {what}."
    else:
        text = f"None of the {search.among} {'has' if verb == 'have' else verb + 's'} {what}."
    nearest: tuple[Citation, ...] = ()
    if search.subject is not None:
        query = " ".join(search.subject.terms)
        hits = search.generation.search_terms(search.subject.text or query, 10, search.scope)
        ids = list(dict.fromkeys(passage.article_id for passage, _ in hits))[:_NEAREST]
        nearest = cite_all([search.quote(Dated(id_, 0)) for id_ in ids])
    return Reply(text, (), search.searched(0, ()), 0.0, nearest, search.note)


def _dateless(search: ArchiveSearch) -> str:
    """How many articles cannot be in any period for want of a date."""
    whole = search.request.byline.within()
    undated = sum(1 for d in search.generation.articles_in(whole) if not d.day)
    if not undated:
        return ""
    return f"; {counted(undated, 'article')} {'has' if undated == 1 else 'have'} no date"


def _of(number: int, search: ArchiveSearch) -> str:
    """How many of the articles searched: "3 of the 19,416 articles"."""
    if search.population == 1:
        return f"The one article{search.limits}"
    return f"{number:,} of the {search.among}"


def _name(number: int) -> str:
    return "names" if number == 1 else "name"


def _mention(number: int, together: bool) -> str:
    if together:
        return "mentions" if number == 1 else "mention"
    return f"{'has' if number == 1 else 'have'} in one passage, though not together, the words of"


def _sureness(together: bool) -> float:
    return _SURE if together else _LESS_SURE


def _days(found: Sequence[Dated]) -> tuple[str, ...]:
    """The dates of the articles, oldest first, ISO."""
    return tuple(
        dt.date.fromordinal(day).isoformat() for day in sorted(d.day for d in found if d.day)
    )


def _undated(found: Sequence[Dated]) -> str:
    undated = sum(1 for d in found if not d.day)
    if not undated:
        return ""
    return f" ({undated:,} without a date)" if undated < len(found) else " (without a date)"


def _earliest(found: Sequence[Dated]) -> Dated | None:
    """The oldest article that has a date."""
    return min((d for d in found if d.day), key=lambda d: d.day, default=None)


def _has_versions(search: ArchiveSearch, found: Sequence[Dated]) -> bool:
    """Whether some of the newest are versions of one story."""
    ids = {d.id for d in found}
    return any(
        other.id in ids for d in found[:50] for other in search.generation.other_versions(d.id)
    )
