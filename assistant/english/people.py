"""The people that an article names, and whom its pronouns and bare titles mean.

Rules over capitalised words, not a statistical tagger: spaCy's small model needs 2.6 s to import
and load, more than everything else on the way to a cold first answer, and 4,000 tokens a second
is too slow to read every candidate article of a question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.names import place_keys
from index.text.sentences import Span, sentence_spans
from index.text.terms import STOP_WORDS, fold, words

ROLES = frozenset(
    """
    actor actress adviser advisor aide ambassador analyst archbishop architect artist athlete
    attorney author baroness bishop boss boxer captain chair chairman chairwoman chairperson
    chancellor chef chief coach colonel columnist comedian commander commissioner congressman
    congresswoman correspondent councillor councilman councilwoman counsel creator critic dame
    delegate deputy detective diplomat director doctor duchess duke economist editor emperor envoy
    executive expert filmmaker founder co-founder general goalkeeper governor head historian
    inspector investigator investor journalist judge justice king lawmaker lawyer leader
    lieutenant lord manager mayor midfielder minister musician negotiator novelist nurse officer
    official organizer owner pastor pilot player poet politician pope premier presenter president
    priest prince princess principal producer professor prosecutor psychologist queen quarterback
    rapper regulator reporter representative researcher resident sailor scientist secretary senator
    sergeant sheriff singer sir soldier speaker spokesman spokesperson spokeswoman star striker
    superintendent surgeon teacher tsar czar treasurer veteran vice-president winner writer
    engineer geologist biologist virologist epidemiologist astronomer physicist chemist farmer
    firefighter meteorologist ecologist student rabbi imam
    ceo cfo coo mp pm gov sen rep dr mr mrs ms prof
    """.split()
)
_ROLE_MODIFIERS = frozenset(
    """
    former acting interim deputy vice assistant foreign defense defence prime interior finance
    health home state national security senior chief executive managing general attorney
    administration campaign cabinet treasury justice energy transport education environment trade
    labor labour police press white house the a an then ex late veteran
    """.split()
)
# Written with capitals as part of a name's title, and without them by everybody who asks.
TITLE_WORDS = ROLES | _ROLE_MODIFIERS
_NOT_A_PERSON = frozenset(
    """
    bridge tower square stadium building hotel castle palace hall gate cathedral canal valley
    beach island islands coast highway railway tunnel prison arena court forest garden gardens
    university college school institute committee commission council ministry department agency
    bureau court association organization organisation foundation group inc corp company bank
    party union league cup series games championship street avenue road park river lake bay island
    mountain hospital church airport station center centre museum theater theatre club united
    city county state north south east west new day act bill law treaty agreement conference
    summit forum war times post news journal magazine television network airlines airways
    january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday christmas easter olympics olympic
    democrat democrats republican republicans congress senate parliament government house
    """.split()
)
# Written with a capital at the head of a sentence, and no part of the name that follows.
OPENERS = STOP_WORDS | frozenset(
    """
    also although earlier even finally following former however instead last late later meanwhile
    moreover nevertheless next previously recently separately similarly since soon still then
    today tomorrow yesterday yet unlike like despite according critics asked
    """.split()
)
_NAME = re.compile(
    r"(?<![\w.])(?:[A-Z][\w'’-]*[\w]|[A-Z]\.)"
    r"(?:(?: (?:de|del|della|der|den|van|von|bin|bint|al|el|la|le|da|dos|di|du|ter|ibn))*"
    r" (?:[A-Z][\w'’-]*[\w]|(?:[A-Z]\.)+))*"
)
_SPEECH_AFTER = re.compile(
    r",? (?:who (?:\w+ )?|also |later |then |has |had )*(?:said|says|told|added|warned|wrote)"
)
_AGE_AFTER = re.compile(r",? (?:\(?\d{1,3}\)?,|aged \d)")
_ROLE_AFTER = re.compile(r", (?:who|whose|an?|the|[\w-]+'s|[\w-]+’s)\b")
_MOST_PARTS = 4
_MOST_ROLE = 8  # words
_PRONOUN = re.compile(r"(He|She|His|Her)\b(?:['’](?:s|d|ll)\b)?(?! own )")
_BARE_ROLE = re.compile(r"The ((?:[a-z]+ ){0,2}?)([a-z]+)(['’]s)?\b")


@dataclass(frozen=True)
class Person:
    """A person as the article first names them, with the title given there, if any.

    `certain` is whether the article says that this is a person (a title, an age, "who");
    otherwise there are only capitals and a verb of saying, as organisations have them too.
    """

    name: str
    role: str
    certain: bool

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class Mention:
    """A person named at `start` to `end` of the text."""

    person: Person
    start: int
    end: int


@dataclass(frozen=True)
class Reference:
    """The opening words of a sentence that stand for a person: `start` to `end` of the text."""

    person: Person
    start: int
    end: int
    possessive: bool


@lru_cache(maxsize=512)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every place in `text` where a person is named, in order; surnames alone included."""
    candidates = _candidates(text)
    people: dict[str, Person] = {}
    for c in candidates:
        known = people.get(c.key)
        if known is None:
            if c.likely:
                people[c.key] = Person(c.name, c.role, c.certain)
        elif " " not in c.name or _compatible(c.name, known.name):
            people[c.key] = Person(
                max(known.name, c.name, key=len), known.role or c.role, known.certain or c.certain
            )
    found = []
    for c in candidates:
        person = people.get(c.key)
        if person is not None and (" " not in c.name or _compatible(c.name, person.name)):
            found.append(Mention(person, c.start, c.end))
    return tuple(found)


