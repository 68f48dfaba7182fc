"""The noun phrases of a question, and which of them it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.english.names import place_spans
from assistant.english.people import ROLES
from assistant.understand.followup import phrase_words as lists
from index.text.terms import STOP_WORDS, Word, fold, words

_MAX_WORDS = 8
_ADJECTIVAL = ("al", "ive", "ous", "ful", "able", "ary")
_BE_OR_HAVE = frozenset(
    "is are was were be been being am has have had isn't aren't wasn't weren't what's who's".split()
)
_TAKE = frozenset({"take", "takes", "took", "taken", "taking"})
_STATE = re.compile(r"used|[a-z]+ed-(?:out|up|off|down|over|in)")
_VOWEL = re.compile(r"(?!us[aeiu]|uni|eu|one\b)[aeiou]", re.IGNORECASE)
_DEFINES = re.compile(r"^(?:what|who)(?:'s|’s| is| are| was| were)\b", re.IGNORECASE)
WHERE = frozenset({"in", "at", "near", "around", "from"})
_JOINS = frozenset({"and", "or", "vs", "versus", "&"})


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: `question[start:end]` is its determiner and its words.

    `text` is what it is without the determiner and without adjectives that say nothing.
    `before` is the small word before it ("of", "about"), "" at a start or after a verb.
    """

    text: str
    determiner: str
    before: str
    start: int
    end: int
    named: bool
    joined: bool = False  # "waste and garbage"
    place: bool = False  # its names are all of places: "the EU rules"
    after: str = ""  # the word that follows, "'s" for a possessor, "" at an end

    @property
    def head(self) -> str:
        """The last word, folded."""
        return fold(self.text.split()[-1])

    @property
    def plural(self) -> bool:
        """Whether "they" may mean it, and "it" may not."""
        return self.joined or is_plural(self.head)

    @property
    def proper(self) -> bool:
        """Whether its last word is written as a name: not "US troops"."""
        return self.named and self.text.split()[-1][:1].isupper()

    @property
    def person(self) -> bool:
        """Whether its noun is a person's: a role or a kin."""
        return self.head in lists.PERSON_NOUNS or self.head in ROLES

    @property
    def with_article(self) -> str:
        """Its words as they stand in a later question."""
        if self.determiner in ("my", "your", "our", "this", "that", "his", "her", "its"):
            return f"the {self.text}"
        if self.determiner in ("a", "an", "the"):
            article = self.determiner
            if article != "the":
                article = "an" if _VOWEL.match(self.text) else "a"
            return f"{article} {self.text}"
        return self.text

    @property
    def terms(self) -> frozenset[str]:
        """The terms of its words."""
        return frozenset(w.term for w in words(self.text) if fold(w.surface) not in STOP_WORDS)


def is_plural(word: str) -> bool:
    """Whether a folded noun has the form of a plural."""
    if word in lists.IRREGULAR_PLURALS:
        return True
    if word in lists.SINGULAR_IN_S or len(word) < 4:
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def singular(word: str) -> str:
    """A noun in the singular, by its ending alone."""
    if not is_plural(word) or word in lists.IRREGULAR_PLURALS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


