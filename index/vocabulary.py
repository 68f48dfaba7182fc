"""The words of a corpus as they are written: what a misspelt question is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from index.article import Article
from index.terms import fold, term, words


@dataclass(frozen=True)
class WordForm:
    """A word of the corpus: `form` folded, its `term`, its commonest `spelling`, how often it
    occurs, how often with a capital inside a sentence and how often in small letters.
    """

    form: str
    term: str
    spelling: str
    count: int
    capitalised: int
    small: int

    @property
    def is_name(self) -> bool:
        """Whether it is written with a capital where only names are."""
        return self.capitalised > self.small


def word_forms(articles: Iterable[Article]) -> list[WordForm]:
    """Every word of the articles' titles and texts, in order of their folded form."""
    spellings: dict[str, Counter[str]] = {}
    capitalised: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for article in articles:
        for text, is_title in ((article.title, True), (article.text, False)):
            for word in words(text):
                form = fold(word.surface)
                spellings.setdefault(form, Counter())[word.surface] += 1
                if word.surface[0].islower():
                    small[form] += 1
                elif not is_title and _mid_sentence(text, word.start):
                    # In a title every word has a capital, and so has a sentence's first.
                    capitalised[form] += 1
    forms = []
    for form in sorted(spellings):
        spelling = spellings[form].most_common(1)[0][0]
        count = spellings[form].total()
        forms.append(
            WordForm(form, term(spelling), spelling, count, capitalised[form], small[form])
        )
    return forms


def _mid_sentence(text: str, start: int) -> bool:
    """Whether a word at `start` stands inside a sentence: after a space, a comma, a closing quote
    that a comma precedes; not after a full stop, a line break or an opening quote.
    """
    before = text[max(0, start - 3) : start]
    if not before.endswith(" "):
        return False
    before = before.rstrip()
    if before.endswith(("”", '"', "’")):
        return before[-2:-1] == ","
    return before[-1:] not in ("", ".", "!", "?", ":")
