"""Whom a question means by its X in "what did X say", and whether an article's speaker is X."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.attribution import Subject
from assistant.english.names import place_keys, stands_for
from assistant.english.people import OPENERS, ROLES, TITLE_WORDS, mentions
from index.text.terms import STOP_WORDS, fold, term, words

# Who speaks for a body, besides its name.
_SPEAKS_FOR = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople spokespersons official officials statement
    report representative representatives secretary secretary-general chief director head
    administrator chair chairman chairwoman ceo president minister authorities government
    ministry ambassador leader leaders
    """.split()
)
_PLAIN_SPEAKS_FOR = frozenset(
    """
    spokesman spokeswoman spokesperson spokespeople spokespersons official officials statement
    representative representatives report
    """.split()
)
_MEMBERS = frozenset("member members spokesman spokeswoman spokesperson officials".split())
_OF_ANOTHER = re.compile(r"\b(?:to|who|whose|which|that|met|and|for)\b")
# What a body is called for short, where its full name is something else.
_SHORT = {"fed": "federal reserve", "epa": "environmental protection agency"}
_GIVEN_BEFORE = re.compile(r"(?:^|[^\w.])([A-Z][\w’'-]*\w|[A-Z]\.) (?:[A-Z]\. )?$")
_NOT_GIVEN = frozenset(
    """
    though although when while as if since because however where what why how who that then yet
    both neither either meanwhile unlike like per via even instead today earlier later seven
    following despite whether until once after before
    """.split()
)
_NAME_END = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Speaker:
    """X, read. `given` and `surname` are folded; `surname` is empty for a title or a noun,
    and `written` is the surname as it is typed.

    `terms` are the terms of all its words, those of titles and places included; `place` the key
    of the country or body it names; `head` is the noun of a title ("mayor"), and `definite` tells
    a body from a person: "the Fed".
    """

    text: str
    given: str
    surname: str
    written: str
    title: frozenset[str]
    terms: frozenset[str]
    place: str | None
    head: str
    definite: bool

    @property
    def is_named(self) -> bool:
        """Whether it is a name, not "the mayor"."""
        return bool(self.surname)


def read_speaker(text: str) -> Speaker:
    """X as a question names it: "Jill Biden", "the mayor of Houston", "NATO", "the families"."""
    plain = _NAME_END.sub("", text.replace("’", "'")).strip()
    found = [w for w in words(plain) if w.surface.lower() not in ("the", "a", "an")]
    content = [w for w in found if fold(w.surface) not in STOP_WORDS or w.term == "usa"]
    places = place_keys(plain)
    titles = [w for w in content if fold(w.surface) in TITLE_WORDS]
    names = [w for w in content if w not in titles and w.surface[0].isupper()]
    small = [w for w in content if w not in titles and not w.surface[0].isupper()]
    key = next(iter(sorted(places)), None)
    own = [w for w in names if not place_keys(w.surface)]
    named = bool(names) and not small and (not titles or (bool(own) and " of " not in plain))
    if named and key is not None and not own:
        named = len(titles) == 0
    head = content[-1].term if content else ""
    if " of " in plain and content:
        before = [w for w in content if w.start < plain.index(" of ")]
        head = before[-1].term if before else head
    surname = fold(names[-1].surface) if named else ""
    given = fold(names[0].surface) if named and len(names) > 1 else ""
    return Speaker(
        plain,
        given,
        surname,
        _NAME_END.sub("", names[-1].surface) if named else "",
        frozenset(w.term for w in titles),
        frozenset(w.term for w in content),
        key,
        head,
        bool(re.match(r"the\s", plain, re.IGNORECASE)),
    )


def is_speaker(subject: Subject, speaker: Speaker, text: str) -> bool:
    """Whether `subject`, who speaks in the article `text`, is X."""
    if not speaker.head:
        return False
    if speaker.is_named:
        return _by_name(subject, speaker, text)
    return _by_title(subject, speaker, text)


def _by_name(subject: Subject, speaker: Speaker, text: str) -> bool:
    parts = [w for w in subject.words if fold(w) not in STOP_WORDS or w.isupper()]
    possessor = any(_NAME_END.search(w) for w in subject.words[:-1])
    if not parts:
        return False
    plain = [fold(w).strip(".,") for w in parts]
    if speaker.place is not None and not speaker.given:
        return _for_body(subject, speaker)
    same = plain[-1] == speaker.surname
    surname = parts[-1] if same else speaker.written
    is_body = speaker.definite or (not speaker.given and not _is_person(surname, text))
    if same and not possessor:
        if len(plain) > 1 and [fold(w.surface) for w in words(speaker.text)] == plain:
            return True
        own = [
            p
            for p, w in zip(plain[:-1], parts, strict=False)
            if w[0].isupper() and p not in TITLE_WORDS and not place_keys(p)
        ]
        if is_body or not speaker.given:
            return True
        if own:
            return _same_given(own[-1], speaker.given, own)
        bearer = full_name(surname, text)
        return bool(bearer) and _same_given(fold(bearer.split()[0]), speaker.given, [])
    if is_body or speaker.given:
        short = _SHORT.get(speaker.surname)
        joined = " ".join([*plain, *(fold(w) for w in subject.complement)])
        initials = "".join(p[0] for p in plain if p)
        if short and short in joined and not speaker.given:
            return True
        if speaker.surname == initials and len(initials) > 2 and not speaker.given:
            return True
    return is_body and _for_body(subject, speaker)


