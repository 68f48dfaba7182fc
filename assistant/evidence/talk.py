"""The articles that a conversation is about: those that its last answers quote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Generation

_TURNS = 2
_QUOTES = 3
# So many words of a quotation find its article, and so many characters tell that it is the one.
_WORDS = 24
_SURE = 40
# More of an answer is not read.
_MOST = 4_000
_MARKER = re.compile(r"\[\d{1,3}\]")


def talked_of(turns: Sequence[tuple[str, str]], generation: Generation) -> frozenset[str]:
    """The ids of the articles that the last answers of `turns`, (question, answer text) pairs,
    quote letter for letter. Raises IndexUnavailableError when the index turns out to be damaged.
    """
    found: set[str] = set()
    for _, answer in turns[-_TURNS:]:
        quotes = [quote.strip(" “”\n") for quote in _MARKER.split(answer[:_MOST])]
        for quote in [q for q in quotes if len(q) >= _SURE][:_QUOTES]:
            words = " ".join(quote.split()[:_WORDS])
            for passage, _ in generation.search_terms(words, 2):
                if quote[:_SURE] in passage.text:
                    found.add(passage.article_id)
    return frozenset(found)
