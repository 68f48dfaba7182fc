"""Reading the questions that are about the archive itself: which articles, how many, by whom.

They are told from questions about the world by naming articles or the like ("which articles
mention ...", "the coverage of ..."), an author or outlet that the corpus has ("what has Ann Lee
written about ..."), or one of a few set phrases ("the latest on ...", "when did ... first
appear"). "How many people died?" is none of them, and neither is "How many articles of
impeachment were there?".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answers.archive import phrases
from assistant.english.names import place_keys
from assistant.understand.bylines import NOBODY, Byline, author_called, byline_called, outlet_called
from index import Generation

# No question of this sort is longer, in characters; it bounds what the patterns can cost.
_LONGEST = 300
_TERSE = 2


class Wanted(StrEnum):
    """What is to be told about the articles."""

    LIST = "list"
    COUNT = "count"
    FIRST = "first"
    LAST = "last"
    LATEST = "latest"
    DIGEST = "digest"
    AUTHORS = "authors"
    OUTLETS = "outlets"


@dataclass(frozen=True)
class ArchiveRequest:
    """What is asked about the articles on `subject`, of those in `byline`.

    An empty subject means all of them. `mentions` is whether articles that only mention the
    subject are meant, too. `unknown` is an author or outlet that is asked for and that the corpus
    does not have.
    """

    wanted: Wanted
    subject: str = ""
    byline: Byline = NOBODY
    mentions: bool = False
    unknown: str | None = None


def read_request(
    question: str, generation: Generation, has_period: bool = False, is_open: bool = False
) -> ArchiveRequest | None:
    """What `question`, without courtesies and expressions of time, asks about the archive.

    None when it asks about the world. `has_period` is whether an expression of time was there,
    `is_open` whether its time goes on ("since May").
    """
    line = " ".join(question.split()).strip(" ?!.,").replace("’", "'")
    if not line or len(line) > _LONGEST:
        return None
    bare = line
    for courtesy in (phrases.POLITE, phrases.PLACE, phrases.IN_THE_ARCHIVE):
        bare = courtesy.sub("", bare)
    bare = phrases.ABOUT_WHAT.sub("", phrases.OF.sub(r"\1 on", bare))
    if (theirs := phrases.OF_THEIRS.fullmatch(bare)) and byline_called(theirs["who"], generation):
        bare = f"{theirs['head']} {theirs['what']} by {theirs['who']}{theirs['rest']}"
    found = _read(bare, generation) or _read_of_outlet(bare, generation)
    if found is not None:
        told = has_period or not _is_vague(found, bare)
        return found if told and not phrases.EITHER.search(found.subject) else None
    if has_period and phrases.NEWS_OF_PERIOD.fullmatch(bare):
        return ArchiveRequest(Wanted.LATEST)
    for pattern, asked in ((phrases.DIGEST_OF_PERIOD, has_period), (phrases.DIGEST_SINCE, is_open)):
        if asked and (match := pattern.fullmatch(bare)):
            return _limited(ArchiveRequest(Wanted.DIGEST, match["x"]), generation)
    return None


def _read(line: str, generation: Generation) -> ArchiveRequest | None:
    for read in (_count, _nth, _authors, _digest, _list, _own, _written, _latest):
        if found := read(line, generation):
            return found
    return None


def _read_of_outlet(line: str, generation: Generation) -> ArchiveRequest | None:
    """The request of "When did Tom Webb first appear in USA Today?"."""
    *_, match = [None, *phrases.BY_AT_END.finditer(line)]
    byline = outlet_called(line[match.end() :], generation) if match else None
    if match is None or byline is None:
        return None
    found = _read(line[: match.start()], generation)
    return replace(found, byline=byline) if found and not found.byline else None


def _is_vague(request: ArchiveRequest, line: str) -> bool:
    """Whether "the news", "the articles" and the like are all that is to be told of.

    "List the articles" says what is wanted, "the articles" does not.
    """
    if request.subject or request.byline or request.unknown:
        return False
    short = len(line.split()) <= _TERSE
    return request.wanted in (Wanted.DIGEST, Wanted.LATEST) or (
        request.wanted is Wanted.LIST and short
    )


def _count(line: str, generation: Generation) -> ArchiveRequest | None:
    for pattern in phrases.COUNT_OF:
        if match := pattern.fullmatch(line):
            return _limited(ArchiveRequest(Wanted.COUNT, match["x"], mentions=True), generation)
    return _first_rest(phrases.COUNT, line, Wanted.COUNT, generation)


def _nth(line: str, generation: Generation) -> ArchiveRequest | None:
    for pattern in (*phrases.NTH_ARTICLE, *phrases.NTH_TIME):
        match = pattern.fullmatch(line)
        if match is None:
            continue
        groups = match.groupdict()
        early = match["nth"].lower() in ("first", "earliest", "oldest")
        wanted = Wanted.FIRST if early else Wanted.LAST
        if groups.get("x") is None:
            return _of_rest(groups.get("rest"), wanted, generation)
        request = ArchiveRequest(wanted, groups["x"], mentions=True)
        if groups.get("who") is None:
            return _limited(request, generation)
        if byline := byline_called(groups["who"], generation):
            return replace(request, byline=byline)
    return None


def _authors(line: str, generation: Generation) -> ArchiveRequest | None:
    for pattern in phrases.AUTHORS:
        if match := pattern.fullmatch(line):
            return _limited(ArchiveRequest(Wanted.AUTHORS, match["x"]), generation)
    if match := phrases.OUTLETS.fullmatch(line):
        return ArchiveRequest(Wanted.OUTLETS, match["x"])
    return None


def _digest(line: str, generation: Generation) -> ArchiveRequest | None:
    for pattern in phrases.DIGEST:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        groups = match.groupdict()
        request = ArchiveRequest(Wanted.DIGEST, groups["x"] or "")
        if groups.get("who") is None:
            return _limited(request, generation)
        if byline := byline_called(groups["who"], generation):
            return replace(request, byline=byline)
    return None


def _latest(line: str, generation: Generation) -> ArchiveRequest | None:
    for pattern in phrases.LATEST:
        if match := pattern.fullmatch(line):
            if byline := outlet_called(match["x"], generation):
                return ArchiveRequest(Wanted.LATEST, byline=byline)
            return _limited(ArchiveRequest(Wanted.LATEST, match["x"]), generation)
    return None


def _list(line: str, generation: Generation) -> ArchiveRequest | None:
    if match := phrases.MENTIONED.fullmatch(line):
        return _limited(ArchiveRequest(Wanted.LIST, match["x"], mentions=True), generation)
    return _first_rest(phrases.LIST, line, Wanted.LIST, generation)


def _own(line: str, generation: Generation) -> ArchiveRequest | None:
    """ "CNN's coverage of the strike", "Ann Lee's articles": of the corpus's own names only."""
    return _by_known(phrases.OWN.fullmatch(line), byline_called, generation)


