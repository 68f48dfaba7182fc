"""The names in a model's sentence, and whether the source has them, under any of their forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.names import place_keys, place_spans, stands_for
from assistant.english.people import TITLE_WORDS
from assistant.written.verification.claim import EMPTY
from index.text.sentences import Span
from index.text.terms import STOP_WORDS, fold, term, words

# What capitals do not make a name; the abbreviations that stand for a word.
_NOT_NAMES = frozenset(
    """
    i monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december am pm mr mrs ms nobody everybody everyone
    nothing everything somebody someone anybody anyone none neither either another instead rather
    ahead according asked overall altogether together despite given unlike like nearly almost
    roughly only just even few many most several critics experts officials people
    """.split()
)
_SHORT = {
    "sen": "senator", "sens": "senator", "gov": "governor", "rep": "representative",
    "del": "delegate", "d": "democrat", "r": "republican", "dem": "democrat", "gop": "republican",
    "st": "saint", "mt": "mount", "dept": "department", "univ": "university", "intl":
    "international", "lt": "lieutenant", "gen": "general", "prof": "professor", "dr": "doctor",
}  # fmt: skip
_ACRONYM = re.compile(r"[A-Z](?:\.?[A-Z&]){1,6}\.?s?$")
_CAPITAL_RUN = re.compile(
    r"[A-Z][\w’'&-]*(?: (?:of |the |and |for |on |to |in ){0,3}[A-Z][\w’'&-]*){1,7}"
)
_SHARED = 4
_ENDINGS = frozenset(
    """
    n an ian ean ese ish i ic s es er man men woman women ite an's al ns ans ians d ia a e y
    """.split()
)


@dataclass(frozen=True)
class Name:
    """A capitalised word at `start` to `end` of a sentence, the key of the place it names,
    whether it is a title, and whether it opens the sentence and may be a common word."""

    surface: str
    start: int
    end: int
    place: str | None
    title: bool
    opens: bool


def names_in(text: str, apart_from: Iterable[Span] = ()) -> list[Name]:
    """The words of `text` that are names or parts of names, in order.

    What lies in `apart_from` is none.
    """
    taken = list(apart_from)
    places = place_spans(text)
    found = []
    first = True
    for word in words(text):
        begins, first = first, False
        plain = fold(word.surface)
        before = text[: word.start].rstrip()[-1:]
        opens = begins or before in '.!?:“"‘('
        if not any(c.isupper() for c in word.surface) or word.surface[0].isdigit():
            continue
        if plain in _NOT_NAMES or any(s < word.end and word.start < e for s, e in taken):
            continue
        key = next((k for s, e, k in places if s < word.end and word.start < e), None)
        if plain in STOP_WORDS | EMPTY and key is None:
            continue
        title = plain in TITLE_WORDS or plain in _SHORT
        owns = word.surface.endswith(("'s", "’s"))
        doubtful = opens and key is None and not owns and not _goes_on(text, word.end)
        found.append(Name(word.surface, word.start, word.end, key, title, doubtful))
    return found


@dataclass(frozen=True)
class Forms:
    """What a text has names as: its terms, the places it names, and its acronyms' and runs'
    initials.
    """

    terms: frozenset[str]
    places: frozenset[str]
    initials: frozenset[str]
    acronyms: frozenset[str]
    text: str

    def have(self, name: Name) -> bool:
        """Whether `name` is among them, under any form."""
        # "Kremlin" says Russia; what says Russia does not say Kremlin.
        if name.place and name.place in self.places | {stands_for(k) for k in self.places}:
            return True
        own = {term(name.surface)} | {term(p) for p in re.split(r"[-’']", name.surface) if p}
        if "-" in name.surface:
            parts = [term(p) for p in name.surface.split("-") if p]
            if all(p in self.terms for p in parts):
                return True
        if term(name.surface) in self.terms or _long(name.surface) in self.terms:
            return True
        letters = re.sub(r"[^A-Z]", "", name.surface)
        if len(letters) > 1 and _ACRONYM.match(name.surface):
            return letters in self.initials
        return any(related(o, t) for o in own if len(o) >= _SHARED for t in self.terms)

    def have_initials(self, run: str) -> bool:
        """Whether the text has the acronym of a run of capitalised words."""
        return _initials(run) in self.acronyms


@lru_cache(maxsize=1024)
def forms_of(text: str) -> Forms:
    """The forms of names in `text`."""
    surfaces = [w.surface for w in words(text)]
    terms = {term(s) for s in surfaces}
    for surface in surfaces:
        terms.add(term(_SHORT.get(fold(surface).strip("."), surface)))
        if "-" in surface or "’" in surface or "'" in surface:
            terms.update(term(p) for p in re.split(r"[-’']", surface) if p)
    acronyms = {re.sub(r"[^A-Z]", "", s) for s in surfaces if _ACRONYM.match(s)}
    runs = {_initials(m.group()) for m in _CAPITAL_RUN.finditer(text)}
    initials = {run[i:j] for run in runs for i in range(len(run)) for j in range(i + 2, i + 7)}
    return Forms(frozenset(terms), place_keys(text), frozenset(initials), frozenset(acronyms), text)


def missing(claimed: Collection[Name], text: str, forms: Forms) -> list[Name]:
    """Those of `claimed`, names in `text`, that are not among `forms`."""
    absent = [n for n in claimed if not n.title and not forms.have(n)]
    if not absent:
        return []
    spelled = [m.span() for m in _CAPITAL_RUN.finditer(text) if forms.have_initials(m.group())]
    return [n for n in absent if not any(s <= n.start < e for s, e in spelled)]


def _goes_on(text: str, end: int) -> bool:
    """Whether another capitalised word or a possessive follows: the name of somebody."""
    return re.match(r"['’]s\b|,? (?:[A-Z]\. )?[A-Z][a-z]", text[end : end + 8]) is not None


def _long(surface: str) -> str:
    plain = fold(surface).strip(".")
    return term(_SHORT.get(plain, plain))


def related(own: str, other: str) -> bool:
    """Whether one is made of the other: "California" and "Californian", "Macron" and "Macrons"."""
    short, long = sorted((own, other), key=len)
    if len(short) < _SHARED:
        return False
    shared = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        shared += 1
    return (
        shared >= max(_SHARED, len(short) - 2)
        and (short[shared:] in _ENDINGS or not short[shared:])
        and (long[shared:] in _ENDINGS or not long[shared:])
    )


def _initials(run: str) -> str:
    return "".join(w[0] for w in re.findall(r"[A-Z][\w’'&-]*", run))
