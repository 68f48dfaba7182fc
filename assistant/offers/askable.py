"""The questions that a stretch of an article answers: of who speaks in it, who they are, and of
what its sentences say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import Span
from assistant.english.attribution import Subject
from assistant.english.names import place_keys, place_spans
from assistant.english.people import TITLE_WORDS, Person, mentions, mentions_between
from assistant.english.utterances import Utterance, utterances
from assistant.offers.turned_round import questions_of
from index import Article
from index.text.sentences import sentence_spans
from index.text.terms import STOP_WORDS, fold, search_terms, term, words

_LONGEST = 90
# How certain it has to be who speaks, from 0 to 1.
_SURE = 0.9
_LEAST_REPORTED = 8
_THE = ("united", "european", "european union", "white house", "middle east", "philippines")
# The last word of the name of a body, which is called "the" and is nobody to be asked about.
_BODIES = frozenset(
    """
    administration agency alliance amendment army association authority bank board bureau center
    centre church coalition commission committee company conference congress council court
    department federation force forces foundation fund government group house institute
    initiative league ministry movement museum navy observatory office organization party police
    program project report reporter republic senate service services society state states times
    tribunal union university zoo mercury dispatch post journal news almanac index telescope
    """.split()
)
# Who writes the news is not in them.
_PRESS = frozenset("reporter correspondent editor journalist writer producer columnist".split())
_TIMES = frozenset(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday day
    """.split()
)
_NAME = re.compile(r"(?<=[a-z,] )(?:al[ -])?[A-Z][\w’'-]+(?: (?:of |the |for )*[A-Z][\w’'-]+)*")
_APPOSITION = re.compile(
    r"(?P<name>[A-Z][\w’'&-]+(?: (?:of |the |for )*[A-Z][\w’'&-]+){0,4}), (?:a|an|the) "
    r"(?P<what>[a-z][\w-]+(?: [\w’'-]+){1,12}?)[,.]"
)


@dataclass(frozen=True)
class Askable:
    """A question, its sort, and the sentence that answers it. `whole` is whether it is that
    very sentence, and not only one like it, that has to; `who` is the person it is about.
    """

    question: str
    sort: str
    span: Span
    whole: bool = True
    who: str = ""


def askable(
    article: Article, start: int, end: int, known: frozenset[str], topic: str | None = None
) -> list[Askable]:
    """The questions that `article.text[start:end]` answers, in the order of their sentences.

    People are asked about what stands in `known`, the terms that the reader has seen, or else
    about `topic`.
    """
    text = article.text
    found = list(_said(article, start, end, known, topic))
    for a, b in sentence_spans(text):
        if start <= a < end:
            span = Span(article.id, a, b)
            found += [Askable(q, sort, span) for sort, q in questions_of(text[a:b])]
            found += _who(text, span)
    return [a for a in found if _is_good(a.question)]


def speakers(text: str) -> list[str]:
    """The full names of those who say something in `text`, in the order of that."""
    named = (_named(text, u.subject) for u in utterances(text) if not u.subject.is_pronoun)
    return list(dict.fromkeys(name for name in named if name is not None))


def _said(
    article: Article, start: int, end: int, known: frozenset[str], topic: str | None
) -> Iterator[Askable]:
    """What those who speak say, and about what."""
    text = article.text
    for utterance in utterances(text, ((start, end),)):
        if not (start <= utterance.start < end) or utterance.certainty < _SURE:
            continue
        name = _speaker(text, utterance.subject)
        if name is None:
            continue
        span = Span(article.id, utterance.start, utterance.end)
        sentence = _reported(text, utterance)
        topics = _topics(sentence, name, known, _surnames(text))
        if topic and topic not in topics and _may_be_of(topic, name, sentence):
            topics.insert(0, topic)
        for about in topics[:2]:
            yield Askable(f"What did {name} say about {about}?", "said", span, False, name)
        if term(name.split()[-1]) in known:
            yield Askable(f"What did {name} say?", "said", span, False, name)


