"""The time that a question limits itself to.

"What did Biden say last week?" and "articles from March 2023" limit the articles: those of other
days have no answer. "Who won the World Cup in 2018?" does not: it tells when something took place,
and an article of any later day may report that. So a period is strict only where a sentence asks
for what was written, said or done in it, or names a topic without asking anything ("Ukraine in
March 2023"), or says "since": what is true since May no article of April tells. Any other period
is a preference for articles from its first day on, with an open end, and what lies before a date
of some fact ("the president before 2021"), or is expected for one, says nothing about articles.
A year or day inside a name ("World Cup 2022", "the January 6 committee") is no period at all.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from assistant.understand.asked_for import ARTICLES, RECORD, Asked, asked_for, sentence_at
from assistant.understand.time.days import DAY
from assistant.understand.time.phrases import TimePhrase, time_phrases

# What is said on a day stands in the next day's articles, too.
_GRACE = DAY
_MOST_PHRASES = 12
_SHORT = 7 * DAY

_EXPECTED = re.compile(
    r"\b(?:will|would|going to|set to|expect(?:s|ed)?|plans?|planned|planning|predict\w*|"
    r"forecast\w*|projected|aims?|pledged?|due|run(?:ning)? for|bid)\b",
    re.IGNORECASE,
)

_BEFORE = re.compile(
    r"(?:,? *\b(?:so far |back |ever |all |only |just |either )?)"
    r"\b(?P<word>in|on|during|since|before|after|until|till|up to|up until|prior to|from|of|over|"
    r"within|throughout|through|between|for|by|at|as of|around|following)"
    r"(?: the)?(?: (?:course|events|month|months|year|years|period|week) of)?(?: the)? $",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"(?:,? *\bso far|,? *\bduring|,? *\bover|,? *\bearlier|,? *\blater) $", re.IGNORECASE
)
_BETWEEN = re.compile(
    r" ?(?:,? and|to|-|–|—|until|till|through|up to)(?: (?:the|in|on))? ?", re.IGNORECASE
)
_TO_NOW = re.compile(
    r" ?(?:to|until|till|-|–) (?:now|today|the present|present|date)\b", re.IGNORECASE
)
_ONWARDS = re.compile(r" (?:onwards?|on|forward)\b(?! \w)", re.IGNORECASE)
_LIMITING = {
    **dict.fromkeys("in on during over within throughout through between around at".split(), "in"),
    "since": "since",
    "after": "after",
    "following": "after",
    "before": "before",
    "prior to": "before",
    "until": "until",
    "till": "until",
    "up to": "until",
    "up until": "until",
}
# What may follow a date that is no part of a name: "in 2018 who won", not "in 2020 election polls".
_AFTER = re.compile(
    r"\s*(?:$|[,.;:?!)\]\"”’'](?!s\b)|[-–—] |(?:and|or|but|who|what|which|when|where|why|how|"
    r"did|does|do|was|were|is|are|has|have|had|will|would|can|could|about|on|in|at|by|for|from|"
    r"of|to|with|against|between|regarding|concerning|than|that|the|a|an|he|she|it|i|they|we|"
    r"you|his|her|their|there|as|over|after|before|when|while|because|if|mention\w*|say|said|"
    r"according|compared|please|since|until|only|alone|onwards?|through|up|–)\b)",
    re.IGNORECASE,
)
_IN_A_NAME = re.compile(
    r"(?:\b(?:the|a|an|this|that|its|every|each|his|her|their|our|super|black|good|bloody"
    r"|ash|cyber|giving|class|agenda|top|euro|cup|olympics|games|election) )$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_DAYS = re.compile(r"\w* ?\d+(?:-|–| \w+ )\d+", re.IGNORECASE)
_DIGESTS = r"(?:events|developments|summary|overview|timeline|digest|recap|review)"
_ARTICLES_BEFORE = re.compile(
    rf"\b(?:{ARTICLES}|{_DIGESTS})(?: (?:published|written|dated|only))?,? *$", re.IGNORECASE
)
_ARTICLES_AFTER = re.compile(
    r" (?:articles|stories|news|coverage|headlines|reports)\b(?! \w+ing)", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?\b")
_SUBJECT = re.compile(
    r"(?:^|\b(?:did|does|was|is|were|are|will|than|like|day|date)) *$", re.IGNORECASE
)
# "And yesterday?", "What about last week?" are nothing without the day.
_NOTHING_LEFT = re.compile(
    r"(?:(?:and|but|so|or|what|how|about|before|in|on|then) ?)*\W*$", re.IGNORECASE
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?(?! (?:account|affairs))|nowadays|"
    r"these days|right now|at the moment|at present|up to date|up-to-date|as of today)\b"
    r"|(?<!until )(?<!till )(?<!by )(?<!from )(?<![\w'’-])now\b(?! that)",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"(?:currently|nowadays|these days|right now|at the moment|at present|now)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, inclusive, None being open, that `phrase` asks for.

    `phrase` stands in the question as it is here. `strict` is whether articles of other days are
    to be left out; otherwise they are only less welcome. With neither start nor end, the newest
    articles are preferred. Nothing is known here of the archive: a strict period that ends before
    its oldest article cannot mean the articles, and is best treated as none.
    """

    start: dt.date | None
    end: dt.date | None
    phrase: str
    strict: bool