@lru_cache(maxsize=256)
def phrases(question: str) -> tuple[Phrase, ...]:
    """The noun phrases of `question`, in order; prepositions part them, "of" too."""
    found: list[Phrase] = []
    run: list[Word] = []
    tokens = list(words(question))
    spans = place_spans(question)
    named = _named(question, tokens, spans)
    determiner: Word | None = None
    before = ""

    def close() -> None:
        nonlocal run, determiner, before
        kept = [w for w in run if w.start in named or not _is_empty(fold(w.surface))]
        if kept:
            start = (determiner or run[0]).start
            text = question[kept[0].start : kept[-1].end]
            if len(kept) < len(run) and run.index(kept[-1]) - run.index(kept[0]) >= len(kept):
                text = " ".join(w.surface for w in kept)  # without the "other" in the middle
            text = re.sub(r"['’]s$", "", text)
            found.append(
                Phrase(
                    text,
                    fold(determiner.surface) if determiner else "",
                    before,
                    start,
                    run[-1].end,
                    any(w.start in named for w in kept),
                    place=_in_place(spans, [w for w in kept if w.start in named]),
                )
            )
        run, determiner, before = [], None, ""

    previous = auxiliary = ""
    for i, word in enumerate(tokens):
        form = fold(word.surface)
        auxiliary = form if form in lists.AUXILIARIES else auxiliary
        gap = question[tokens[i - 1].end : word.start] if i else ""
        if re.search(r"[,;:.?!()\"“”]", gap) or len(run) >= _MAX_WORDS:
            close()
            previous = ""
        is_name = word.start in named
        if form in lists.DETERMINERS and not is_name:
            close()
            # "that", "this" and the like alone are pronouns.
            determiner, before = word, previous if previous in lists.PREPOSITIONS else ""
        elif not is_name and _ends_phrase(form, previous, auxiliary, tokens[i + 1 : i + 2]):
            close()
            if form in lists.PREPOSITIONS:
                before = form
            elif form.endswith("ing") and previous in lists.PREPOSITIONS:
                before = previous  # "the benefits of being vegetarian"
                continue
        else:
            if not run and determiner is None:
                before = previous if previous in lists.PREPOSITIONS else ""
            if run and run[-1].start in named and not is_name and form.endswith(_ADJECTIVAL):
                close()  # "is Venus hospitable", "the flytrap native to"
                continue
            run.append(word)
            if is_name and word.surface.endswith(("'s", "’s")):
                close()
                before = "'s"
                previous = "'s"
                continue
        previous = form
    close()
    return tuple(replace(p, after=_after(question, p.end)) for p in _join(question, found))


def _is_empty(form: str) -> bool:
    """Whether a folded adjective only says what state a thing is in: "a souped-up car"."""
    return form in lists.EMPTY_ADJECTIVES or _STATE.fullmatch(form) is not None


def _after(question: str, end: int) -> str:
    if question[end - 2 : end] in ("'s", "’s"):
        return "'s"
    match = re.compile(r" ?([\w'’-]+)").match(question, end)
    return fold(match.group(1)) if match else ""


def _ends_phrase(form: str, previous: str, auxiliary: str, following: Sequence[Word]) -> bool:
    """Whether a folded word stands in no noun phrase; `auxiliary` is the last one before it."""
    if (
        form in lists.AUXILIARIES
        or form in lists.PREPOSITIONS
        or form in lists.PRONOUNS
        or form in lists.QUESTION_WORDS
        or form in lists.CONJUNCTIONS
        or form in _JOINS
    ):
        return True
    if previous == "how":
        return True
    if form in lists.EMPTY_ADJECTIVES:
        return False
    if form in ("place", "part") and previous in _TAKE:
        return True
    if form in lists.ADVERBS or form in STOP_WORDS or (form.endswith("ly") and len(form) > 5):
        return True
    nominal = (
        previous in lists.DETERMINERS
        or previous == "'s"
        or (previous in lists.PREPOSITIONS and previous != "to")
        or previous in lists.EMPTY_ADJECTIVES
        or previous.endswith(_ADJECTIVAL)
        or (previous in ("whose", "what", "which") and _is_auxiliary(following))
    )
    verbal = form in lists.VERBS or (form.endswith("ed") and len(form) > 4)
    if not verbal:
        return False
    if form.endswith("ed") or (form.endswith("ing") and previous in lists.PREPOSITIONS):
        nominal = previous in lists.DETERMINERS or previous == "'s"
    return not nominal and _may_be_verb(form, auxiliary)


def _may_be_verb(form: str, auxiliary: str) -> bool:
    """Whether a verb can have that form behind that auxiliary: "are the peace talks", "does he
    deal" have but one verb each.
    """
    if not auxiliary:
        return True
    inflected = form.endswith(("ing", "ed")) or form in lists.IRREGULAR_PASTS
    if auxiliary in _BE_OR_HAVE:
        return inflected
    return inflected or not form.endswith("s") or form.endswith("ss")


def _is_auxiliary(following: Sequence[Word]) -> bool:
    return bool(following) and fold(following[0].surface) in lists.AUXILIARIES


def _in_place(spans: Sequence[tuple[int, int, str]], names: Sequence[Word]) -> bool:
    return bool(names) and all(any(a <= w.start < b for a, b, _ in spans) for w in names)


