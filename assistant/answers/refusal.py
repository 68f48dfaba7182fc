"""Saying that no answer was found: what was looked for, and the nearest thing the articles say.

That the articles have no answer is never claimed. Of 40 refusals that a strict reader looked up, 26
were of questions that an article answered, and 13 of those showed the very sentence as the nearest.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.answers.citations import inside_quotes
from assistant.understand.question import Question, Sought
from index.scope import EVERYTHING, Scope

_NAMED = 4


def refusal(
    question: Question,
    unheard: Sequence[Sought],
    nearest: Sequence[Citation],
    scope: Scope = EVERYTHING,
    because: str | None = None,
) -> str:
    """The text of a refusal, without citation markers.

    `unheard` are the words of the question that no article has; `because` gives another reason
    than that no answer was found in the articles of `scope`.
    """
    if because is None and scope.since and scope.until and scope.since > scope.until:
        because = "No article is both of the time that you name and of the dates that you set."
    one = scope.articles is not None and len(scope.articles) == 1
    where = f"in the {'article' if one else 'articles'}{limits(scope)}"
    parts = [because or f"I found {_what(question, where)}."]
    if unheard and not because:
        parts.append(f"No article mentions {_listed(unheard)}.")
    if nearest:
        they_say = "it says" if one else "they say"
        parts.append(f"The nearest thing {they_say}: “{inside_quotes(nearest[0].quote)}”")
    return " ".join(parts)


def nothing_within(scope: Scope) -> str:
    """What is said when no article is in `scope`, so that nothing can answer."""
    if scope.articles is not None:
        return (
            "The article that this is limited to is no longer there, or not within the other "
            "limits. Lift them to ask all articles."
        )
    return f"There is no article{limits(scope)}. Lift or widen the limits to ask the others."


def limits(scope: Scope) -> str:
    """Whose articles of which days were searched: " from CNN of 2024-05-06 to 2024-05-12"."""
    names = " or ".join(scope.outlets[:_NAMED])
    return (f" from {names}" if names else "") + _published(scope)


def _published(scope: Scope) -> str:
    if scope.since is not None and scope.since == scope.until:
        return f" of {scope.since}"
    if scope.since is not None and scope.until is not None:
        return f" of {scope.since} to {scope.until}"
    if scope.since is not None:
        return f" since {scope.since}"
    return f" until {scope.until}" if scope.until is not None else ""


def _what(question: Question, where: str) -> str:
    if question.speaker is None:
        return f"no answer {where}"
    about = f" about {question.about}" if question.about else ""
    return f"nothing {where} that {question.speaker} said{about}"


def _listed(sought: Sequence[Sought]) -> str:
    names = [f"“{s.surface}”" for s in sought[:_NAMED]]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
