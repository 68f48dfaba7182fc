"""An alternative to something in the last question, put in its place: "and Barrot?", "the UK?"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from assistant.english.names import place_spans
from assistant.english.people import ROLES, mentions
from assistant.understand.followup import phrase_words as lists
from assistant.understand.followup.leaning import lean
from assistant.understand.followup.phrases import Phrase, phrases, singular, topic
from assistant.understand.followup.pronouns import possessive, resolve
from assistant.understand.followup.spoken_of import Reading, Spoken, plain, surname
from assistant.understand.question import parse
from index.text.terms import fold, words

BARE_TOPIC = re.compile(r"^(?:on|about|regarding) (?P<rest>.+)$", re.IGNORECASE)
_PREPOSED = re.compile(
    r"^(?P<word>in|at|for|to|with|from|by|during|since|after|before|under|among|against) .+$",
    re.IGNORECASE,
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_TIME = re.compile(
    r"(?:last|this|next) (?:year|month|week|weekend|night|season|spring|summer|autumn|fall|winter|"
    rf"{_MONTHS})|yesterday|today|tomorrow|tonight|the year before|(?:19|20)\d\d|"
    r"(?:(?:last|this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_NAMED_DAYS = frozenset({"today", "yesterday"})
# A year may be the name of a book or film.
_WORK = re.compile(
    r"\b(?:wrote|written|directed|sang|recorded|book|novel|film|movie|album|song|play)\b",
    re.IGNORECASE,
)
# An alternative of more words is a phrase of its own, not one to put into another's place.
_LONG = 5
_TRAILING = re.compile(
    r",? (?:in particular|instead|then|specifically|though|for example|too|as well|please)$",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"(?:tell|show|give|explain|describe|summari[sz]e|list|compare)\b", re.IGNORECASE
)


def vary(phrase: str, spoken: Spoken) -> Reading:
    """The last question with `phrase` in the place of what it is an alternative to."""
    phrase = _TRAILING.sub("", phrase.strip().rstrip("?!. "))
    if place_spans(phrase) and " " not in phrase:
        phrase = re.sub(r"['’]s$", "", phrase)
    if match := BARE_TOPIC.match(phrase):
        return about(match.group("rest"), spoken)
    reading = resolve(_noun_for_one(phrase, spoken), spoken)
    resolved = reading.text.rstrip("?")
    last = spoken.question
    if _TIME.fullmatch(resolved) and not (resolved.isdigit() and _WORK.search(last)):
        return Reading(as_question(_at_time(last, resolved)), spoken.topic)
    if re.match(r"^\w+ing\b", resolved) and resolved.split()[0].lower() in lists.VERBS:
        return replace(reading, text=as_question(_gerund(last, resolved)))
    be = re.match(r"what (is|are|was|were)\b", last, re.IGNORECASE)
    if be and reading.meant is not None:
        return replace(reading, text=as_question(f"What {be.group(1)} {resolved}"))
    if be and len(resolved.split()) > _LONG and not _PREPOSED.match(resolved):
        return lean(as_question(f"What {be.group(1)} {resolved}"), spoken)
    owner = parse(last).speaker
    if owner and reading.person and resolved.startswith(possessive(owner)):
        return replace(reading, text=as_question(f"What is {resolved}"))  # "what about his job?"
    text = _replaced(last, resolved, spoken)
    own = phrases(resolved)
    new = [p for p in phrases(text) if own and p.terms and p.terms == own[0].terms]
    if _PREPOSED.match(resolved) and not resolved.startswith("for "):
        return Reading(text, spoken.topic, reading.person)
    attribute = bool(new) and singular(new[0].head) in lists.RELATIONAL and " " not in new[0].text
    if attribute and not new[0].named:
        return Reading(text, spoken.topic, reading.person)
    instead = bool(new) and (spoken.topic is None or spoken.topic.text not in text)
    return Reading(text, new[0] if new else None, reading.person, instead)


def _at_time(last: str, time: str) -> str:
    """`last` asked of another time, which takes the place of the one that it names."""
    found = re.finditer(
        rf"(?P<in>\b(?:in|on|during) )?\b(?P<time>{_TIME.pattern}|(?-i:{_MONTHS.title()}))\b",
        last,
        re.IGNORECASE,
    )
    named = next((m for m in found if not last[: m.start()].endswith("USA ")), None)
    whole = f"in {time}" if time.isdigit() else f"on {time}" if _is_day(time) else time
    if named is None:
        return f"{last.rstrip(' ?!.')} {whole}"
    # "The 2020 election": what is said of a thing has no "in" before it.
    bare = named["in"] is None and named["time"].isdigit() and time.isdigit()
    return last[: named.start()] + (time if bare else whole) + last[named.end() :]


def _is_day(time: str) -> bool:
    return " " not in time and time.lower().endswith("day") and time.lower() not in _NAMED_DAYS


def _gerund(last: str, phrase: str) -> str:
    """ "What about replacing it?" after "What does it cost to repair ...?"."""
    if match := re.search(r"(?: for [\w ]{1,20})? to \w+ [^?]*\W*$", last):
        return f"{last[: match.start()]} for {phrase}"
    return f"What about {phrase}"


def _replaced(last: str, phrase: str, spoken: Spoken) -> str:
    read = parse(last)
    is_place = bool(place_spans(phrase))
    names_people = _is_person(phrase, spoken)
    if read.speaker and (both := re.match(r"^(.{1,60}?) (?:on|about) (.+)$", phrase)):
        to_whom = swap(last, read.speaker, both.group(1))
        return _asked_about(both.group(2), replace(spoken, question=to_whom))
    if read.speaker and (names_people or not (read.about or not is_place)):
        return as_question(swap(last, read.speaker, phrase))
    if match := _PREPOSED.match(phrase):
        return as_question(_preposed(last, phrase, match.group("word"), spoken))
    if read.about and not names_people:
        return as_question(swap(last, read.about, phrase))
    if read.speaker:
        return about(phrase, spoken).text
    return as_question(_swap_like(last, phrase, is_place, names_people, spoken))


def _noun_for_one(phrase: str, spoken: Spoken) -> str:
    """ "the british one" with the noun, which is a title when a person was asked about."""
    match = re.match(r"^(?P<the>(?:the )?)(?P<which>.{1,60}) ones?$", phrase, re.IGNORECASE)
    if match is None:
        return phrase
    role = _role(spoken)
    if role is None:
        return phrase
    which = match.group("which")
    which = which.capitalize() if which.islower() and place_spans(which) else which
    return f"{match.group('the')}{which} {role}"


def _role(spoken: Spoken) -> str | None:
    """The title in the last question, or in the answer, of whom was asked about: in small
    letters and without the country.
    """
    read = parse(spoken.question)
    subject = read.speaker or ""
    titles = [subject]
    if subject:
        titles += [
            m.person.role
            for m in mentions(plain(spoken.answer))
            if surname(m.person.name) == surname(subject)
        ]
    else:
        titles += [p.text for p in phrases(spoken.question) if p.head in ROLES]
    for title in titles:
        if any(w in ROLES for w in map(fold, title.split())):
            for start, end, _ in reversed(place_spans(title)):
                title = title[:start] + title[end:]
            kept = [w for w in title.split() if fold(w) not in ("the", "a", "an")]
            last = max(i for i, w in enumerate(kept) if fold(w) in ROLES)
            return " ".join(kept[: last + 1]).lower()
    return None


def _preposed(last: str, phrase: str, word: str, spoken: Spoken) -> str:
    """`last` with a phrase such as "in Spain" in place of its like, or else at its end."""
    rest = phrase[len(word) + 1 :]
    if re.fullmatch(r"\d{4}", rest) and (year := re.search(r"\b(?:19|20)\d\d\b", last)):
        return last[: year.start()] + rest + last[year.end() :]
    alike = [p for p in phrases(last) if p.before == word.lower()]
    if alike:
        return last[: alike[-1].start] + rest + last[alike[-1].end :]
    if word.lower() == "for" and spoken.topic:
        for old in phrases(last):
            if old.terms == spoken.topic.terms:
                return _swap_phrase(last, old, rest)
    return f"{last.rstrip(' ?!.')} {phrase}"


def _swap_like(last: str, phrase: str, is_place: bool, names_people: bool, spoken: Spoken) -> str:
    """`last` with the span that is of the same sort as `phrase` replaced by it."""
    found = phrases(last)
    own = phrases(phrase)
    if own and own[-1].person:  # a role for a role: "and the prime minister?"
        for old, following in pairwise((*found, None)):
            if old is not None and old.person:
                whole = following is not None and following.place and is_place
                end = following.end if following is not None and whole else old.end
                return last[: old.start] + phrase + last[end:]
    if is_place and (places := place_spans(last)):
        start, end, _ = places[-1]
        return _without_the(last, start, end, phrase, found)
    if names_people:
        for name in spoken.people:
            for old in phrases(last):
                if old.text == name:
                    return _swap_phrase(last, old, phrase)
            for form in (name, name.split()[-1]):
                if re.search(rf"\b{re.escape(form)}\b", last, re.IGNORECASE):
                    return swap(last, form, phrase)
    if re.fullmatch(r"\d{4}", phrase) and (year := re.search(r"\b(?:19|20)\d\d\b", last)):
        return last[: year.start()] + phrase + last[year.end() :]
    named = [p for p in found if p.named]
    if phrase != phrase.lower() and named and spoken.topic not in found:
        return _swap_phrase(last, named[-1], phrase)
    return _swap_topic(last, phrase, spoken, found)


def _without_the(last: str, start: int, end: int, phrase: str, found: tuple[Phrase, ...]) -> str:
    """A country in another's place: "the UK" gives way to "Germany"."""
    alone = any(p.determiner == "the" and p.end == end and p.text == last[start:end] for p in found)
    if alone and not phrase.lower().startswith("the ") and last[:start].lower().endswith("the "):
        start -= len("the ")
    elif last[:start].lower().endswith("the "):
        phrase = re.sub(r"^the ", "", phrase, flags=re.IGNORECASE)
    return last[:start] + phrase + last[end:]


