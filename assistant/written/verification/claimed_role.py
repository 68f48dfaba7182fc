"""Whether the source gives a person the office, role or relation that a model's sentence does."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.written.verification.borne_roles import GENERIC, Role, roles_in, roles_of_article
from index import Article


def misplaced_role(text: str, articles: Sequence[Article]) -> str:
    """What is wrong with the roles that `text` gives to persons, in a short phrase; empty when
    nothing is.

    A role must be that person's somewhere in one of `articles`, as a title, an apposition or
    after "is"; where nobody in particular is its bearer, standing near the name will do.
    """
    claimed = [r for r in roles_in(text) if r.bearer]
    if not claimed:
        return ""
    known = [r for a in dict.fromkeys(articles) for r in roles_of_article(a.text)]
    for role in claimed:
        wrong = _wrong(role, known)
        if wrong:
            return wrong
    return ""


def gives_only_a_role(text: str, articles: Sequence[Article]) -> bool:
    """Whether `text` says nothing but that a person is what one of `articles` plainly calls them:
    "Pete Hegseth is the US defense secretary."
    """
    roles = roles_in(text)
    if len(roles) != 1 or not roles[0].bearer or roles[0].head in GENERIC:
        return False
    (role,) = roles
    own = {*" ".join((*role.bearer, role.written)).lower().split(), "the", "is"}
    if not set(text.lower().rstrip(".").split()) <= own:
        return False
    return any(
        known.bearer and known.may_be_of(role.bearer) and _is_same_office(role, known)
        for article in dict.fromkeys(articles)
        for known in roles_of_article(article.text)
    )


def _wrong(role: Role, known: Sequence[Role]) -> str:
    own = [k for k in known if k.may_be_of(role.bearer)]
    alike = [k for k in own if role.head in GENERIC or k.head == role.head]
    who, what = " ".join(role.bearer), role.written
    if not alike:
        if role.head in GENERIC:
            return ""
        other = next((k for k in known if k.bearer and _is_same_office(role, k)), None)
        if other is not None:
            return f"the source has {' '.join(other.bearer)} as the {what}, not {who}"
        return f"the source does not call {who} the {what}"
    if role.head in GENERIC:
        alike = [k for k in own if k.places]
    places = frozenset(p for k in alike for p in k.places)
    kinds = frozenset(p for k in alike for p in k.kinds)
    others = [k for k in known if k not in own and k.bearer and k.head == role.head]
    other = next((k for k in others if _is_same_office(role, k)), None)
    strange = bool(role.places - places) and (bool(places) or other is not None)
    if role.head not in GENERIC:
        strange |= bool(role.kinds - kinds) and (bool(kinds) or other is not None)
        strange |= all("vice" in k.kinds or "deputy" in k.kinds for k in alike) and not (
            role.kinds & {"vice", "deputy"}
        )
    if not strange:
        return ""
    if other is not None:
        return f"the source has {' '.join(other.bearer)} as the {what}, not {who}"
    return f"the source does not call {who} the {what}"


def _is_same_office(role: Role, other: Role) -> bool:
    """Whether `other` is all that `role` says of the office."""
    same = role.head == other.head and role.kinds <= other.kinds
    return same and role.places <= other.places
