"""Lines that many pages of an archive have: appeals to subscribe, notices, credits."""

from __future__ import annotations

from assistant.evidence.sentence import Sentence
from index.generations.generation import Generation
from index.text.terms import search_terms

# Articles that have all words of a line in one passage, from which on it is no article's own; a
# story that several outlets tell may be in fewer.
_MANY = 5
# Fewer different words stand together in many articles by chance.
_LEAST_WORDS = 6


def is_furniture(sentence: Sentence, generation: Generation) -> bool:
    """Whether `sentence` belongs to the pages of the archive and not to its article.

    Raises IndexUnavailableError when the index turns out to be damaged.
    """
    terms = sorted(set(search_terms(sentence.quote)))
    return len(terms) >= _LEAST_WORDS and len(generation.articles_with(terms)) >= _MANY
