"""The offices, roles and relations in a text, each with the person whom the text says has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.english.names import place_spans, stands_for
from assistant.english.people import ROLES, TITLE_WORDS
from assistant.english.readable import readable
from index.text.sentences import Span, sentence_spans
from index.text.terms import STOP_WORDS, fold

_RELATIONS = frozenset(
    """
    wife husband son daughter father mother brother sister widow widower girlfriend boyfriend
    fiancee fiance cousin uncle aunt niece nephew grandson granddaughter grandfather grandmother
    stepfather stepmother successor predecessor
    """.split()
)
# What many an office is called in other words: no more is asked than that its country agrees.
GENERIC = frozenset(
    """
    leader head chief boss official expert politician lawmaker star player athlete diplomat
    resident executive veteran critic winner artist aide officer analyst general performer
    researcher scientist commander soldier candidate manager student musician investor owner
    """.split()
)
_COURTESY = frozenset("mr mrs ms dr sir dame lord".split())
_SAME = {
    "defence": "defense", "labour": "labor", "gov": "governor", "sen": "senator", "rep":
    "representative", "prof": "professor", "adviser": "advisor", "spokesman": "spokesperson",
    "spokeswoman": "spokesperson", "chairman": "chair", "chairwoman": "chair", "chairperson":
    "chair", "congressman": "representative", "congresswoman": "representative", "actress":
    "actor", "co-founder": "founder", "czar": "tsar", "attorney": "lawyer", "premier": "minister",
    "pm": "minister", "councilman": "councillor", "councilwoman": "councillor",
}  # fmt: skip
# Of a role, these say when or how grand, not which.
_WEAK = frozenset(
    """
    former then ex late veteran senior the an a new chief administration acting interim state
    national white house campaign press executive managing cabinet police
    """.split()
)
_IS = frozenset("is was remains became becomes as named".split())
_NOT_NAMES = STOP_WORDS | frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december also however but according
    """.split()
)
# Between a name and its role stand articles and adjectives; these begin something else.
_NOT_BETWEEN = (
    STOP_WORDS | frozenset("though whether whom whose said says some with".split())
) - frozenset("a an the his her its their of one own and first most".split())
_TOKEN = re.compile(r"\w[\w'’.-]*|[,;:()“”\"—–]")
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_OWNS = re.compile(r"['’]s?$")
_REACH = 12
_MODIFIERS = 5
_LONGEST = 100_000


@dataclass(frozen=True)
class Role:
    """A role: its `head` ("secretary"), its other words `kinds`, the `places` whose it is, and
    the name of who has it.

    `bearer` is empty when that is not said plainly; then `near` are the names that stand near.
    """

    head: str
    kinds: frozenset[str]
    places: frozenset[str]
    written: str
    bearer: tuple[str, ...]
    near: tuple[tuple[str, ...], ...] = ()

    def may_be_of(self, name: tuple[str, ...]) -> bool:
        """Whether it is, or without a plain bearer may be, the role of `name`."""
        return any(_agree(name, n) for n in ((self.bearer,) if self.bearer else self.near))


@lru_cache(maxsize=128)
def roles_of_article(text: str) -> tuple[Role, ...]:
    """The roles in the sentences of an article, an opening "He" made plain."""
    text = text[:_LONGEST]
    found = []
    for start, end in sentence_spans(text):
        clear = readable(text, start, end).replace("[", "").replace("]", "")
        found += roles_in(clear)
    return tuple(dict.fromkeys(found))