def _named(
    question: str, tokens: Sequence[Word], spans: Sequence[tuple[int, int, str]]
) -> frozenset[int]:
    """Where the words stand that are written as names."""
    starts = {
        w.start
        for w in tokens
        if w.surface[0].isupper()
        and w.surface not in ("I", "I'm", "I've", "OK")
        and (w.start > 0 and question[: w.start].rstrip()[-1:] not in '.?!"“')
        and not (fold(w.surface) in STOP_WORDS and w.surface not in ("US", "IT", "WHO"))
    }
    for start, end, _ in spans:
        starts |= {w.start for w in tokens if start <= w.start < end}
    first = tokens[0] if tokens else None
    # "Hamas attacked": a first word that no list knows, before a name, is part of it.
    if first is not None and len(tokens) > 1 and tokens[1].start in starts:
        form = fold(first.surface)
        if first.surface[0].isupper() and not _is_function_word(form):
            starts.add(first.start)
    return frozenset(starts)


def _is_function_word(form: str) -> bool:
    return (
        form in STOP_WORDS
        or form in lists.AUXILIARIES
        or form in lists.ADVERBS
        or form in lists.EMPTY_ADJECTIVES
        or form in lists.PREPOSITIONS
        or form in lists.QUESTION_WORDS
        or form in lists.VERBS
    )


def _join(question: str, found: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Neighbours joined by "and": "waste and garbage" is one thing that is spoken of."""
    joined: list[Phrase] = []
    for phrase in found:
        last = joined[-1] if joined else None
        gap = question[last.end : phrase.start].strip().lower() if last else ""
        if gap == "or" and last and last.determiner and not phrase.determiner:
            gap = ""  # "a franchise or independent"
        if last and gap in ("and", "or", "vs", "versus", "&") and not last.joined:
            link = gap if gap in ("and", "or") else "and"
            text = f"{last.text} {link} {phrase.with_article if phrase.determiner else phrase.text}"
            joined[-1] = Phrase(
                text,
                last.determiner,
                last.before,
                last.start,
                phrase.end,
                last.named or phrase.named,
                joined=link == "and",
                place=last.place and phrase.place,
            )
        else:
            joined.append(phrase)
    return tuple(joined)


def topic(question: str) -> Phrase | None:
    """What a question is about: a name, or what its "types of ..." are of, or its subject."""
    best: Phrase | None = None
    best_weight = 0.0
    last: Phrase | None = None
    for i, phrase in enumerate(phrases(question)):
        weight = _weight(phrase, last) - 0.1 * i
        if weight > best_weight:
            best, best_weight = phrase, weight
        last = phrase
    return best


def introduced(question: str) -> Phrase | None:
    """The topic that a question brings up itself: a name, "about X", "types of X", "what is X"."""
    new = topic(question)
    if new is None:
        return None
    found = phrases(question)
    if new.named and not (new.proper and (new.place or new.before in WHERE)):
        return new
    if new.before == "about" and not new.determiner:
        return new
    if new.before in ("of", "between", "in", "for") and new.head not in lists.KNOWN_TO_ALL:
        before = [p for p in found if p.end < new.start]
        return new if before and singular(before[-1].head) in lists.RELATIONAL else None
    opening = _DEFINES.match(question)
    defines = opening is not None and len(found) == 1 and new.start <= opening.end() + 1
    return new if defines and new.determiner != "the" else None


def _weight(phrase: Phrase, last: Phrase | None) -> float:
    """How likely a phrase is what a question is about; `last` stands before it."""
    weight = 2.0
    head = singular(phrase.head)
    # "in Kentucky", but not "in the Kentucky floods"
    somewhere = phrase.proper and (phrase.place or phrase.before in WHERE)
    if phrase.named:
        weight += -0.3 if somewhere else 1.5
    of_kind = last is not None and singular(last.head) in lists.KINDS
    if phrase.before in ("of", "between") or (of_kind and phrase.before in ("in", "about", "for")):
        weight += 1.0
    elif phrase.before == "about":
        weight += 0.0 if last is not None and last.named else 1.0
    elif phrase.before in lists.PREPOSITIONS:
        weight -= 1.5 if somewhere else 1.0
    if head in lists.RELATIONAL and not phrase.named:
        weight -= 1.5 if phrase.joined or " " not in phrase.text else 0.25
    if phrase.after in ("of", "between"):
        weight -= 0.5
    if phrase.after in ("of", "about", "between", "in") and head in lists.KINDS:
        weight -= 1.0
    if phrase.after == "'s":  # a possessor
        weight += 1.0
    if phrase.head in lists.KNOWN_TO_ALL and not phrase.named:
        weight -= 1.0
    return weight
