"""Questions about one article itself: when it was published, by whom, who is quoted in it.

A conversation may be limited to one article. What such a question asks is known of the article or
counted in it, and is no fact that one of its sentences tells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from assistant.answer import Searched
from assistant.answers.archive.listing import Reply
from assistant.answers.quoting import Quoted, cite_all, quote_from, said
from assistant.english.people import TITLE_WORDS, mentions
from assistant.english.speakers import full_name
from assistant.english.utterances import Utterance, utterances
from assistant.evidence.sentence import Sentence
from assistant.understand.bylines import outlet_of
from index import Article
from index.text.sentences import sentence_spans
from index.text.terms import fold

_IT = r"(?:it|this|that|(?:the|this|that) (?:article|story|piece|report|text|page))"
_OF_IT = rf"(?: (?:of|for|in|from|by) {_IT})?"
_BE = r"(?:'s| is| are| was| were|s)"
_MADE = r"(?:published|written|posted|released|dated|printed|put out)"
_MAKER = r"(?:author|writer|reporter|journalist|byline)s?"
_MEDIUM = r"(?:outlet|newspaper|paper|site|website|publication|magazine|publisher)"
_QUOTED = r"(?:quoted|cited|interviewed)"

# The most people who are told of, and the longest sentence of theirs that is, in words.
_PEOPLE = 8
_LONGEST = 45
_SURE = 0.95
_QUITE_SURE = 0.8
# From how sure an attribution on is somebody held to have said it.
_SURELY_SAID = 0.8


class About(StrEnum):
    """What is asked about the article."""

    DATE = "date"
    AUTHORS = "authors"
    OUTLET = "outlet"
    TITLE = "title"
    QUOTED = "quoted"
    NAMED = "named"


def _whole(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_PATTERNS = {
    About.DATE: _whole(
        rf"when (?:was|is|were) {_IT} (?:first )?(?:{_MADE}|from)",
        rf"when did {_IT} (?:come out|appear|run)",
        rf"(?:what|which) (?:date|day|year) (?:is|was) {_IT}(?: (?:{_MADE}|from|of))?",
        r"(?:what(?:'s| is| was) )?(?:the |its )?(?:publication )?date(?: of publication)?"
        rf"{_OF_IT}",
        rf"how (?:old|recent|new) is {_IT}",
    ),
    About.AUTHORS: _whole(
        rf"who (?:wrote|authored|penned) {_IT}",
        rf"(?:who{_BE} )?(?:the |its )?{_MAKER}{_OF_IT}",
        rf"by whom (?:is|was) {_IT}(?: written)?",
        rf"who(?:'s| is| are| was) {_IT} (?:written )?by",
    ),
    About.OUTLET: _whole(
        rf"(?:which|what) {_MEDIUM} (?:is|was) {_IT} (?:from|in|on|published (?:in|by|on))",
        rf"(?:which|what) {_MEDIUM} (?:published|printed|ran|posted) {_IT}",
        rf"(?:what|which|who){_BE} (?:the |its )(?:{_MEDIUM}|source){_OF_IT}",
        rf"who (?:published|printed|posted) {_IT}",
        rf"where (?:is|was|does|did) {_IT} (?:from|come from|published|printed|posted|appear)",
    ),
    About.TITLE: _whole(
        rf"what{_BE} (?:the |its )?(?:title|headline){_OF_IT}",
        rf"what (?:is|was) {_IT} (?:called|titled)",
        rf"(?:the )?(?:title|headline){_OF_IT}",
    ),
    About.QUOTED: _whole(
        rf"who(?:m)?{_BE} {_QUOTED}(?: (?:in|by) {_IT})?",
        rf"who(?:m)? (?:does|did) {_IT} (?:quote|cite|interview)",
        rf"(?:which|what) people (?:is|are|were) {_QUOTED}(?: (?:in|by) {_IT})?",
        r"who (?:says|said|speaks|spoke|is speaking|is talking|talks)(?: what)?"
        rf"(?: in {_IT})?",
        r"what (?:do|did|does) (?:they|the people|people) say",
        rf"(?:(?:what|which)(?:'s| are| is)? |(?:give|show) me |list )?(?:the |all |any |some |a )*"
        rf"(?:quotes?|quotations?)(?: are there)?{_OF_IT}",
    ),
    About.NAMED: _whole(
        rf"who(?:'s| is| are| was| were)? (?:mentioned|named|appears?)(?: (?:in|by) {_IT})?",
        rf"who(?:'s| is| are| was| were) in {_IT}",
        rf"(?:which|what) (?:people|persons|names) (?:is|are|were|appear)(?: mentioned| named)?"
        rf"(?: in {_IT})?",
        rf"who(?:'s| is| was) {_IT} about",
    ),
}


def asked_of_article(question: str) -> About | None:
    """What `question`, without courtesies, asks about the one article that it is limited to; None
    when it asks about something in it.
    """
    line = " ".join(question.split()).strip(" ?!.,").replace("’", "'")
    for about, patterns in _PATTERNS.items():
        if any(pattern.fullmatch(line) for pattern in patterns):
            return about
    return None


def reply_about(about: About, article: Article, question: str) -> Reply:
    """The answer about `article`, with its opening or what is told of cited; a refusal when that
    is not known of it.
    """
    if about is About.NAMED:
        return _people(article, question, _named(article), "named in it")
    if about is About.QUOTED:
        if quoted := _speaking(article, in_quotation=True):
            return _people(article, question, quoted, "quoted in it")
        reported = _speaking(article, in_quotation=False)
        before = "Nobody is quoted word for word in it, as far as I can tell."
        return _people(article, question, reported, "reported to say something", before)
    opening = quote_from(article, None)
    known = _known(about, article)
    citations = cite_all([opening])
    if known is None:
        return Reply(_MISSING[about], (), _searched(article, question), 0.0, citations)
    text = f"{known} It says: {said(1, opening)}"
    return Reply(text, citations, _searched(article, question), _SURE)


_MISSING = {
    About.DATE: "The article has no date.",
    About.AUTHORS: "The article names no author.",
    About.OUTLET: "The article does not say where it was published.",
    About.TITLE: "The article has no title.",
}


def _known(about: About, article: Article) -> str | None:
    if about is About.DATE and article.published:
        day = dt.date.fromisoformat(article.published)
        return f"It was published on {day.day} {day:%B} {day.year}."
    if about is About.AUTHORS and article.authors:
        return f"It is by {_listed(article.authors)}."
    outlet = outlet_of(article)
    if about is About.OUTLET and outlet:
        return f"It is from {outlet}."
    title = " ".join(article.title.split())
    return f"Its title is “{title}”." if about is About.TITLE and title else None


def _people(
    article: Article, question: str, found: dict[str, Quoted], how: str, before: str = ""
) -> Reply:
    """People, or who speaks for them, with a sentence each; `before` is told first."""
    shown = list(found.items())[:_PEOPLE]
    searched = _searched(article, question)
    if not shown:
        nearest = cite_all([quote_from(article, None)])
        nobody = before or f"Nobody is {how}, as far as I can tell."
        return Reply(nobody, (), searched, 0.0, nearest)
    head = f"{before} {'One is' if len(found) == 1 else f'{len(found)} are'} {how}".strip()
    head += f"; the first {len(shown)}:" if len(shown) < len(found) else ":"
    lines = [f"{n}. {who} — {said(n, quoted)}" for n, (who, quoted) in enumerate(shown, 1)]
    cited = cite_all([quoted for _, quoted in shown])
    return Reply("\n".join([head, *lines]), cited, searched, _QUITE_SURE)


def _speaking(article: Article, in_quotation: bool) -> dict[str, Quoted]:
    """Who says something, in the article's order, each with the first good sentence of theirs;
    with `in_quotation`, some of it has to be in quotation marks.
    """
    own: dict[str, list[Utterance]] = {}
    for utterance in utterances(article.text):
        if utterance.quoted >= in_quotation and utterance.certainty >= _SURELY_SAID:
            name = _name(utterance, article.text)
            if name:
                own.setdefault(name, []).append(utterance)
    chosen = {}
    for name, theirs in own.items():
        short = [u for u in theirs if len(article.text[u.start : u.end].split()) <= _LONGEST]
        best = next((u for u in short if u.attributed), (short or theirs)[0])
        chosen[name] = _sentence(article, best.start, best.end)
    return chosen


def _named(article: Article) -> dict[str, Quoted]:
    """Who is surely a person, most often named first, each with the sentence that names them
    first: those of whom the article says so, and those who are quoted.
    """
    every = mentions(article.text)
    speaking = _speaking(article, in_quotation=False)
    often = Counter(
        m.person.name
        for m in every
        if " " in m.person.name and (m.person.certain or m.person.name in speaking)
    )
    spans = sentence_spans(article.text)
    chosen = {}
    for name, _ in often.most_common():
        first = next(m for m in every if m.person.name == name)
        start, end = next(s for s in spans if s[0] <= first.start < s[1])
        chosen[name] = _sentence(article, start, end)
    return chosen


def _name(utterance: Utterance, text: str) -> str:
    """Who says it: a full name if the article gives one; empty for "officials"."""
    words = [
        word.rstrip(",.'’")
        for word in utterance.subject.words
        if word[:1].isupper() and fold(word) not in TITLE_WORDS
    ]
    if not words:
        return ""
    if len(words) == 1:
        return full_name(words[0], text) or words[0]
    return " ".join(words)


def _sentence(article: Article, start: int, end: int) -> Quoted:
    return Quoted(article, Sentence(article, start, end), 1.0)


def _listed(names: Sequence[str]) -> str:
    plain = [" ".join(name.split()) for name in names]
    return " and ".join(filter(None, (", ".join(plain[:-1]), plain[-1])))


def _searched(article: Article, question: str) -> Searched:
    outlet = outlet_of(article)
    return Searched(
        question=question,
        dates=(article.published, article.published) if article.published else (),
        authors=article.authors,
        sources=(outlet,) if outlet else (),
        articles=1,
    )
