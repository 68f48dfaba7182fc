"""Making a sentence readable on its own: "[Hegseth’s] remarks" for "His remarks"."""

from __future__ import annotations

from assistant.people import Reference, reference


def readable(text: str, start: int, end: int, surname_known: frozenset[str] = frozenset()) -> str:
    """The sentence `text[start:end]` with an opening "He" or "The minister" made plain.

    The person's name stands in square brackets in place of the pronoun, as newspapers do it:
    in full, or by surname alone when the surname is in `surname_known`. A sentence that needs
    no help, or whose "he" could be several people, comes back as it is.
    """
    found = reference(text, start)
    if found is None or found.end > end:
        return text[start:end]
    return _name(found, surname_known) + text[found.end : end]


def _name(found: Reference, surname_known: frozenset[str]) -> str:
    person = found.person
    name = person.surname if person.surname in surname_known else person.name
    return f"[{name}’s]" if found.possessive else f"[{name}]"