@dataclass(frozen=True)
class _Limit:
    """A period with its place in the question."""

    period: Period
    start: int
    end: int
    removable: bool


def read_period(question: str, now: dt.date) -> tuple[Period | None, str]:
    """The period that `question`, asked on the day `now`, limits itself to, and what to search for.

    The second is the question without the period's phrase. It stays whole where the phrase holds
    the sentence together ("When did March 2023 ...", "yesterday's speech") or where the articles
    are likely to name the date ("Who won the World Cup in 2018?").
    """
    limits: list[_Limit] = []
    phrases = time_phrases(question, now)[:_MOST_PHRASES]
    at = 0
    while at < len(phrases):
        read, used = _limit(question, phrases, at, now)
        if read is not None:
            limits.append(read)
        at += used
    if not limits:
        return _newest(question)
    strict = [limit for limit in limits if limit.period.strict]
    # Of several dates of one fact, an article of the last of them can know all.
    chosen = strict[0] if strict else max(limits, key=lambda x: x.period.start or dt.date.min)
    return chosen.period, _without(question, chosen)


def _newest(question: str) -> tuple[Period | None, str]:
    match = _NEWEST.search(question)
    if match is None:
        return None, question
    period = Period(None, None, match.group(), strict=False)
    removable = _ADVERB.fullmatch(match.group()) is not None
    return period, _without(question, _Limit(period, *match.span(), removable))


def _limit(
    question: str, phrases: list[TimePhrase], at: int, now: dt.date
) -> tuple[_Limit | None, int]:
    """The limit that the phrase number `at` sets, if any, and how many phrases it is made of."""
    phrase = phrases[at]
    start, end, first, last = phrase.start, phrase.end, phrase.first, phrase.last
    before = _BEFORE.search(question, max(0, start - 60), start)
    word = before["word"].lower() if before else ""
    articles = _names_articles(question, before.start() if before else start, end)
    bound = _bound(word, phrase, question[start:end], articles)
    used = 1
    if before and "week of" in before.group().lower():
        last = first + _SHORT - DAY
    if at + 1 < len(phrases) and word in ("between", "from", "in", "during", "of", ""):
        second = phrases[at + 1]
        if _BETWEEN.fullmatch(question, end, second.start) and (word or not phrase.bare):
            first, last = _range(phrase, second)
            bound, end, used = "in", second.end, 2
    if used == 1 and word in ("from", "since") and (match := _TO_NOW.match(question, end)):
        bound, end, last = "in", match.end(), now
    elif used == 1 and word in ("from", "as of") and (match := _ONWARDS.match(question, end)):
        bound, end = "since", match.end()
    if not bound or _is_name(question, phrase, end, word, articles):
        return None, used
    relative = phrase.relative and not phrase.bare
    so_far = None if before else _SO_FAR.search(question, max(0, start - 12), start)
    opened = before.start() if before else so_far.start() if so_far else start
    possessive = _POSSESSIVE.match(question, end) is not None
    if possessive:  # "in last week's speech": the preposition is the speech's
        opened = start
    opened += len(question[opened:start]) - len(question[opened:start].lstrip(" ,"))
    text = question[opened:end]
    sentence, asks = sentence_at(question, start, end)
    asked = asked_for(sentence) if asks else None
    if phrase.vague:
        vague = Period(first, None, text, strict=False)
        return _Limit(vague, opened, end, removable=True), used
    period = _period(bound, (first, last), now, text, sentence.partition(text)[0], asked, relative)
    if period is None:
        return None, used
    # An article calls the day by its name, or by another than the asker's "yesterday".
    removable = (period.strict or relative) and not (
        possessive
        or word in ("of", "for")
        or (not word and not articles and _SUBJECT.search(question[:opened]))
    )
    return _Limit(period, opened, end, removable), used


