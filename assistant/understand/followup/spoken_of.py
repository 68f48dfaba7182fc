"""What a conversation has spoken of so far: its topic, its things and its people.

A small form of centering (Grosz, Joshi and Weinstein, 1995): each question has one topic, which
goes on while later questions lean on it, and what was spoken of last is meant first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.english.names import place_spans
from assistant.english.people import Person, mentions
from assistant.understand.followup.phrase_words import VERBS
from assistant.understand.followup.phrases import Phrase, introduced, phrases, topic
from assistant.understand.question import Kind, parse
from index.text.terms import fold, search_terms, term, words

_REMEMBERED = 24
_ROYAL = frozenset("queen king prince princess emperor empress duke duchess pope sultan".split())
_NAME = re.compile(
    r"(?<![.!?] )(?<!^)\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]{2,}\b|^[A-Z][a-z]+ [A-Z][a-z]{2,}\b"
)
_NO_PERSON = frozenset(
    map(term, "cup open series league prize award house court party grand slam day world".split())
)
_SAYS = re.compile(r"\W{1,3}(?:said|says|told|added|wrote|tweeted)\b")
# These have people's names.
_STORMS = frozenset("hurricane storm cyclone typhoon tropical".split())
_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Spoken:
    """The state of a conversation after some turns.

    `question` is the last one, standalone; `main` what the conversation is about, until another
    is asked about in so many words; `topics` what each question was about, the last first;
    `beside` the last question's other phrases, `things` those of all; `people` names, the last
    mentioned first; `female` and `male` the folded surnames of those who were called she and he.
    """

    question: str = ""
    main: Phrase | None = None
    topics: tuple[Phrase, ...] = ()
    beside: tuple[Phrase, ...] = ()
    things: tuple[Phrase, ...] = ()
    people: tuple[str, ...] = ()
    female: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()
    answer: str = ""
    answered: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def topic(self) -> Phrase | None:
        """What the last question is about."""
        return self.topics[0] if self.topics else None

    @property
    def first_sentence(self) -> str:
        """The sentence of the last answer that its first marker stands behind, else nothing."""
        return self.answer.partition(" [1]")[0] if "[1]" in self.answer else ""

    def person(self, pronoun: str) -> str | None:
        """Whom "he" or "she" means: whoever was mentioned last and is not known to be another."""
        others = self.male if _SHE.fullmatch(pronoun) else self.female
        for name in self.people:
            if surname(name) not in others:
                return name
        for thing in (*self.topics[:1], *self.things, *self.topics):
            is_name = thing.named and not (
                thing.plural or thing.determiner in ("the", "a", "an") or thing.joined
            )
            is_name = is_name and not place_spans(thing.text)
            if (is_name or thing.person) and thing.head not in others:
                return thing.text if is_name else thing.with_article
        return None

    def thing(self, plural: bool, other_than: Phrase | None = None) -> Phrase | None:
        """What "it" or "they" means: the topic if its number fits, or else what was named beside
        it, or an earlier topic or thing; the topic all the same when nothing fits.

        A name may be either: a band, a team, a company.
        """
        older = (*self.topics[1:], *(self.things if plural else ()))
        for thing in (*self.topics[:1], *self.beside, *older):
            if thing is other_than or not _fits(thing, plural):
                continue
            several = plural and (thing.plural or len(self.people) > 1)
            if several or not self.is_known_person(thing):
                return thing
        return None if self.topic is None or self.is_known_person(self.topic) else self.topic

    def is_known_person(self, thing: Phrase) -> bool:
        """Whether a thing is the name of somebody who was spoken of."""
        if fold(thing.text.split()[0]) in _STORMS:
            return False
        return thing.named and thing.head in {surname(name) for name in self.people}

    def may_hold(self, thing: Phrase) -> bool:
        """Whether a thing may be a part of what is spoken of: an earlier answer has its noun.

        Without any answers there is no telling, and most conversations go on.
        """
        return not self.answered or self.has_said(thing)

    def has_said(self, thing: Phrase) -> bool:
        """Whether an answer has spoken of it."""
        return bool(thing.terms) and thing.terms <= self.answered

    def knows_nothing_of(self, question: str) -> bool:
        """Whether all that a question names is new: it begins another conversation."""
        found = phrases(question)
        return bool(found) and not any(self.may_hold(phrase) for phrase in found)

    def is_speech(self) -> bool:
        """Whether the last question was what somebody said, and the conversation is about that
        person, not about a thing that a question could lean on.
        """
        read = parse(self.question) if self.question else None
        if read is None or read.speaker is None or read.about is not None:
            return False
        return self.main is None or fold(self.main.text) in fold(read.speaker)


def _fits(thing: Phrase, plural: bool) -> bool:
    if thing.head in VERBS and not thing.determiner and " " not in thing.text:
        return False  # "burning"
    if thing.proper and not thing.joined:
        return not (plural and thing.text.isupper())
    return thing.plural == plural


def surname(name: str) -> str:
    """The last word of a name, folded."""
    return fold(name.split()[-1])


@dataclass(frozen=True)
class Reading:
    """A question as it is meant: its text made whole, and what of before it leans on.

    `meant` is the thing and `person` the person that its pronouns mean, if they mean one;
    `instead` whether that thing takes the place of the topic: "what about Y?".
    """

    text: str
    meant: Phrase | None = None
    person: str | None = None
    instead: bool = False


def after(spoken: Spoken, asked: str, reading: Reading, answer: str) -> Spoken:
    """The state after a turn: a question as asked and as read, and the answer's text."""
    people = _people(spoken, reading, answer)
    leans = reading.meant is not None and not reading.instead
    begins = not leans and spoken.knows_nothing_of(reading.text)
    new = _topic(reading, None if begins else spoken.topic)
    named_anew = new is not None and new.named and not (leans or spoken.may_hold(new))
    turns_to = begins or named_anew
    found = phrases(reading.text)
    topics = (*((new,) if new else ()), *_without(spoken.topics, new))
    first = frozenset({surname(reading.person)}) if reading.person else frozenset()
    return replace(
        spoken,
        question=reading.text,
        main=new if spoken.main is None or reading.instead or turns_to else spoken.main,
        topics=topics[:_REMEMBERED],
        beside=tuple(_without(found, new)),
        things=(*_without(found, new), *spoken.things)[:_REMEMBERED],
        people=people,
        female=spoken.female | (first if _SHE.search(asked) else frozenset()),
        male=spoken.male | (first if _HE.search(asked) else frozenset()),
        answer=answer,
        answered=spoken.answered | frozenset(search_terms(answer)),
    )


