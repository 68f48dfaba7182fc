"""What is wrong with a model's sentence as a part of an answer, whether or not it is true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.answer import Span
from assistant.english.web_address import holds_address
from assistant.understand.language import ENGLISH, language_of
from index.text.terms import search_terms

_MOST_TIMES = 3
# Of two sentences with one source, the second repeats the first if it shares so much of its words.
_SHARED = 0.6
# What a small model says of its prompt in place of an answer.
_OF_THE_PROMPT = re.compile(
    r"\W{0,3}(?:the )?(?:passages?|answers?)\b.{0,12}\b(?:is|are|was|tells?|says?|describes?)\b"
    r"|\W{0,3}(?:question|passages?|answers?)\b[^:]{0,30}:|\W{0,3}today is \d|\(.*\)\W{0,2}$",
    re.IGNORECASE,
)
_LEANS = re.compile(r"[“\"]?(?:He|She|They|His|Her|Their)\b")
_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_FIRST_PERSON = re.compile(r"^(?:I|We|My|Our)\b|\b(?:we|my|our|us|me)\b|\bI['’]\w")


def leans(text: str) -> bool:
    """Whether the sentence `text` opens with a pronoun for somebody in the sentence before it."""
    return _LEANS.match(text) is not None


def echoes(text: str, question: str) -> bool:
    """Whether the sentence `text` says no more than `question`, which asks for more than a yes."""
    own = set(search_terms(text))
    return own <= set(search_terms(question)) and not _YES_OR_NO.match(question)


def repeats(
    text: str, spans: Iterable[Span], shown: Iterable[tuple[str, tuple[Span, ...]]]
) -> bool:
    """Whether `text`, which goes back to `spans`, says again what was `shown`: sentences, each with
    its spans. What was left out is no reason to leave out more.
    """
    own, sources = frozenset(search_terms(text)), frozenset(spans)
    for other, its_sources in shown:
        said = frozenset(search_terms(other))
        shared = own & said
        again = sources <= frozenset(its_sources) and len(shared) >= _SHARED * len(own)
        if own and (own == said or again):
            return True
    return False


class Objections:
    """Reads one reply, sentence by sentence.

    `fault` says what is wrong with the reply as a whole, if something is.
    """

    def __init__(self) -> None:
        self.fault: str | None = None
        self._times: Counter[str] = Counter()
        self._lost = False

    def to_form(self, text: str, is_begun: bool) -> str:
        """What is wrong with the sentence `text` as such, in a short phrase; empty when nothing is.

        `is_begun` is whether some of the reply was shown already.
        """
        self._times[text.casefold()] += 1
        if self._times[text.casefold()] >= _MOST_TIMES:
            self.fault = "repeated itself"
        if _OF_THE_PROMPT.match(text):
            return "it speaks of the passages"
        if holds_address(text):
            return "it holds an address"
        if language_of(text) not in (None, ENGLISH):
            if not is_begun:
                self.fault = "wrote in another language"
            return "it is not in English"
        if _FIRST_PERSON.search(_QUOTED.sub("", text)):
            return "it speaks as its source does"
        if self._lost and leans(text):
            return "it leans on a sentence that was left out"
        return ""

    def left_out(self, text_claims: bool, is_left_out: bool) -> None:
        """Tells whether the sentence before the next one was left out, and whether it claimed
        anything: a "he" after it may be anybody.
        """
        if text_claims:
            self._lost = is_left_out
