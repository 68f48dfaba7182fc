"""Words as the index sees them: one way to cut text into terms, for articles and questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d[\d,.]*\d|\d|[^\W_]+(?:['’-][^\W_]+)*")
_STEMMER = Stemmer.Stemmer("english")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")

_SPELLINGS = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"isation(?=s?$)", "ization"),
        (r"is(?=(?:e|ed|es|ing|er|ers)$)", "iz"),
        (r"our(?=(?:s|ed|ing|ful|able|ite|ites|hood|hoods)?$)", "or"),
        (r"enc(?=es?$)", "ens"),
        (r"tre(?=s?$)", "ter"),
        (r"mme(?=s?$)", "m"),
    )
)

# One name in several transliterations: "Zelenskyy", "Zelenskiy" and "Zelenski" are Zelensky.
_SKY = re.compile(r"(?<=\wsk)(?:yy|iy|yi|ij|yj|ii|i)$")

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been
    before being below between both but by can cannot can't could couldn't did didn't do does
    doesn't doing don't down during each few for from further had hadn't has hasn't have haven't
    having he he'd he'll he's her here here's hers herself him himself his how how's i i'd i'll i'm
    i've if in into is isn't it it's its itself just let's me might more most must mustn't my myself
    no nor not now of off on once only or other ought our ours ourselves out over own same shan't
    she she'd she'll she's should shouldn't so some such than that that's the their theirs them
    themselves then there there's these they they'd they'll they're they've this those through to
    too under until up upon us very was wasn't we we'd we'll we're we've were weren't what what's
    when when's where where's which while who who's whom whose why why's will with won't would
    wouldn't you you'd you'll you're you've your yours yourself yourselves
    """.split()
)


@dataclass(frozen=True)
class Word:
    """A word of a text: `text[start:end] == surface`; `term` is what is matched."""

    surface: str
    term: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order, stop words included."""
    for match in WORD.finditer(text):
        yield Word(match.group(), term(match.group()), match.start(), match.end())


@lru_cache(maxsize=200_000)
def term(surface: str) -> str:
    """The term of a word: case, accents, possessive and inflection removed.

    "Hegseth's" gives "hegseth", "negotiations" "negoti", "U.S." and "US" "usa" (which keeps the
    country apart from the pronoun), "E.U." "eu", "1,500" "1500";
    British and American spellings give one term ("defence" and "defense").
    """
    folded = fold(surface)
    if folded[0].isdigit():
        return folded.replace(",", "").rstrip(".")
    if "." in folded:
        folded = folded.replace(".", "")
    if surface.isupper() and folded in ("us", "usa"):
        return "usa"
    for british, american in _SPELLINGS:
        if len(folded) > 5:
            folded = british.sub(american, folded)
    return str(_STEMMER.stemWord(folded))


@lru_cache(maxsize=200_000)
def fold(surface: str) -> str:
    """`surface` in small letters, without accents and without a possessive ending.

    A name in -sky has that ending however it is spelt: "Zelenskyy" gives "zelensky".
    """
    decomposed = unicodedata.normalize("NFKD", surface.translate(_APOSTROPHES).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)) or surface
    bare = plain.removesuffix("'s") or plain
    return _SKY.sub("y", bare.removesuffix("'") or bare)


def search_terms(text: str) -> list[str]:
    """The terms of `text` that are worth searching for: no stop words."""
    return [found for word in WORD.findall(text) for found in search_terms_of_word(word)]


def search_terms_of_word(surface: str) -> tuple[str, ...]:
    """The terms of one word, none for a stop word.

    A hyphenated word gives its whole and its parts, so that "high-ranking" is found by "ranking"
    and "Jean-Noël" by "Noel".
    """
    whole = term(surface)
    if surface.casefold().translate(_APOSTROPHES) in STOP_WORDS and whole != "usa":
        return ()
    if "-" not in surface:
        return (whole,)
    return (whole, *(term(part) for part in surface.split("-") if part))