def roles_in(text: str) -> list[Role]:
    """The roles in one sentence, in order."""
    cut = list(_TOKEN.finditer(text))
    tokens = [_without_stop(m.group()) for m in cut]
    plain = [fold(_OWNS.sub("", t)).strip(".") for t in tokens]
    places = _places(text, [m.span() for m in cut])
    names = _names(tokens, plain, places)
    found = []
    at = 0
    while at < len(tokens):
        begins = at
        heads = []
        while at < len(tokens) and (plain[at] in TITLE_WORDS | _RELATIONS or places[at]):
            if _head(plain[at]) and plain[at] not in _COURTESY:
                heads.append(at)
            at += 1
            if _OWNS.search(tokens[at - 1]) and not places[at - 1]:
                if heads and heads[-1] == at - 1:
                    heads.pop()
                begins = at
        if not heads:
            at = max(at, begins + 1)
            continue
        head, end = heads[-1], heads[-1] + 1
        inside = [i for i in range(begins, end) if i != head]
        if end < len(tokens) and plain[end] in ("of", "for", "at"):
            last = end + 1
            while last < len(tokens) and (places[last] or _kind(plain[last])):
                last += 1
            if plain[last - 1] not in ("of", "for", "at", "the", "a", "an"):
                inside += range(end + 1, last)
                end = last
        at = max(at, end)
        kinds = {_SAME.get(plain[i], plain[i]) for i in inside if not places[i]}
        if plain[head] in ("pm", "premier"):
            kinds.add("prime")
        own = frozenset(p for i in inside for p in places[i])
        bearer = () if plain[head] not in ROLES | _RELATIONS else _bearer(plain, names, begins, end)
        near = (
            ()
            if bearer
            else tuple(
                n for i, j, n in names if begins - _REACH < j <= i + _REACH and i < end + _REACH
            )
        )
        found.append(
            Role(
                _head(plain[head]),
                frozenset(kinds - _WEAK),
                own,
                _ARTICLE.sub("", " ".join(tokens[begins:end]).strip("."), count=1),
                bearer,
                near,
            )
        )
    return found


def _bearer(
    plain: list[str], names: list[tuple[int, int, tuple[str, ...]]], begins: int, end: int
) -> tuple[str, ...]:
    """Whose the role in the tokens `begins` to `end` plainly is."""
    starts = {i: (j, name) for i, j, name in names}
    ends = {j: name for _, j, name in names}
    if end in starts:
        return starts[end][1]
    follows = plain[end] if end < len(plain) else ""
    if follows in ("is", "was", "remains", "named") and end + 1 in starts:
        return starts[end + 1][1]
    before = begins
    while before > 0 and begins - before < _MODIFIERS:
        word = plain[before - 1]
        if word == "," or word in _IS:
            break
        if word in _NOT_BETWEEN or not word.replace("-", "").isalnum():
            return ()
        before -= 1
    else:
        before = 0
    if before > 0:
        last = before - 1
        while last > 0 and (plain[last] in _IS or plain[last] in (",", "who")):
            if last in ends and plain[before - 1] != "who":
                break
            last -= 1
        if last + 1 in ends:
            return ends[last + 1]
        if last in ends:
            return ends[last]
    # "The defense secretary, Pete Hegseth, said".
    if follows == "," and end + 1 in starts:
        after, name = starts[end + 1]
        if after >= len(plain) or plain[after] == ",":
            return name
    return ()


def _names(
    tokens: list[str], plain: list[str], places: list[frozenset[str]]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """The runs of capitalised words that are no role, place or common word: start, end, parts."""
    found = []
    at = 0
    while at < len(tokens):
        begins = at
        while at < len(tokens) and tokens[at][:1].isupper() and not places[at]:
            if plain[at] in _NOT_NAMES or plain[at] in TITLE_WORDS | _RELATIONS:
                break
            at += 1
            if _OWNS.search(tokens[at - 1]):
                break
        if at > begins:
            found.append((begins, at, tuple(_OWNS.sub("", t) for t in tokens[begins:at])))
        else:
            at += 1
    return found


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be one person's: by surname, and where both have one, given name."""
    a, b = [fold(w) for w in one], [fold(w) for w in other]
    if len(a) == 1 or len(b) == 1:
        return bool(set(a) & set(b))
    # "Minister of Commerce and Industry Piyush Goyal": capitals alone do not part the two.
    if a[-2:] == b[-2:]:
        return True
    return a[-1] == b[-1] and a[0][:1] == b[0][:1]


def _head(word: str) -> str:
    """The role that a word is, in one spelling; of the plural too. Empty when it is none."""
    for form in (word, word.removesuffix("s")):
        if form in ROLES | _RELATIONS:
            return _SAME.get(form, form)
    return ""


def _kind(word: str) -> bool:
    return word in TITLE_WORDS and word not in ROLES


def _places(text: str, spans: list[Span]) -> list[frozenset[str]]:
    """The countries and bodies of which each token of `text` is a part of the name."""
    named = place_spans(text)
    return [
        frozenset(stands_for(k) or k for s, e, k in named if s < end and start < e)
        for start, end in spans
    ]


def _without_stop(token: str) -> str:
    bare = token.rstrip(".")
    return bare if len(bare) > 4 and "." not in bare else token
