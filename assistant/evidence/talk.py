"""The articles that a conversation is about: those that its last answers quote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Generation

_TURNS, _LOOKED_AT = 2, 4
_QUOTES = 3
# So many words of a quotation find its article, and so many characters tell that it is the one.
_WORDS = 24
_SURE = 40
# More of an answer is not read.
_MOST = 4_000
_MARKS = str.maketrans(dict.fromkeys('“”"‘’', "'"))
_MARKER = re.compile(r"\[\d{1,3}\]")


def talked_of(turns: Sequence[tuple[str, str]], generation: Generation) -> frozenset[str]:
    """The ids of the articles that the last answers of `turns`, (question, answer text) pairs,
    quote. Raises IndexUnavailableError when the index turns out to be damaged.
    """
    found: set[str] = set()
    # A refusal quotes nothing, and changes no subject.
    answers = [answer for _, answer in turns[-_LOOKED_AT:] if _MARKER.search(answer[:_MOST])]
    for answer in answers[-_TURNS:]:
        quotes = [_plain(quote).strip(" '") for quote in _MARKER.split(answer[:_MOST])[:-1]]
        for quote in [q for q in quotes if len(q) >= _SURE][:_QUOTES]:
            # Before it may stand a date or a title.
            words = " ".join(quote.split()[-_WORDS:])
            for passage, _ in generation.search_terms(words, 2):
                if quote[-_SURE:] in _plain(passage.text):
                    found.add(passage.article_id)
    return frozenset(found)


def _plain(text: str) -> str:
    """`text` on one line, with one kind of quotation mark."""
    return " ".join(text.translate(_MARKS).split())
