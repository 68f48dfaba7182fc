"""Whose words a sentence reports: what somebody else said is no answer to what X said.

The reader puts words into the wrong mouth now and then. A sentence is left out where the grammar of
attribution (`assistant/english/utterances.py`) hears somebody else in it, and where neither it nor
the one before it has the name that was asked for. Without this 6 of 11 questions of the suite
"port" went right, with it 7, and none of the other suites went wrong for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.english.speakers import is_speaker, read_speaker
from assistant.english.utterances import utterances
from assistant.evidence.rank import Scored
from index.text.terms import fold

# How many of the best sentences are looked at: each may be of another article.
_LOOKED_AT = 8
# An article of so many characters is read whole; of a longer one, the paragraphs around a sentence.
_WHOLE = 50_000


def not_of_others(speaker: str, ranked: Sequence[Scored]) -> list[Scored]:
    """`ranked`, best first, without those of its best that somebody else than `speaker` says."""
    best = [s for s in ranked[:_LOOKED_AT] if not _is_of_another(speaker, s)]
    return best + list(ranked[_LOOKED_AT:])


def _is_of_another(speaker: str, scored: Scored) -> bool:
    sentence = scored.sentence
    if fold(speaker.split()[-1]) in fold(f"{sentence.before} {sentence.quote}"):
        return False
    text = sentence.article.text
    around = None if len(text) <= _WHOLE else ((sentence.start, sentence.end),)
    spoken = utterances(text, around)
    heard = [u for u in spoken if u.start < sentence.end and sentence.start < u.end]
    meant = read_speaker(speaker)
    return bool(heard) and not any(is_speaker(u.subject, meant, text) for u in heard)
