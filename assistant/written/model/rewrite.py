"""A follow-up made standalone by the model, and held against what the plain way makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing

from assistant.understand.standalone import Turn
from assistant.written.model.model import Messages, Model
from assistant.written.model.prompt import harmless
from index.text.terms import fold, search_terms, words

_TASK = (
    "Rewrite the reader's last question so that it can be understood without the conversation: "
    "put names and topics in the place of words such as he, it or there. Use only words of the "
    "conversation. Do not answer. Write the question alone, on one line."
)
_LEANS = frozenset(
    """
    he him his she her hers it its they them their theirs this that these those there then one ones
    other others else so same such former latter both
    """.split()
)
_OPENS = re.compile(r"(?:and|but|so|or|why|how|what about|how about)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:(?:rewritten |standalone )?question\s*:)?\W*", re.IGNORECASE)
_TURNS = 4
_TURN_CHARACTERS = 300
_LONGEST = 300
_SHORT = 4
_MOST_ADDED = 6


def leans(question: str) -> bool:
    """Whether a question seems to leave something unsaid, so that a model is worth asking."""
    forms = [fold(word.surface) for word in words(question)]
    short = len(forms) <= _SHORT or _OPENS.match(question.strip()) is not None
    return short or any(form in _LEANS for form in forms)


def rewritten(model: Model, question: str, turns: Sequence[Turn], plain: str) -> str:
    """`question` made standalone by the model, or `plain`, the plain way's, if it cannot be right.

    Raises ModelError when the model does not answer.
    """
    reply = ""
    with closing(model.pieces(_messages(question, turns))) as pieces:
        for piece in pieces:
            reply += piece.text
            if "\n" in reply.strip() or len(reply) > _LONGEST:
                break
    candidate = _tidy(reply)
    return candidate if is_faithful(candidate, question, turns, plain) else plain


def is_faithful(candidate: str, question: str, turns: Sequence[Turn], plain: str) -> bool:
    """Whether `candidate` asks what `question` asks and has nothing from outside.

    It keeps the question's own words and whatever the plain way filled in, and what it adds, a
    few words at most, stands in the conversation.
    """
    if not candidate.endswith("?") or len(candidate) > _LONGEST:
        return False
    own = set(search_terms(candidate))
    spoken = " ".join([question, plain, *(part for turn in turns for part in turn)])
    asked = {t for t in search_terms(question) if t not in _LEANS}
    filled = set(search_terms(plain)) if plain != question else set()
    kept = asked | filled
    return own <= set(search_terms(spoken)) and kept <= own and len(own - kept) <= _MOST_ADDED


def _messages(question: str, turns: Sequence[Turn]) -> Messages:
    lines = [
        f"Reader: {harmless(asked)[:_TURN_CHARACTERS]}\nAnswer: {harmless(said)[:_TURN_CHARACTERS]}"
        for asked, said in turns[-_TURNS:]
    ]
    told = "\n".join(lines)
    return (
        ("system", _TASK),
        ("user", f"Conversation:\n{told}\n\nLast question: {harmless(question)}\nRewritten:"),
    )


def _tidy(reply: str) -> str:
    line = next((line for line in reply.splitlines() if line.strip()), "")
    line = _LABEL.sub("", line).strip().strip("\"'“”").strip()
    return line[:1].upper() + line[1:]