def _swap_topic(last: str, phrase: str, spoken: Spoken, found: tuple[Phrase, ...]) -> str:
    """`last` about `phrase`: in place of a phrase with the same noun, or of what it is about."""
    own = phrases(phrase)
    head = singular(own[-1].head) if own else ""
    for old in found:
        if head and singular(old.head) == head:
            return _swap_phrase(last, old, phrase)
    if head in lists.RELATIONAL and own and len(own) == 1:
        # "and the cost?" after "What are the benefits of X?": another attribute of the same.
        for old, following in pairwise(found):
            if singular(old.head) in lists.RELATIONAL and following.before in ("of", "for"):
                return _swap_phrase(last, old, phrase)
    topical = [p for p in found if spoken.topic and p.text == spoken.topic.text]
    old_topic = topical[0] if topical else topic(last)
    if old_topic is not None:
        return _swap_phrase(last, old_topic, phrase)
    return f"{last.rstrip(' ?')} {phrase}"


def _swap_phrase(last: str, old: Phrase, new: str) -> str:
    end = old.end
    if new.startswith(possessive(old.text)):  # "Ann Lee's car" by "Ann Lee's house"
        owned = [p for p in phrases(last) if p.before == "'s" and 0 <= p.start - end <= 3]
        end = owned[0].end if owned else end
    return last[: old.start] + new + last[end:]


