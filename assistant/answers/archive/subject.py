"""What a question about the archive is about, as a pattern that articles are held against."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from assistant.understand.reading import written_properly
from assistant.understand.spelling import Correction, correct
from index.generations.library import Library
from index.text.terms import STOP_WORDS, Word, fold, term, words
from index.text.vocabulary import WordForm

# The most words of a subject that are looked at.
_MAX_WORDS = 12
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_PLURAL = re.compile(r"e?s$")
_ENDING = re.compile(r"(?:ing|ed|e|y|i)$")
# Between the words of a name: "Joe Biden", "Joe R. Biden", "Jean-Noël".
_BETWEEN = r"(?:'s?)?(?:[\s-]+(?:[A-Z]\.\s)?)"
_QUOTED = "\"'“”‘’ ,.?!:;"
_FILLER = re.compile(r"^(?:(?:the )?(?:topic|subject) of|both) (?=\S)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an) (?=\S)", re.IGNORECASE)
# The term of "US", which tells the country from the pronoun.
_COUNTRY = "usa"
# From how small a share of a word's uses on its other meaning need not be feared.
_RARE = 0.02


@dataclass(frozen=True)
class Subject:
    """A subject: `text` as it is shown, its `terms`, and a pattern for each run of its words that
    are to stand together, and for each word alone with its weight.

    `ambiguous` is whether one of its terms is another word's, too ("Apple", "apples"), so that
    the terms alone do not tell.
    """

    text: str
    terms: tuple[str, ...]
    runs: tuple[re.Pattern[str], ...]
    loose: tuple[re.Pattern[str], ...]
    weights: tuple[float, ...]
    ambiguous: bool
    corrections: tuple[Correction, ...] = ()

    @property
    def has_names_of_several_words(self) -> bool:
        """Whether some of its words have to stand together."""
        return len(self.runs) < len(self.loose)

    @cached_property
    def needs_reading(self) -> bool:
        """Whether an article has to be read to know that it mentions this."""
        return self.ambiguous or self.has_names_of_several_words

    def stands_in(self, text: str) -> bool:
        """Whether every run of its words stands somewhere in `text`."""
        folded = plain(text)
        return all(run.search(folded) for run in self.runs)

    def share_in(self, text: str) -> float:
        """How much of it stands in `text`, from 0 to 1: above 0.5 only if all its runs do. A rare
        word is more of it than a common one.
        """
        folded = plain(text)
        runs = sum(1 for run in self.runs if run.search(folded)) / len(self.runs)
        found = sum(w for p, w in zip(self.loose, self.weights, strict=True) if p.search(folded))
        loose = found / sum(self.weights)
        return (runs + loose) / 2 if runs == 1 else (runs + 3 * loose) / 8


def read_subject(text: str, store: Library, whole: bool = False) -> Subject | None:
    """The subject that `text` names in the words of the corpus; None when it names nothing.

    Names, and words that follow each other with no stop word between them, have to stand
    together; an ordinary word beside a name ("Trump trial", "long COVID") only if it is to be
    found `whole`.
    """
    shown = _FILLER.sub("", text.strip(_QUOTED)).strip(_QUOTED)
    corrected, corrections = correct(_ARTICLE.sub("", shown), store)
    written = written_properly(corrected, store)
    telling = [w for w in words(written) if _tells(w)][:_MAX_WORDS]
    if not telling:
        return None
    forms = store.words(list({w.term for w in telling}))
    runs = [
        _pattern([_alternatives(w, forms) for w in run]) for run in _runs(written, telling, whole)
    ]
    terms = tuple(dict.fromkeys(part for w in telling for part in _parts(w)))
    return Subject(
        text=written,
        terms=terms,
        runs=tuple(runs),
        loose=tuple(_pattern([_alternatives(w, forms)]) for w in telling),
        weights=tuple(_weight(w, forms) for w in telling),
        ambiguous=any(_is_ambiguous(w, forms) for w in telling),
        corrections=corrections,
    )


def plain(text: str) -> str:
    """`text` without accents, its apostrophes straight; it may be shorter."""
    for apostrophe in "’‘ʼ":
        text = text.replace(apostrophe, "'")
    if _ACCENTED.search(text) is None:
        return text
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def _tells(word: Word) -> bool:
    return fold(word.surface) not in STOP_WORDS or word.term == _COUNTRY


def _parts(word: Word) -> list[str]:
    """The terms that the index has for a word however it is hyphenated."""
    if "-" in word.surface:
        return [term(part) for part in word.surface.split("-") if part]
    return [word.term]


def _runs(text: str, telling: Sequence[Word], whole: bool) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in telling:
        if run:
            between = text[run[-1].end : word.start]
            apart = _is_name(run[-1]) != _is_name(word) or run[-1].surface.endswith(("'s", "’s"))
            if between.strip(" -") or (apart and not whole):
                yield run
                run = []
        run.append(word)
    yield run


def _is_name(word: Word) -> bool:
    return word.surface[0].isupper() or word.surface[0].isdigit()


def _is_ambiguous(word: Word, forms: Sequence[WordForm]) -> bool:
    """Whether the term of `word` is often that of another word: "Apple" and "apples",
    "inflation" and "inflatable".
    """
    if word.term == _COUNTRY:
        return False
    own = [f for f in forms if f.term == word.term]
    if word.surface[0].isupper():
        other = sum(f.count if f.form != fold(word.surface) else f.small for f in own)
    else:
        other = sum(f.count for f in own if not _is_form_of(word, f.form))
    return other > _RARE * sum(f.count for f in own)


def _weight(word: Word, forms: Sequence[WordForm]) -> float:
    return 1 / math.log(3 + sum(f.count for f in forms if f.term == word.term))


def _is_form_of(word: Word, form: str) -> bool:
    """Whether `form` is an inflection of `word` or another spelling of it."""
    return OSA.distance(_base(fold(word.surface)), _base(form)) <= 1


def _base(form: str) -> str:
    return _ENDING.sub("", _PLURAL.sub("", form))


def _alternatives(word: Word, forms: Sequence[WordForm]) -> str:
    """A pattern of the ways in which the corpus writes `word`."""
    own = fold(word.surface)
    if word.term == _COUNTRY:
        return r"(?-i:U\.?S\.?(?:A\.?)?)"
    if word.surface[0].isupper() and _is_ambiguous(word, forms):
        return f"(?-i:{_any_of({own.capitalize(), own.upper(), word.surface})})"
    same = {f.form for f in forms if f.term == word.term and _is_form_of(word, f.form)}
    return _any_of({own, *same})


def _any_of(spellings: set[str]) -> str:
    longest_first = sorted({plain(s) for s in spellings}, key=lambda s: (-len(s), s))
    return "(?:" + "|".join(_escaped(s) for s in longest_first) + ")"


def _escaped(spelling: str) -> str:
    # "U.S." is written "US", too.
    return re.escape(spelling).replace(r"\.", r"\.?").replace(r"\-", r"[\s-]")


def _pattern(words_: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])" + _BETWEEN.join(words_) + r"(?![^\W_])", re.IGNORECASE)
