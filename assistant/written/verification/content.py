"""The words of a model's sentence that claim something."""

from __future__ import annotations

from collections.abc import Iterable

from index.text.sentences import Span
from index.text.terms import STOP_WORDS, Word, fold, words

# Words that claim nothing themselves: what joins, hedges and reports.
_EMPTY = frozenset(
    """
    say says said saying state states stated tell tells told report reports reported reporting
    accord according article articles source sources passage evidence text note notes noted add
    adds added also however therefore thus meanwhile moreover furthermore additionally
    us would could may might must shall can will yet still even around about nearly almost
    approximately roughly over much many several per via among amongst within upon toward towards
    despite although though whether unless since while whereas mr mrs ms dr himself herself
    itself themselves one ones thing things be being get gets got become became make makes made
    take takes took come comes came go goes went put let
    """.split()
)


def content_words(text: str, apart_from: Iterable[Span] = ()) -> list[Word]:
    """The words of `text` that say something of the world."""
    taken = list(apart_from)
    return [
        w
        for w in words(text)
        if fold(w.surface) not in STOP_WORDS | _EMPTY
        and not any(s < w.end and w.start < e for s, e in taken)
        and any(c.isalpha() for c in w.surface)
    ]
