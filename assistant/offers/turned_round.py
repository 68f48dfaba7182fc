"""From a plain statement to the question that it answers: "The bill was signed in May" to "When
was the bill signed?".

Rules over the clause that a sentence begins with, and only where the question comes out as good
English: a subject that is a name or "the" something, one of the verbs of news, and then a time, a
place, a reason or an amount. Everything else is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.text.terms import STOP_WORDS, fold

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TIME = re.compile(
    rf"\b(?:on {_DAY}|(?:on|in|by|until|since) {_MONTH}\b|in (?:1[5-9]|20)\d\d\b|"
    r"(?:last|next|this) (?:week|month|year|summer|spring|autumn|fall|winter)\b)"
)
_PLACE = re.compile(r"^(?:in|at|near|outside) (?:the )?[A-Z]\w+")
_REASON = re.compile(r"\b(?:because|due to|over (?:concerns|fears|claims|allegations)|amid)\b")
# A clause ends where another begins.
_END = re.compile(r"[,;:.!?()\[\]“”\"—–]|\s(?:according to|while|which|who|as|that)\s| - ")

_AUX = r"(?:was|were|is being|are being|will be|has been|have been)"
_PARTICIPLE = (
    r"(?:\w{3,}ed|built|held|found|made|sold|sent|shot|hit|killed|won|lost|given|taken|chosen|"
    r"written|driven|stolen|known|shown|seen|born|founded|brought|bought|paid|left|set|put|cut)"
)
_SUBJECT = (
    r"(?P<subject>(?:The|A|An) (?:[\w’'-]+ ){1,4}?|"
    r"(?:(?:[A-Z][\w’'&-]*|[A-Z]\.|of|the|for) ){0,4}(?:[A-Z][\w’'&-]*) )"
)
_PASSIVE = re.compile(rf"{_SUBJECT}(?P<aux>{_AUX}) (?P<verb>{_PARTICIPLE})\b(?P<rest>.*)$")
# The past of the verbs of news, and what stands after "did".
# What is done with money, and what stands after "did".
_SPENT = {
    "paid": "pay",
    "spent": "spend",
    "cost": "cost",
    "raised": "raise",
    "donated": "donate",
    "earned": "earn",
    "lost": "lose",
    "won": "win",
    "made": "make",
    "pledged": "pledge",
    "invested": "invest",
    "received": "receive",
}
_BASES = dict(
    pair.split(":")
    for pair in """
    resigned:resign won:win lost:lose signed:sign launched:launch died:die left:leave fell:fall
    rose:rise began:begin closed:close opened:open moved:move cancelled:cancel canceled:cancel
    delayed:delay rejected:reject approved:approve banned:ban sued:sue fired:fire joined:join
    returned:return agreed:agree decided:decide refused:refuse sent:send paid:pay bought:buy
    sold:sell built:build became:become took:take gave:give went:go met:meet visited:visit
    accused:accuse charged:charge arrested:arrest announced:announce filed:file released:release
    stopped:stop started:start ended:end raised:raise dropped:drop quit:quit retired:retire
    apologized:apologize withdrew:withdraw pulled:pull suspended:suspend declared:declare
    ordered:order blocked:block vetoed:veto passed:pass voted:vote scrapped:scrap merged:merge
    acquired:acquire collapsed:collapse crashed:crash broke:break escaped:escape fled:flee
    jailed:jail pleaded:plead founded:found invented:invent discovered:discover
    """.split()
)
_ACTIVE = re.compile(rf"{_SUBJECT}(?P<verb>{'|'.join(_BASES)})\b(?P<rest>.*)$")
# What somebody did something to: worth asking for.
_WITH_OBJECT = frozenset(
    "announced launched approved rejected signed released declared banned ordered".split()
)
_MONEY = re.compile(
    rf"{_SUBJECT}(?P<verb>{'|'.join(_SPENT)}) (?:(?:more|less) than |about |around |nearly |"
    r"almost |roughly |up to |at least |an estimated |a record )?"
    r"[$£€]\d[\d.,]*(?: (?:m|b|tr)illion)?\b"
    r"(?P<rest>(?: (?:for|on|to|in|from|of)\b.*|[,.;]?))$"
)
# What stands before the sentence itself: where it was written, or when something was.
_DATELINE = re.compile(
    r"^(?:(?:[A-Z][\w.]+,? ){0,3}\(CNN\)(?: ?[-–—])? |[A-Z]{3,}[A-Z ,.]* [-–—] )"
)
_WHEN_FIRST = re.compile(
    rf"^(?:On {_DAY}|(?:On|In) {_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?|In (?:1[5-9]|20)\d\d), "
)
_COUNT = re.compile(
    r"^(?:(?:More|Fewer|Less) than |At least |As many as |Up to |About |Around |Nearly |Almost |"
    r"Some |Over |An estimated )?(?:\d[\d,.]*(?: (?:million|billion))?|Two|Three|Four|Five|Six|"
    r"Seven|Eight|Nine|Ten|Eleven|Twelve|Dozens of|Hundreds of|Thousands of|Tens of thousands of) "
    r"(?P<noun>(?:[a-z-]+ ){0,2}?(?:people|men|women|children|[a-z]{3,}[^s\W]s)) "
    r"(?P<rest>(?:were|was|are|have|had|will|died|fled|lost|took|attended|voted|signed)\b.*)$"
)
_HARM = re.compile(
    r"\b(?P<verb>kill|injur|wound|displac|arrest|evacuat|detain)(?:ing|ed) "
    r"(?:at least |more than |about |around |nearly |an estimated |some )?"
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|hundreds of)"
    r" (?:other )?(?P<noun>people|men|women|children|students|civilians|soldiers|workers|residents)"
    r"\b(?P<rest>(?: (?:in|at|near|across) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)?)",
)
_HARMED = {"kill": "killed", "injur": "injured", "wound": "wounded", "displac": "displaced"} | {
    "arrest": "arrested",
    "evacuat": "evacuated",
    "detain": "detained",
}
_OPENERS = frozenset(
    """
    but and meanwhile however still yet also then today yesterday earlier later on in at by with
    for from after before according although since while when if as it he she they we you i this
    these those there his her their its our my that such both many most some few all any every each
    """.split()
) | (STOP_WORDS - {"the"})
_INSIDE = frozenset(("of", "for", "the"))
_VERBS = frozenset("comes came has had says said follows followed marks marked".split())
_DANGLING = re.compile(
    r"\s+(?:earlier|later|again|too|also|only|just|early|late|and|or|at|in|on|to|by|of|from|for)$"
)
_LONGEST_OBJECT = 9


def questions_of(sentence: str) -> Iterator[tuple[str, str]]:
    """The questions that `sentence` answers, each after its sort: "when", "why", "how many"."""
    line = _DATELINE.sub("", " ".join(sentence.split()))
    if time := _WHEN_FIRST.match(line):
        yield from _when(line[time.end() :][:1].upper() + line[time.end() + 1 :])
        return
    if match := _COUNT.match(line):
        if rest := _clause(match["rest"], 12):
            yield "how many", f"How many {match['noun']} {rest}?"
    elif match := _HARM.search(line):
        harmed = _HARMED[match["verb"]]
        yield "how many", f"How many {match['noun']} were {harmed}{match['rest']}?"
    if match := _MONEY.match(line):
        yield from _of_money(match)
    elif match := _PASSIVE.match(line):
        yield from _of_passive(match)
    elif match := _ACTIVE.match(line):
        yield from _of_active(match)


def _when(line: str) -> Iterator[tuple[str, str]]:
    """When that was which `line` tells."""
    if (match := _PASSIVE.match(line)) and (subject := _subject(match["subject"])):
        aux, *more = match["aux"].split()
        asked = " ".join([aux, subject, *more, match["verb"]])
    elif (match := _ACTIVE.match(line)) and (subject := _subject(match["subject"])):
        asked = f"did {subject} {_BASES[match['verb']]}"
    else:
        return
    clause = _clause(match["rest"].strip(), _LONGEST_OBJECT) or ""
    if clause or not match["rest"].strip(" ."):
        yield "when", f"When {asked}{_spaced(clause)}?"


def _of_money(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    subject = _subject(match["subject"])
    clause = _clause(match["rest"].strip(), _LONGEST_OBJECT) or ""
    if subject is not None and (clause or not match["rest"].strip(" .")):
        yield (
            "how much",
            f"How much did {subject} {_SPENT[match['verb']]}{_spaced(_timeless(clause))}?",
        )


def _of_passive(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    subject = _subject(match["subject"])
    if subject is None:
        return
    aux, *more = match["aux"].split()
    asked = " ".join([aux, subject, *more, match["verb"]])
    rest = match["rest"].strip()
    clause = _clause(rest, 30) or ""
    if _REASON.search(clause):
        before = _REASON.split(clause)[0].strip()
        if len(before.split()) <= _LONGEST_OBJECT and not before.startswith("not "):
            yield "why", f"Why {asked}{_spaced(_timeless(before))}?"
    if re.match(r"by (?:[A-Z])", clause) and match["verb"].endswith("ed") and not more:
        yield "who", f"Who {match['verb']} {subject}?"
    if _PLACE.match(clause) and not _TIME.match(clause) and match["verb"] not in ("based",):
        yield "where", f"Where {asked}?"
    if time := _TIME.search(clause):
        before = clause[: time.start()].strip()
        if len(before.split()) <= _LONGEST_OBJECT:
            yield "when", f"When {asked}{_spaced(before)}?"


def _of_active(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    subject = _subject(match["subject"])
    if subject is None:
        return
    base = _BASES[match["verb"]]
    clause = _clause(match["rest"].strip(), 30) or ""
    if reason := _REASON.search(clause):
        before = _timeless(clause[: reason.start()].strip())
        if len(before.split()) <= _LONGEST_OBJECT:
            yield "why", f"Why did {subject} {base}{_spaced(before)}?"
    if time := _TIME.search(clause):
        before = clause[: time.start()].strip()
        if len(before.split()) <= _LONGEST_OBJECT:
            yield "when", f"When did {subject} {base}{_spaced(before)}?"
    if match["verb"] in _WITH_OBJECT and re.match(r"(?:a|an|the|its|new|plans)\b", clause):
        yield "what", f"What did {subject} {base}?"


def _subject(text: str) -> str | None:
    """The subject as it stands in the middle of a question; None for what is no good one."""
    subject = text.strip()
    first, *inner = subject.split()
    if any(fold(word) in STOP_WORDS - _INSIDE or fold(word) in _VERBS for word in inner):
        return None
    rest = " ".join(inner)
    if fold(first) in ("the", "a", "an"):
        # Whatever was introduced as "a fire" is "the fire" to who asks of it.
        return f"the {rest}" if rest and not _ends_badly(rest) else None
    if fold(first) in _OPENERS or _ends_badly(subject):
        return None
    return subject


def _ends_badly(text: str) -> bool:
    last = fold(text.split()[-1])
    return last in STOP_WORDS or last.endswith("ly") or last in ("also", "later", "reportedly")


def _clause(text: str, most: int) -> str | None:
    """`text` up to the end of its clause; None when that has more than `most` words."""
    end = _END.search(text)
    clause = (text[: end.start()] if end else text).strip()
    return clause if clause and len(clause.split()) <= most else None


def _timeless(text: str) -> str:
    return _TIME.sub("", text).strip()


def _spaced(text: str) -> str:
    """What follows the verb, without what a cut has left dangling at its end."""
    bare = f" {text}"
    while (shorter := _DANGLING.sub("", bare)) != bare:
        bare = shorter
    return bare.rstrip()
