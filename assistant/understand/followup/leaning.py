"""Questions without a pronoun that lean on the topic all the same: "What are the main types?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.understand.followup import phrase_words as lists
from assistant.understand.followup.phrases import WHERE, Phrase, introduced, phrases, singular
from assistant.understand.followup.spoken_of import Reading, Spoken
from index.text.terms import fold, words

_COMPLEMENTS = frozenset({"of", "for", "between", "in", "on", "about", "against", "'s"})
_MOST_WORDS = 16
_MOST_PHRASES = 2
_BARE_WHICH = re.compile(r"\bwhich(?: ones?)?(?= (?:is|are|was|were|has|have|had|of them)\b)", re.I)
_DEFINES = re.compile(
    r"^(?:what|who)(?:'s|’s| is| are| was| were) (?:an? )?[\w-]+(?: [\w-]+)?\W*$", re.I
)
# "the largest ever caught", "the most dangerous?": of the sort that was spoken of.
_SUPERLATIVE = re.compile(
    r"\bthe (?:[a-z]{3,12}est|most [a-z]{3,20}|best|worst)"
    r"(?= (?:ever|one|to|in|on|that|of all|known|is|are|was|were)\b|\W*$)"
)
_SO_MANY = re.compile(r"\b(?:how|so) many\b", re.IGNORECASE)
# "the impact of burning on": what is burnt is left unsaid.
_GERUND = re.compile(
    r"\b(?:of|by|before|after|without|from|for|about) [a-z]{2,20}ing"
    r"(?= (?:on|in|for|to|vs|versus|and|at)\b|\W*$)"
)
# What these mean is no thing that was spoken of, or it would stand in their place by now.
_PRONOUNS = frozenset("it its they them their this that these those".split())
_POINTING = frozenset("he she him her his that this".split())
# "How many people died?" is asked of what was spoken of.
_ANYBODY = frozenset({"people"})
_FOR = frozenset(
    """
    license permit support requirement alternative tip evidence proof need location place candidate
    treatment reason explanation vaccine cure test medicine
    """.split()
)
_OF_PLACES = frozenset("mayor governor president premier king queen capital population".split())
_TO = frozenset("reaction response alternative solution objection".split())


def lean(question: str, spoken: Spoken) -> Reading:
    """`question` with the topic of the conversation where it needs it; else as it is."""
    if spoken.topic is None or spoken.is_speech() or len(question.split()) > _MOST_WORDS:
        return Reading(question)
    said = frozenset(w.term for w in words(question))
    pronouns = {fold(w.surface) for w in words(question)} & _PRONOUNS
    if pronouns and spoken.is_known_person(spoken.topic):
        return Reading(question)  # who is no "it"
    fuller = _in_full(question, spoken)
    if fuller is not None:
        return fuller
    for topic in spoken.topics:  # one that is named again
        if topic.terms and 2 * len(topic.terms & said) > len(topic.terms):
            return Reading(question, topic)
    if any(_is_setting(p) and not spoken.may_hold(p) for p in phrases(question)):
        return Reading(question)
    start = _last_sentence(question)
    sentence = question[start:]
    completed = _at_anchor(sentence, spoken.topic, spoken)
    if completed is not None:
        return Reading(question[:start] + completed, spoken.topic)
    main = spoken.main or spoken.topic
    completed = None if main.terms & said else _loosely(sentence, main, spoken)
    if completed is not None:
        return Reading(question[:start] + completed, introduced(sentence) or main)
    return Reading(question)


def _last_sentence(question: str) -> int:
    ends = [m.end() for m in re.finditer(r"[.?!;] +(?=\w)", question)]
    return ends[-1] if ends else 0


def _in_full(question: str, spoken: Spoken) -> Reading | None:
    """A question that calls a thing by its noun alone, "the bridge", with its whole name."""
    for phrase in phrases(question):
        pointed = phrase.determiner in ("this", "that", "these", "those")
        if not (pointed or phrase.determiner in ("the", "a", "an")) or phrase.named:
            continue
        for thing in (*spoken.topics, *spoken.things):
            fuller = phrase.terms < thing.terms and phrase.head == thing.head
            fuller = fuller and not (phrase.determiner == "the" and thing.determiner in ("a", "an"))
            if fuller or (pointed and phrase.terms & thing.terms):
                text = question[: phrase.start] + thing.with_article + question[phrase.end :]
                return Reading(text, thing)
    return None


def _at_anchor(question: str, topic: Phrase, spoken: Spoken) -> str | None:
    """The topic put behind what is incomplete without it; None when nothing is."""
    if match := _BARE_WHICH.search(question):
        kind = _kind_word(topic, spoken)
        return f"{question[: match.end()]} {kind}of {topic.with_article}{question[match.end() :]}"
    if match := _SUPERLATIVE.search(question):
        return f"{question[: match.end()]} {_singular_of(topic)}{question[match.end() :]}"
    found = phrases(question)
    match = _SO_MANY.search(question)
    counts = match and not any(p.start <= match.end() + 1 <= p.end for p in found)
    if match and counts and topic.plural and not topic.named:
        return f"{question[: match.end()]} {topic.text}{question[match.end() :]}"
    anchor = _anchor(question, found)
    if anchor is not None:
        of_its_class = [t for t in spoken.topics if t.head in lists.CLASSES and t.named]
        if singular(anchor.head) in lists.CLASSES and of_its_class:
            topic = of_its_class[0]
        if singular(anchor.head) in _OF_PLACES and (towns := _places(spoken)):
            topic = towns[0]
        return _attached(question, anchor, topic)
    if match := _GERUND.search(question):
        return f"{question[: match.end()]} {topic.text}{question[match.end() :]}"
    return None


def _places(spoken: Spoken) -> list[Phrase]:
    return [t for t in spoken.things if t.place or (t.named and t.before in WHERE)]


def _loosely(question: str, topic: Phrase, spoken: Spoken) -> str | None:
    """The topic added at the end, where the question brings up none of its own."""
    if {fold(w.surface) for w in words(question)} & _POINTING or spoken.is_known_person(topic):
        return None
    things = tuple(p for p in phrases(question) if not _is_setting(p))
    found = tuple(p for p in things if not _is_empty(p))
    known = (p for p in things if p.head in lists.KNOWN_TO_ALL and p.head not in _ANYBODY)
    if any(not spoken.may_hold(p) for p in known):
        return None  # "When did the war end?", and no answer has spoken of a war
    new = introduced(question)
    if new is not None and not _compares(question):
        names = any(p.named and not p.place for p in found)
        # "Tell me about X" brings X up, "tell me more about X" goes on.
        tells = new.before == "about" and "more" not in question.lower().split()
        presents = tells or _DEFINES.match(question) is not None
        if names or (presents and not spoken.has_said(new)):
            return None
    if len(found) > _MOST_PHRASES or not all(spoken.may_hold(p) for p in found):
        return None
    return _at_end(question, f"({topic.text})")


def _compares(question: str) -> bool:
    return any(fold(w.surface) in lists.COMPARING for w in words(question))


def _singular_of(topic: Phrase) -> str:
    head = topic.text.split()[-1]
    if topic.named or topic.joined or not topic.plural:
        return f"({topic.text})"
    return topic.text[: len(topic.text) - len(head)] + singular(head)


def _kind_word(topic: Phrase, spoken: Spoken) -> str:
    """ "type " after a question about the types of the topic."""
    for kind, following in pairwise(phrases(spoken.question)):
        if singular(kind.head) in lists.TYPES and following.text == topic.text:
            return f"{singular(kind.head)} "
    return ""


def _anchor(question: str, found: Sequence[Phrase]) -> Phrase | None:
    """The phrase that is incomplete by itself, unless the question has a topic of its own."""
    weak: list[Phrase] = []
    strong = 0
    for i, phrase in enumerate(found):
        if _is_setting(phrase):
            continue
        after = "" if i + 1 < len(found) and _is_setting(found[i + 1]) else phrase.after
        incomplete = _is_weak(question, phrase, after)
        if phrase.before == "'s" or after == "'s" or (phrase.named and not incomplete):
            return None
        if incomplete:
            weak.append(phrase)
        elif not _is_empty(phrase):
            strong += 1
    if not weak or strong > 1:
        return None
    definite = [p for p in weak if p.determiner in lists.DEFINITE]
    classing = [p for p in weak if singular(p.head) in lists.TYPES]
    if strong and not (definite or classing or _compares(question)):
        return None
    return (classing or definite or weak)[0]


def _is_setting(phrase: Phrase) -> bool:
    """Whether a phrase only says where: "in the UK"."""
    return phrase.before in WHERE and phrase.named


def _is_empty(phrase: Phrase) -> bool:
    """Whether a phrase makes no topic of its own."""
    return phrase.head in lists.KNOWN_TO_ALL or phrase.head in ("people", "thing", "things")


def _is_weak(question: str, phrase: Phrase, after: str) -> bool:
    """Whether a phrase needs another to be understood; `after` is the word behind it."""
    relational = singular(phrase.head) in lists.RELATIONAL
    if after in _COMPLEMENTS or (after == "to" and singular(phrase.head) in _TO):
        return False
    if re.search(r"\b(?:two|three|four|five|other)\b", question[phrase.start : phrase.end]):
        return False  # "the two fats": which the answer told apart
    if phrase.named:  # "the EU rules", "the Hamlin variety"
        return relational and phrase.determiner in lists.DEFINITE and phrase.head in phrase.text
    if phrase.determiner in lists.DEFINITE:
        # "the treatment" was spoken of; "the immaculate reception" may be something new.
        return phrase.head not in lists.KNOWN_TO_ALL and (" " not in phrase.text or relational)
    if relational:
        return not (phrase.head == "part" and re.search(r"\bt(?:ak\w+|ook) part\b", question))
    if phrase.determiner in ("a", "an"):
        bare = len(question[phrase.start : phrase.end].split()) - len(phrase.text.split()) == 1
        return phrase.person or not bare
    return False


def _attached(question: str, anchor: Phrase, topic: Phrase) -> str:
    head = singular(anchor.head)
    after = question[anchor.end :]
    if topic.named and anchor.determiner in lists.DEFINITE and head in lists.CLASSES:
        return f"{question[: anchor.end]} ({topic.text}){after}"
    definite = anchor.determiner in lists.DEFINITE and " " not in anchor.text
    of = (head in lists.RELATIONAL or anchor.person or definite) and head not in _FOR
    link = "to" if head in _TO else "of" if of else "for"
    return f"{question[: anchor.end]} {link} {topic.with_article}{after}"


def _at_end(question: str, addition: str) -> str:
    bare = question.rstrip(" ?!.")
    return f"{bare} {addition}{question[len(bare) :]}"
