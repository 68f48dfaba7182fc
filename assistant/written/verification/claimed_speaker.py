"""Whether the source has the same people say what a model's sentence has them say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.english.attribution import Subject, subjects, tokens
from assistant.english.names import place_keys
from assistant.english.people import ROLES, TITLE_WORDS
from assistant.english.speakers import full_name, is_speaker, read_speaker
from assistant.english.speech import speaks, tells
from assistant.written.verification.claim import Claim
from assistant.written.verification.claimed_names import Forms, forms_of, related
from assistant.written.verification.source_lines import Line
from index import Article
from index.text.terms import STOP_WORDS, fold, term, words

# Who is none in particular: any source says so.
_ANYBODY = frozenset("article articles source sources passage text evidence who".split())
# Nouns in small letters that speak, besides titles.
_SPEAK = frozenset(
    """
    group band team company agency suit lawsuit officials police firefighters doctors forecasters
    researchers experts critics department union court states families lawyers lawmakers university
    ministry government investigators prosecutors authorities paper newspaper magazine broadcaster
    statement spokesman spokeswoman spokesperson scientists analysts residents victims
    """.split()
)
# As nouns, or with another sense, these are no verbs of saying.
_OFTEN_NOT = frozenset("claims added adds states called calls signals shared noted raised".split())
_FOLLOWS = re.compile(r"\w+:?\s*(?:that\b|[\"“])")
_ACCORDING = re.compile(r"\baccording to\s+(?P<who>[^,.;:]{2,80})", re.IGNORECASE)
# Names that are followed by verbs of saying of which the attribution of news makes no use.
_ALSO_SAYS = re.compile(
    r"(?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+){0,3})(?:, [^,\n]{1,60},)? (?:also |later |has |had )?"
    r"(?:point(?:s|ed) out|call(?:s|ed)|praise[sd]|promise[sd]|assure[sd]|caution(?:s|ed)|"
    r"concede[sd]|hint(?:s|ed)|disclose[sd]|advise[sd])\b"
)
_DESCRIBED = re.compile(r"['’]?s?, (?:the|an?|who|whose|its|his|her|\w+['’]s)\b")
_WHO = frozenset(term(w) for w in ROLES | _SPEAK)
_ENDS = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class _Said:
    """Who speaks in a claim: the words of the name, or else of the noun; where they stand, and
    the verb.
    """

    who: tuple[str, ...]
    written: str
    start: int
    verb: int
    named: bool


def misattributed(
    claim: Claim,
    of_clause: Sequence[Line],
    beside: Sequence[Line],
    article: Article,
    same: Callable[[str, str], bool],
) -> str:
    """What is wrong with who says what, in a short phrase; empty when nothing is.

    `of_clause` is the sentence of the source that each clause of the claim goes back to, and
    `beside` what these lean on. Only who is named can be wrong: "the group" may be anybody.
    """
    speakers = _speakers(claim.text)
    for i, said in enumerate(speakers):
        lines = _lines_of(i, speakers, claim, of_clause)
        heard = [s for line in lines for s in line.heard]
        terms = frozenset(term(w) for w in said.who)
        accorded = [
            m.group("who")
            for line in lines
            for pattern in (_ACCORDING, _ALSO_SAYS)
            for m in pattern.finditer(line.clear)
        ]
        if (
            not said.named
            or any(_is(said, other, article, same) for other in heard)
            or any(terms & {w.term for w in words(who)} for who in accorded)
            or any(speaks(line.clear, terms) for line in lines)
        ):
            continue
        known = [s for s in heard if s.certain and not _is_anybody(s) and not _is_thing(s)]
        others = [_written(s) for s in known] + accorded
        if others:
            return f"the source has {others[0]} say so, not {said.written}"
        # What stands there as plain news is nobody's announcement; nor is what is told after it.
        before = [line for line in beside if line.start < min(x.start for x in lines)]
        if not any(_names(said, line) and tells(line.clear) for line in (*lines, *before)):
            return f"the source does not have {said.written} say so"
    return ""


def _speakers(text: str) -> list[_Said]:
    found, _ = tokens(text, 0, len(text))
    heard = []
    for match in _ACCORDING.finditer(text):
        who = [w.surface for w in words(match.group("who"))]
        heard.append(_said(who, match.start(), match.start()))
    taken = [(m.start(), m.end()) for m in _ACCORDING.finditer(text)]
    for subject in subjects(found, text):
        verb = text[subject.verb :]
        first = re.match(r"\w+", verb)
        plain = first.group() if first else ""
        if any(s <= subject.start < e for s, e in taken) or plain[:1].isupper():
            continue
        if plain in _OFTEN_NOT and not _FOLLOWS.match(verb):
            continue
        if not _is_anybody(subject):
            heard.append(_said(subject.words, subject.start, subject.verb))
    for match in _ALSO_SAYS.finditer(text):
        heard.append(_said(match.group("who").split(), match.start(), match.end()))
    return sorted((s for s in heard if s is not None), key=lambda s: s.start)


def _said(written: Sequence[str], start: int, verb: int) -> _Said | None:
    bare = [_ENDS.sub("", w).strip(".,") for w in written]
    kept = [w for w in bare if w and fold(w) not in STOP_WORDS]
    names = [w for w in kept if w[0].isupper() and fold(w) not in TITLE_WORDS]
    if start == 0 and kept and names == kept[:1] and len(kept) == 1 and fold(kept[0]) in _SPEAK:
        names = []  # "Doctors said"
        kept = [kept[0].lower()]
    people = [w for w in names if not place_keys(w)]
    who = people or names or [w for w in kept if fold(w) in ROLES | _SPEAK]
    return _Said(tuple(who), " ".join(bare), start, verb, bool(names)) if who else None


def _lines_of(
    at: int, speakers: Sequence[_Said], claim: Claim, of_clause: Sequence[Line]
) -> list[Line]:
    """What the clauses go back to that are said by the speaker `at` of the claim."""
    begins = 0 if at == 0 else speakers[at].start
    ends = speakers[at + 1].start if at + 1 < len(speakers) else len(claim.text)
    # "..., the broadcaster said" tells who, not what.
    own_words = {w.term for w in words(speakers[at].written)} | _WHO
    own_words |= {w.term for w in claim.content if place_keys(w.surface)}
    # "Plum, the chairman, said": so does what describes the speaker.
    described = _DESCRIBED.match(claim.text, speakers[at].start + len(speakers[at].written))
    own = [
        line
        for line, (start, end) in zip(of_clause, claim.clauses, strict=True)
        if start < ends
        and begins < end
        and not (speakers[at].start < end <= speakers[at].verb)
        and not (start <= speakers[at].start < end and described)
        and not {w.term for w in claim.content_of((start, end))} <= own_words
    ]
    return list(dict.fromkeys(own or of_clause))


def _is(said: _Said, other: Subject, article: Article, same: Callable[[str, str], bool]) -> bool:
    """Whether the claim's speaker is the source's."""
    if is_speaker(other, read_speaker(said.written), article.text) is not None:
        return True
    mine = {term(w) for w in said.who}
    its = [_ENDS.sub("", w).strip(".,") for w in (*other.words, *other.complement)]
    its += [w.surface for w in words(other.apposition)]
    its = [w for w in its if w and fold(w) not in STOP_WORDS]
    if any(m == term(w) or related(m, term(w)) for m in mine for w in its):
        return True
    if all(w.islower() for w in said.who) and any(
        same(fold(w), fold(i)) for w in said.who for i in its if i.islower()
    ):
        return True
    # "The governor said", and the claim has the name of who is one in this article.
    return any(
        term(part) in mine
        for w in its
        if w[:1].isupper()
        for part in full_name(w, article.text).split()
    )


def _names(said: _Said, line: Line) -> bool:
    forms: Forms = forms_of(line.clear)
    return any(term(w) in forms.terms for w in said.who)


def _written(subject: Subject) -> str:
    return " ".join(_ENDS.sub("", w) for w in subject.words)


def _is_thing(subject: Subject) -> bool:
    """Whether it is something of somebody's: "Federer's withdrawal"."""
    owned = any(_ENDS.search(w) for w in subject.words[:-1])
    return owned and subject.words[-1].islower() and fold(subject.words[-1]) not in ROLES | _SPEAK


def _is_anybody(subject: Subject) -> bool:
    return subject.is_pronoun or fold(subject.words[-1]) in _ANYBODY
