"""References to a cited source, "what else does [2] say?", by what its sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.english.names import place_spans
from assistant.english.people import mentions

_NAMED = 3
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": 0}
_KINDS = r"(?:source|citation|article|quote|quotation|reference|passage|footnote|story|sentence)"
_REFERENCE = re.compile(
    rf"(?:\b(?:the )?{_KINDS} (?:number |no\.? ?)?)?\[(?P<bracketed>\d{{1,3}})\]|"
    # Not "article 5", which is a treaty's, nor "the first article about X".
    r"\b(?:the )?(?:source|citation|reference|footnote) (?:number |no\.? ?)?(?P<number>\d{1,3})\b|"
    rf"\bthe (?P<ordinal>{'|'.join(_ORDINALS)}) {_KINDS}\b(?! (?:about|of|on|in|that|to|from)\b)",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\[(\d{1,3})\]")
# "what (else) does [2] say (about Y)": nobody speaks there, so it is not asked who.
_SAYS = re.compile(
    r"\b(?P<what>what(?: else| more)?|anything else|something else) (?:does|did|do) "
    r"(?P<ref>\0) (?:say|report|mention|tell us|state)\b",
    re.IGNORECASE,
)


def name_sources(question: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """`question` with "[2]" or "the second source" put in words; None when it has no such thing,
    the question as it is when no answer has that source.

    The words are the people and places in the sentence that the marker stands behind, in the
    newest answer that has it, or else that sentence.
    """
    match = _REFERENCE.search(question)
    if match is None:
        return None
    sentence = cited_sentence(question, turns)
    if sentence is None:
        return question
    subject = _subject(sentence)
    marked = f"{question[: match.start()]}\0{question[match.end() :]}"
    if said := _SAYS.search(marked):
        what = "What else" if "else" in said.group("what").lower() else "What"
        rest = re.sub(r"^ about\b", " and", marked[said.end() :])
        return f"{what} do the articles say about {subject}{rest}"
    if re.search(r"\b(?:about|more on|of|from|in) \0", marked):
        return marked.replace("\0", subject)
    return marked.replace("\0", f"the article about {subject}")


def cited_sentence(question: str, turns: Sequence[tuple[str, str]]) -> str | None:
    """The sentence that stands before the marker which `question` points at; None without one.

    "[2]" and "source 2" mean the newest answer that has a [2].
    """
    match = _REFERENCE.search(question)
    if match is None:
        return None
    ordinal = match.group("ordinal")
    number = match.group("bracketed") or match.group("number")
    for _, answer in reversed(turns):
        found = _sentences(answer)
        if ordinal and found:
            number = str(_ORDINALS[ordinal.lower()] or list(found)[-1])
        if number and int(number) in found:
            return found[int(number)]
    return None


def _sentences(answer: str) -> dict[int, str]:
    """What stands before each marker of an answer, back to the marker before."""
    found: dict[int, str] = {}
    end = 0
    text = ""
    for match in _MARKER.finditer(answer):
        between = answer[end : match.start()].strip(" \n.;,")
        text = between or text  # "[1][2]" are of one sentence
        found.setdefault(int(match.group(1)), text)
        end = match.end()
    return {number: text for number, text in found.items() if text}


def _subject(sentence: str) -> str:
    """The people and places that `sentence` names, or else the sentence itself."""
    people = mentions(sentence)
    titles = " ".join(m.person.role for m in people)
    named: list[tuple[int, str]] = [(m.start, m.person.name) for m in people]
    named += [
        (start, sentence[start:end])
        for start, end, _ in place_spans(sentence)
        if sentence[start:end] not in titles  # "British Defense Secretary"
    ]
    chosen = list(dict.fromkeys(name for _, name in sorted(named)))[:_NAMED]
    if not chosen:
        return f"“{sentence}”"
    return chosen[0] if len(chosen) == 1 else f"{', '.join(chosen[:-1])} and {chosen[-1]}"