def _bound(word: str, phrase: TimePhrase, text: str, articles: bool) -> str:
    """How a phrase after the preposition `word` limits: "in", "since", ...; "" for not at all.

    `articles` is whether the two follow a word for articles: "news for May".
    """
    if word in _LIMITING:
        return _LIMITING[word]
    if articles or (not phrase.bare and word in ("", "of")):
        return "in" if word in ("", "from", "of", "for") else ""
    told_from_today = phrase.relative and not phrase.bare and word in ("from", "for")
    several_days = word == "from" and _DAYS.match(text)  # "from 3 to 5 March"
    return "in" if told_from_today or several_days else ""


def _period(
    bound: str,
    days: tuple[dt.date, dt.date],
    now: dt.date,
    phrase: str,
    before: str,
    asked: Asked | None,
    relative: bool,
) -> Period | None:
    """The period of a phrase by the module's rule; None when it is none.

    `before` is what the sentence says ahead of it, `asked` what the sentence is after, None when
    it is not the one that asks.
    """
    first, last = days
    strict = asked not in (Asked.FACT, None)
    starts = last + DAY if bound == "after" else first
    if bound in ("before", "until"):
        end = first - DAY if bound == "before" else last
        return Period(None, end, phrase, strict=True) if strict else None
    if starts > now:
        return None
    if bound == "since":
        return None if RECORD.search(before) else Period(first, None, phrase, asked is not None)
    if bound == "after":
        return Period(starts, None, phrase, strict)
    if not strict:
        if not relative and _EXPECTED.search(before):
            return None
        if first <= now <= last and last - first < _SHORT and "week" in phrase.lower():
            first = min(first, now - _SHORT + DAY)  # who asks on a Monday means Sunday, too
        return Period(first, None, phrase, strict=False)
    if asked is Asked.DEEDS and last - first < _SHORT and last < now:
        last += _GRACE
    return Period(first, last, phrase, strict=True)


def _range(first: TimePhrase, second: TimePhrase) -> tuple[dt.date, dt.date]:
    """From one date to another; the first may leave its year to the second."""
    start, end = first.first, second.last
    for year in (end.year, end.year - 1):  # "December to March 2023" began in 2022
        if start > end:
            start = start.replace(year=year, day=min(start.day, 28 if start.month == 2 else 31))
    return (start, end) if start <= end else (second.first, first.last)


def _names_articles(question: str, start: int, end: int) -> bool:
    """Whether "articles", or another word for them, stands right before or after a phrase."""
    return (
        _ARTICLES_BEFORE.search(question, max(0, start - 40), start) is not None
        or _ARTICLES_AFTER.match(question, end) is not None
    )


def _is_name(question: str, phrase: TimePhrase, end: int, word: str, articles: bool) -> bool:
    """Whether a date seems to be part of a name: "the January 6 committee", "World Cup 2022"."""
    if phrase.relative and not phrase.bare:
        # "Super Tuesday" and "about Wednesday", the series, but not "testified Wednesday".
        before = question[: phrase.start].split()
        name = _WEEKDAY.fullmatch(question, phrase.start, phrase.end) is not None
        text = question[phrase.start : phrase.end]
        if text[0].isupper() and not name and before and not word and not question.isupper():
            return True  # "USA TODAY", "who wrote Yesterday"
        lower = text.lower()
        if name and re.search(
            r"\b(?:about|called|titled|named|film|series) $", question[: phrase.start], re.I
        ):
            return True
        if not name or word or lower in ("today", "yesterday") or not before:
            return False
        return _IN_A_NAME.search(question[: phrase.start]) is not None or before[-1][0].isupper()
    if not _AFTER.match(question, end) and not (word == "" and articles):
        return True
    if word:
        return word in ("of", "for") and phrase.bare and not articles
    return not articles and (phrase.bare or _IN_A_NAME.search(question[: phrase.start]) is not None)


def _without(question: str, limit: _Limit) -> str:
    if not limit.removable:
        return question
    rest = f"{question[: limit.start].rstrip(' ,')} {question[limit.end :].lstrip(' ,')}"
    rest = re.sub(r" +([?!.,;:])", r"\1", " ".join(rest.split()))
    if not re.search(r"\w", rest) or _NOTHING_LEFT.match(rest):
        return question
    return rest[0].upper() + rest[1:] if question[0].isupper() else rest
