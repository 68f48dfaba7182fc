"""A misspelt name in a question, held against the words that the articles use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA, JaroWinkler

from assistant.english.names import place_keys
from assistant.english.people import ROLES
from assistant.understand.question import ASKING, MAX_SOUGHT
from index import weights
from index.generations.library import Library
from index.text.terms import STOP_WORDS, Word, fold, term, words
from index.text.vocabulary import WordForm

_SHORTEST = 4


@dataclass(frozen=True)
class Correction:
    """`typed` in the question was read as `meant`."""

    typed: str
    meant: str


def correct(text: str, store: Library) -> tuple[str, tuple[Correction, ...]]:
    """`text` with its misspelt words written as the articles write them, and what was changed.

    A word is left alone when the articles use it, when it is short, or when it names a place. A
    word that is English (or a common name) is changed only to a name that sounds the same, so
    that "healy" finds Healey while "tanks" never becomes "talks"; any other is changed to the
    nearest word within one or two slips of the finger (restricted Damerau-Levenshtein).
    """
    typed = list(words(text))
    titled = {b.start for a, b in pairwise(typed) if fold(a.surface) in ROLES}
    unknown = [w for w in typed if _is_doubtful(w)][:MAX_SOUGHT]
    in_corpus = {form.term for form in store.words([w.term for w in unknown])}
    corrections: list[Correction] = []
    for word in reversed(unknown):
        if word.term in in_corpus:
            continue
        looks_named = word.start in titled or (word.surface[0].isupper() and word.start > 0)
        best = _nearest(fold(word.surface), store, looks_named)
        if best is not None:
            bare = re.sub(r"['’]s?$", "", word.surface)
            meant = re.sub(r"['’]s?$", "", best.spelling)
            text = text[: word.start] + meant + text[word.start + len(bare) :]
            corrections.insert(0, Correction(bare, meant))
    return text, tuple(corrections)


def is_common(form: str) -> bool:
    """Whether a folded word is common English: one piece in the vocabulary of BERT's tokenizer."""
    return form in _common_words()


def _is_doubtful(word: Word) -> bool:
    form = fold(word.surface)
    return (
        len(form) >= _SHORTEST
        and form[0].isalpha()
        and form not in STOP_WORDS
        and form not in ASKING
        and not place_keys(word.surface)
    )


def _nearest(form: str, store: Library, looks_named: bool) -> WordForm | None:
    common = is_common(form) or is_common(term(form))
    if common and len(form) < 5 and not looks_named:
        return None
    best: tuple[tuple[int, bool, float], WordForm] | None = None
    for candidate in store.words_like(form[0], len(form) - 2, len(form) + 2):
        slips = 2 if candidate.is_name and len(form) >= 6 else 1
        distance = OSA.distance(form, candidate.form, score_cutoff=slips)
        if distance > slips or (looks_named and not candidate.is_name):
            continue
        if common and not (candidate.is_name and _sound(form) == _sound(candidate.form)):
            continue
        rank = (distance, not candidate.is_name, JaroWinkler.distance(form, candidate.form))
        if best is None or rank < best[0]:
            best = (rank, candidate)
    return best[1] if best else None


def _sound(form: str) -> str:
    """The consonants that are heard, each run of one letter once."""
    heard = form[0] + re.sub(r"[aeiouyhw]", "", form[1:])
    return re.sub(r"(.)\1+", r"\1", heard)


@cache
def _common_words() -> frozenset[str]:
    vocabulary = weights.locate(weights.MINILM) / "vocab.txt"
    return frozenset(vocabulary.read_text(encoding="utf-8").split())