def _reported(text: str, utterance: Utterance) -> str:
    """What is said, as near as the place of the speaker tells: what follows them, if that is more
    than "said on Monday", else the whole sentence.
    """
    after = text[utterance.subject.end : utterance.end]
    quoted = "“" in text[utterance.start : utterance.subject.start]
    long = len(after.split()) >= _LEAST_REPORTED and not quoted
    return after if long else text[utterance.start : utterance.end]


def _may_be_of(topic: str, speaker: str, sentence: str) -> bool:
    """Whether `sentence` says the topic by its own words, and it is not its speaker."""
    sought = set(search_terms(topic))
    return sought <= set(search_terms(sentence)) and not sought & set(search_terms(speaker))


def _speaker(text: str, subject: Subject) -> str | None:
    """The full name of a person who certainly is one."""
    return _named(text, subject) if subject.certain and not subject.is_pronoun else None


def _named(text: str, subject: Subject) -> str | None:
    """The full name of the first person in `subject`."""
    mention = next(iter(mentions_between(text, subject.start, subject.end)), None)
    return mention.person.name if mention and _is_person(mention.person) else None


def _is_person(person: Person) -> bool:
    parts = person.name.split()
    return (
        person.certain
        and 1 < len(parts) <= 3
        and len({fold(part) for part in parts}) == len(parts)
        and not any(fold(part) in STOP_WORDS or "’" in part or "'s" in part for part in parts)
        and fold(parts[-1]) not in _BODIES
        and fold(parts[0]) not in TITLE_WORDS
    )


def _topics(
    sentence: str, speaker: str, known: frozenset[str], surnames: Mapping[str, str]
) -> list[str]:
    """The places and names that the sentence speaks of and the reader knows of, those it names
    most first. Of names of one word only `surnames`, which have the full names, are safe: others
    may be half of something.
    """
    found: Counter[str] = Counter()
    own = {fold(part) for part in speaker.split()}
    for a, b, key in place_spans(sentence):
        # "Russian" becomes "Russia": the noun is what one says something about.
        if {term(sentence[a:b])} <= known or {term(part) for part in key.split()} <= known:
            found[sentence[a:b] if fold(sentence[a:b]) == key else key.title()] += 1
    for match in _NAME.finditer(sentence):
        name = re.sub(r"['’]s?$", "", match.group())
        parts = {fold(part) for part in name.split()}
        full = name if " " in name else surnames.get(fold(name), "")
        if not full or own & parts or place_keys(name) or name.split()[0].isupper():
            continue
        if parts & _TIMES or parts <= TITLE_WORDS:
            continue
        if all(w.term in known for w in words(name)):
            found[full] += 2
    return [with_article(name) for name, _ in found.most_common()]


@lru_cache(maxsize=64)
def _surnames(text: str) -> Mapping[str, str]:
    people = (mention.person for mention in mentions(text))
    return {fold(person.surname): person.name for person in people if _is_person(person)}


def with_article(name: str) -> str:
    """`name` as it is called in a sentence: "the United States", "the Supreme Court"."""
    the = fold(name).startswith(_THE) or fold(name.split()[-1]) in _BODIES
    return f"the {name}" if the else name


def _who(text: str, span: Span) -> Iterator[Askable]:
    """Who or what those are whom the sentence describes."""
    people = {
        m.person.name: m.person
        for m in mentions_between(text, span.start, span.end)
        if _is_person(m.person)
    }
    for match in _APPOSITION.finditer(text[span.start : span.end]):
        name = match["name"]
        if name in people:
            yield Askable(f"Who is {name}?", "who is", span, who=name)
        elif fold(name.split()[-1]) in _BODIES and " " in name:
            yield Askable(f"What is {with_article(name)}?", "what is", span)
    for name, person in people.items():
        if person.role and not {fold(word) for word in person.role.split()} & _PRESS:
            yield Askable(f"Who is {name}?", "who is", span, False, name)


def _is_good(question: str) -> bool:
    return (
        len(question) <= _LONGEST
        and not re.search(r"[\n“”\"\[\]()…;:]|[’'] |\b(?:said|says)\b", question)
        and not question.isupper()
    )