def mentions_between(text: str, start: int, end: int) -> tuple[Mention, ...]:
    """The mentions in `text` that begin in `text[start:end]`, in order."""
    found = mentions(text)
    first = bisect_left(found, start, key=lambda m: m.start)
    return found[first : bisect_left(found, end, key=lambda m: m.start)]


@lru_cache(maxsize=4096)
def reference(text: str, start: int) -> Reference | None:
    """Whom the sentence at `start` of `text` means by its opening "He" or "The minister".

    None when it begins otherwise, or when the article leaves room for doubt.
    """
    if match := _PRONOUN.match(text, start):
        person = subject_before(text, start)
        if person is None:
            return None
        possessive = match.group(1) in ("His", "Her")
        return Reference(person, match.start(1), match.end(1), possessive)
    if (match := _BARE_ROLE.match(text, start)) and match.group(2) in ROLES:
        bearers = [p for p, named in _bearers(text).get(match.group(2), ()) if named < start]
        if len(bearers) == 1:
            return Reference(bearers[0], start, match.end(), match.group(3) is not None)
    return None


@lru_cache(maxsize=64)
def _bearers(text: str) -> dict[str, list[tuple[Person, int]]]:
    """For each role the first two people who have it, each with where they are first named."""
    found: dict[str, dict[Person, int]] = {}
    for mention in mentions(text):
        for role in set(fold(mention.person.role).split()):
            people = found.setdefault(role, {})
            if len(people) < 2:  # more leave no more doubt than two
                people.setdefault(mention.person, mention.start)
    return {role: list(people.items()) for role, people in found.items()}


@lru_cache(maxsize=64)
def _spans(text: str) -> list[Span]:
    return sentence_spans(text)


@lru_cache(maxsize=8)
def _frequencies(text: str) -> Counter[str]:
    return Counter(fold(word.surface) for word in words(text))


@lru_cache(maxsize=64)
def _candidates(text: str) -> tuple[_Candidate, ...]:
    return tuple(c for m in _NAME.finditer(text) if (c := _candidate(text, m)) is not None)


@dataclass(frozen=True)
class _Candidate:
    name: str
    role: str
    start: int
    end: int
    likely: bool
    certain: bool

    @property
    def key(self) -> str:
        return fold(self.name.split()[-1])