def about(subject: str, spoken: Spoken) -> Reading:
    """The last question, asked about `subject`."""
    reading = resolve(subject, spoken)
    return replace(reading, text=_asked_about(reading.text.rstrip("?"), spoken))


def _asked_about(subject: str, spoken: Spoken) -> str:
    read = parse(spoken.question)
    if read.about:
        return as_question(swap(spoken.question, read.about, subject))
    found = phrases(spoken.question)
    if read.speaker is None and (old := [p for p in found if p.before == "about"]):
        return as_question(_swap_phrase(spoken.question, old[-1], subject))
    return as_question(f"{spoken.question.rstrip(' ?!.')} about {subject}")


def _is_person(phrase: str, spoken: Spoken) -> bool:
    """Whether an alternative that stands alone ("and barrot?") is somebody, not something."""
    forms = [fold(w.surface) for w in words(phrase)]
    if not forms:
        return False
    surnames = {surname(name) for name in spoken.people}
    if any(f in ROLES for f in forms):
        return True
    if place_spans(phrase):
        return False
    if forms[-1] in surnames or forms[-1] in spoken.names:
        return True
    if phrase != phrase.lower():
        return any(w.surface[0].isupper() for w in words(phrase))
    # In small letters and unknown: one singular word alone is more often a name than a topic.
    return len(forms) == 1 and not forms[0].endswith(("s", "ing", "ion", "ment", "ty", "cy"))


def swap(text: str, old: str, new: str) -> str:
    """`text` with the first `old`, in whatever case, replaced; unchanged if it is not there."""
    found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", text.replace("’", "'"), re.IGNORECASE)
    return text if found is None else text[: found.start()] + new + text[found.end() :]


def as_question(text: str) -> str:
    """`text` as a question, or a request, is written."""
    text = text.strip().rstrip(" ?!.")
    return text[:1].upper() + text[1:] + ("." if IMPERATIVE.match(text) else "?")
