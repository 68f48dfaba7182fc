"""Whether a text speaks of what a question names: by the word, or by another name."""

from __future__ import annotations

from assistant.english.names import stands_for
from assistant.evidence.sentence import Terms
from assistant.understand.question import Sought


def found(sought: Sought, terms: Terms) -> bool:
    """Whether `terms` has what is sought, under any of its names."""
    if sought.key is not None:
        return sought.key in terms.places or stands_for(sought.key) in terms.places
    return sought.term in terms.terms