def _candidate(text: str, match: re.Match[str]) -> _Candidate | None:
    """The name in a run of capitalised words, the role before it, its place, and whether more
    than its capitals says that it is a person's.
    """
    run = list(re.finditer(r"\S+", match.group()))
    first = 0
    while first < len(run) and _is_role_word(run[first].group()):
        first += 1
    # "On February 12, US Defense Secretary Pete Hegseth": what is left of the role may also be
    # in small letters, before the run.
    begins = first
    while begins < len(run) and _is_plain_word(
        text, match.start() + run[begins].start(), run[begins].group()
    ):
        begins += 1
    rest = run[begins:]
    if not 0 < len(rest) <= _MOST_PARTS:
        return None
    start = match.start() + rest[0].start()
    last = rest[-1].group()
    end = match.start() + rest[-1].end()
    if last.endswith(("'s", "’s")):
        end -= 2
    elif last.endswith(("'", "’")):
        end -= 1
    name = text[start:end]
    parts = [fold(part) for part in name.split()]
    if any(part.strip(".") in _NOT_A_PERSON for part in parts) or place_keys(name):
        return None
    if name.isupper() and len(name) <= 5:
        return None
    role = " ".join(w.group() for w in run[max(0, first - _MOST_ROLE) : first])
    role = role or _role_before(text, start)
    after = text[end : end + 40]
    described = _AGE_AFTER.match(after) or _ROLE_AFTER.match(after) or _role_after(after)
    certain = bool(_has_role(role) or (len(parts) > 1 and described))
    likely = bool(
        certain
        or _SPEECH_AFTER.match(after)
        or (len(parts) > 1 and _frequencies(text)[parts[-1]] > 1)
    )
    return _Candidate(name, role if _has_role(role) else "", start, end, likely, certain)


def _is_role_word(word: str) -> bool:
    plain = fold(word).strip(".,")
    return plain in ROLES or plain in _ROLE_MODIFIERS or bool(place_keys(word))


def _role_after(after: str) -> bool:
    """Whether an apposition names a title: ", chief UK economist at"."""
    match = re.match(r", ((?:[\w-]+ ){0,4}[\w-]+)", after)
    return match is not None and _has_role(match.group(1))


def _has_role(role: str) -> bool:
    return any(fold(word).strip(".,") in ROLES for word in role.split())


def _is_plain_word(text: str, start: int, word: str) -> bool:
    """Whether a capital comes from opening a sentence, not from being a name."""
    return fold(word) in OPENERS and (start == 0 or text[start - 1] in " \n\"“'‘([")


def _role_before(text: str, start: int) -> str:
    before = re.search(r"((?:[\w-]+ ){1,4})$", text[max(0, start - 60) : start])
    if before is None:
        return ""
    kept: list[str] = []
    for word in reversed(before.group(1).split()):
        if not _is_role_word(word) or fold(word) in STOP_WORDS:
            break
        kept.insert(0, word)
    return " ".join(kept)


def _compatible(name: str, full: str) -> bool:
    return (
        fold(name.split()[-1]) == fold(full.split()[-1])
        and fold(name.split()[0])[0] == fold(full)[0]
    )


@lru_cache(maxsize=4096)
def subject_before(text: str, start: int, depth: int = 3) -> Person | None:
    """The person whom a "he" or "she" in the sentence at `start` of `text` most likely means.

    It is the one person in the sentence before; or, where that begins with a pronoun too, that
    one's. None when there is nobody, or no telling: two people leave room for doubt.
    """
    spans = _spans(text)
    before = bisect_left(spans, (start, start)) - 1
    if before < 0 or depth == 0:
        return None
    begin, end = spans[before]
    inside = mentions_between(text, begin, end)
    if _PRONOUN.match(text, begin):
        # "She praised Smith. She ...": the subject goes on.
        return subject_before(text, begin, depth - 1)
    if not inside or not inside[0].person.certain:
        return None
    person = inside[0].person
    # Anybody else who is named, even if only perhaps a person, leaves room for doubt.
    named = {m.person for m in inside}
    candidates = _candidates(text)
    first = bisect_left(candidates, begin, key=lambda c: c.start)
    last = bisect_left(candidates, end, key=lambda c: c.start)
    possible = [c for c in candidates[first:last] if " " in c.name]
    alone = len(named) == 1 and all(c.key == fold(person.surname) for c in possible)
    return person if alone else None
