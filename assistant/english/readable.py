"""Making a sentence readable on its own: "[Hegseth’s] remarks" for "His remarks"."""

from __future__ import annotations

from assistant.english.people import Person, reference


def readable(
    text: str,
    start: int,
    end: int,
    surname_known: frozenset[str] = frozenset(),
    *,
    titled: bool = False,
) -> str:
    """The sentence `text[start:end]` with an opening "He" or "The minister" made plain.

    The person's name stands in square brackets in place of the pronoun, as newspapers do it:
    in full, or by surname alone when the surname is in `surname_known`; `titled` puts their title
    before it, which helps a model that reads the sentence alone. A sentence that needs
    no help, or whose "he" could be several people, comes back as it is.
    """
    found = reference(text, start)
    if found is None or found.end > end:
        return text[start:end]
    name = _name(found.person, surname_known)
    if titled and found.person.role:
        name = f"{found.person.role} {name}"
    return (f"[{name}’s]" if found.possessive else f"[{name}]") + text[found.end : end]


def _name(person: Person, surname_known: frozenset[str]) -> str:
    return person.surname if person.surname in surname_known else person.name