def _for_body(subject: Subject, speaker: Speaker) -> bool:
    """Whether a body's name, or somebody who speaks for it, is the subject."""
    every = [*subject.words, *subject.complement]
    plain = [fold(w).strip(".,") for w in every]
    if speaker.surname in plain or _has_place(speaker.place, " ".join(every)):
        # "The United States said", not "US allies said": its last word is the body's own.
        ends = plain[len(subject.words) - 1] == speaker.surname or (
            _has_place(speaker.place, " ".join(subject.words))
            and not _has_place(speaker.place, " ".join(subject.words[:-1]))
        )
        return (ends and not subject.complement) or any(p in _SPEAKS_FOR for p in plain)
    role = [fold(w.surface) for w in words(fold(subject.apposition))]
    return (speaker.surname in role or _has_place(speaker.place, subject.apposition)) and any(
        r in _PLAIN_SPEAKS_FOR for r in role
    )


def _has_place(key: str | None, text: str) -> bool:
    if key is None:
        return False
    return any(key in (found, stands_for(found)) for found in place_keys(text))


def _by_title(subject: Subject, speaker: Speaker, text: str) -> bool:
    """Whether the subject bears the title, or is of the kind, that the question names."""
    written = " ".join(subject.words)
    own = {term(w.strip(".,")) for w in subject.words}
    beside = own | {term(w) for w in subject.complement}
    wanted = _without_place(speaker)
    # "The mayor said": the noun itself; of several mayors only those of the place asked for.
    last = term(subject.words[-1].strip(".,"))
    if speaker.place is not None and place_keys(written) and not _has_place(speaker.place, written):
        return False
    if last == speaker.head and wanted <= beside:
        placed = speaker.place is None or _has_place(
            speaker.place, f"{written} {' '.join(subject.complement)}"
        )
        if placed or _holders(speaker, text):
            return True
    follows = {fold(w).strip(".,") for w in subject.words[-2:]}
    titled = speaker.head in own and wanted <= own and (speaker.title or follows & _MEMBERS)
    there = speaker.place is None or _has_place(speaker.place, f"{written} {subject.apposition}")
    if titled and there:
        return True  # "French Foreign Minister Jean-Noël Barrot"
    # "press secretary to Mayor Jim Watson" is no mayor, and "who met the mayor" is none either.
    described = str(_OF_ANOTHER.split(subject.apposition, maxsplit=1)[0])
    role = {w.term for w in words(described)}
    known = speaker.place is None or _has_place(speaker.place, described)
    if speaker.head in role and wanted <= role and known:
        return True
    return any(
        fold(subject.words[-1]) == fold(name.split()[-1]) for name in _holders(speaker, text)
    )


def _without_place(speaker: Speaker) -> frozenset[str]:
    if speaker.place is None:
        return speaker.terms
    return frozenset(
        w.term for w in words(speaker.text) if w.term in speaker.terms and not place_keys(w.surface)
    ) or frozenset([speaker.head])


@lru_cache(maxsize=512)
def _holders(speaker: Speaker, text: str) -> frozenset[str]:
    """The names of those whom the article gives the title that the question names."""
    wanted = _without_place(speaker)
    return frozenset(
        m.person.name
        for m in mentions(text)
        if m.person.role
        and wanted <= {w.term for w in words(m.person.role)}
        and (speaker.place is None or _has_place(speaker.place, m.person.role))
    )


def _is_person(surname: str, text: str) -> bool:
    """Whether the article knows a person of that surname, as written: by a given name or title."""
    return bool(full_name(surname, text)) or _has_title(surname, text)


@lru_cache(maxsize=1024)
def _has_title(surname: str, text: str) -> bool:
    """Whether a title stands before the name: "President Biden"."""
    at = text.find(f" {surname}")
    while at >= 0:
        before = text[max(0, at - 30) : at].rpartition(" ")[2]
        if before[:1].isupper() and fold(before).strip(".") in ROLES:
            return True
        at = text.find(f" {surname}", at + 1)
    return False


@lru_cache(maxsize=1024)
def full_name(surname: str, text: str) -> str:
    """The full name, given name and surname, that the article gives most often to the bearers of
    `surname`, as written; the first of them when several are named as often; empty when it gives
    none.
    """
    found: Counter[str] = Counter()
    at = text.find(f" {surname}")
    while at >= 0:
        end = at + 1 + len(surname)
        given = _GIVEN_BEFORE.search(text[max(0, at - 40) : at + 1])
        if given is not None and not text[end : end + 1].isalnum():
            name = given.group(1)
            plain = fold(name).strip(".")
            titled = plain in TITLE_WORDS | OPENERS | _NOT_GIVEN or name.endswith(("'s", "’s"))
            # "Though Fauci": what is also written small is no given name.
            if not titled and f" {name.lower()} " not in text:
                found[f"{name} {surname}"] += 1
        at = text.find(f" {surname}", end)
    return found.most_common(1)[0][0] if found else ""


def _same_given(found: str, asked: str, all_found: list[str]) -> bool:
    """Whether two given names can be one person's: "Joe" and "Joseph", "J." and "Jean"."""
    for name in {found, *all_found}:
        short, long = sorted((name.strip("."), asked.strip(".")), key=len)
        if short and (short == long or (len(short) in (1, 3, 4) and long.startswith(short))):
            return True
    return False