def _without(found: Iterable[Phrase], new: Phrase | None) -> list[Phrase]:
    return [p for p in found if new is None or p.text.lower() != new.text.lower()]


def _topic(reading: Reading, old: Phrase | None) -> Phrase | None:
    """The topic goes on while a question leans on it, in its fullest form."""
    if reading.meant is None:
        return introduced(reading.text) or old or topic(reading.text)
    for phrase in phrases(reading.text):
        fuller = bool(reading.meant.terms) and reading.meant.terms < phrase.terms
        if fuller and phrase.head == reading.meant.head and not phrase.joined:
            return phrase
    return reading.meant


def _people(spoken: Spoken, reading: Reading, answer: str) -> tuple[str, ...]:
    """The people whom the question names, those of the answer, those of before."""
    question = reading.text
    bare = plain(answer)
    who = parse(reading.text).kind is Kind.WHO if reading.text else False
    # Who is asked for is not who tells it.
    found = mentions(bare)
    told = (m for m in found if not (who and _SAYS.match(bare, m.end)))
    from_answer = list(dict.fromkeys(_called(m.person) for m in told))
    if who and not found:
        from_answer = _named_first(answer, question)
    known = [*from_answer, *spoken.people]
    by_surname = {surname(name): name for name in reversed(known)}
    asked = [by_surname[fold(w.surface)] for w in words(question) if fold(w.surface) in by_surname]
    speaker = parse(question).speaker if question else None
    if speaker and not asked and fold(speaker) not in by_surname:
        asked = [capitalised(speaker)]
    if reading.person and surname(reading.person) not in map(surname, asked):
        asked.append(reading.person)
    return tuple(dict.fromkeys((*asked, *from_answer, *spoken.people)))


def _named_first(answer: str, question: str) -> list[str]:
    """Who a "who" question has found out, when the answer gives no more than a name."""
    asked = {w.term for w in words(question)}
    first = plain(answer.partition(" [1]")[0])
    for match in _NAME.finditer(first):
        own = {w.term for w in words(match.group())}
        if not (own & asked or place_spans(match.group()) or own & _NO_PERSON):
            return [match.group()]
    return []


def _called(person: Person) -> str:
    """A name with the title that is half of it: "Queen Elizabeth II"."""
    return f"{person.role.title()} {person.name}" if fold(person.role) in _ROYAL else person.name


def capitalised(name: str) -> str:
    """A surname typed in small letters, as a name is written."""
    return name if " " in name or not name.islower() else name.capitalize()


def plain(answer: str) -> str:
    """An answer without its citation markers."""
    return re.sub(r"\s*\[\d+\]", "", answer).replace("[", "").replace("]", "")