def _written(line: str, generation: Generation) -> ArchiveRequest | None:
    """What an author or outlet wrote, or an outlet said: what an author said is no archive's
    question, it may stand in anybody's article.
    """
    for pattern in phrases.WRITTEN:
        if found := _by_known(pattern.fullmatch(line), byline_called, generation):
            return found
    for pattern in phrases.SAID:
        if found := _by_known(pattern.fullmatch(line), outlet_called, generation):
            return found
    return None


def _by_known(
    match: re.Match[str] | None,
    called: Callable[[str, Generation], Byline | None],
    generation: Generation,
) -> ArchiveRequest | None:
    byline = called(match["who"], generation) if match else None
    if match is None or byline is None:
        return None
    return ArchiveRequest(Wanted.LIST, match["x"] or "", byline)


def _first_rest(
    patterns: tuple[re.Pattern[str], ...], line: str, wanted: Wanted, generation: Generation
) -> ArchiveRequest | None:
    for pattern in patterns:
        if (match := pattern.fullmatch(line)) and (
            found := _of_rest(match["rest"], wanted, generation)
        ):
            return found
    return None


def _of_rest(rest: str | None, wanted: Wanted, generation: Generation) -> ArchiveRequest | None:
    """The request of which `rest` is what follows the word for articles; None if it is none."""
    rest = (rest or "").strip()
    if having := phrases.REST_HAVE.fullmatch(rest):
        rest = having["rest"] or ""
    rest = phrases.HAVE_AT_END.sub("", rest)
    if not rest:
        return ArchiveRequest(wanted)
    for wrote in phrases.REST_WROTE:
        if match := wrote.fullmatch(rest):
            request = ArchiveRequest(wanted, match["x"] or "")
            byline = byline_called(match["who"], generation)
            return replace(request, byline=byline) if byline else _of_nobody(request, match["who"])
    if match := phrases.REST_BY.fullmatch(rest):
        mentions = match["mention"] is not None
        request = ArchiveRequest(wanted, match["x"] or "", mentions=mentions)
        if byline := _by(match["by"], match["who"], generation):
            return replace(request, byline=byline)
        if _claims_a_byline(match["by"], match["who"]):
            return _of_nobody(request, match["who"])
    for mentions, pattern in phrases.REST_OF:
        if match := pattern.fullmatch(rest):
            return _limited(ArchiveRequest(wanted, match["x"], mentions=mentions), generation)
    return None


def _limited(request: ArchiveRequest, generation: Generation) -> ArchiveRequest:
    """The request, with the author or outlet that its subject ends with taken out of it."""
    subject = request.subject
    for match in reversed(list(phrases.BY_AT_END.finditer(subject))):
        name = subject[match.end() :]
        if len(name.split()) > phrases.NAME_WORDS:
            break
        if byline := _by(match["by"], name, generation):
            return replace(request, subject=subject[: match.start()].rstrip(","), byline=byline)
    return request


def _by(by: str, name: str, generation: Generation) -> Byline | None:
    """The corpus's author or outlet of "by NAME", the outlet of "from NAME"."""
    if by.lower().endswith("by"):
        return byline_called(name, generation)
    return outlet_called(name, generation) or (
        author_called(name, generation) if by.lower() == "from" and " " in name else None
    )


def _claims_a_byline(by: str, name: str) -> bool:
    """Whether "by NAME" can mean nothing but an author or outlet: "from Ukraine" can."""
    if by.lower().endswith("by"):
        return True
    return by.lower() == "from" and name[:1].isupper() and not place_keys(name)


def _of_nobody(request: ArchiveRequest, name: str) -> ArchiveRequest:
    return replace(request, unknown=name)
