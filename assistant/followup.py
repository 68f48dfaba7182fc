"""Making a follow-up standalone, without a language model: "and Barrot?" after "What did Healey
say?" is "What did Barrot say?".

Three things leave words unsaid: an ellipsis ("and Barrot?", "why?", "on tanks?"), a pronoun
("what is his job?"), and nothing at all. Each is filled from the question before, which was made
standalone in its turn, or from the names in the answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import smalltalk, summary
from assistant.names import place_spans
from assistant.people import ROLES, mentions
from assistant.question import MAX_CHARACTERS, Kind, core, parse
from index.terms import STOP_WORDS, fold, words

Turn = tuple[str, str]

_LEAD = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|well|also|then)[, ]+)*"
    r"(?:(?:what|how) about|and|but|or|plus|also)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:no[,. ]+)?(?:sorry[,. ]+)?(?:i (?:mean|meant)|i was asking about)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_BARE_WH = re.compile(
    r"^(?:and |but |so )*(?P<wh>why|when|where|how|how come|why not|how so|since when)"
    r"(?: (?:is|was) (?:that|this|it))?$",
    re.IGNORECASE,
)
_BARE_TOPIC = re.compile(r"^(?:and |but )*(?:on|about|regarding) (?P<rest>.+)$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"^(?:(?:what|who|whom|when|where|why|how|which)\b(?:\s+\w+){0,3}?\s+)?"
    r"(?P<aux>did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|she|him|his|hers|her)\b", re.IGNORECASE)
_PERSON_POSSESSIVE = re.compile(r"\b(?:his|her)(?=\s+(?!(?:say|said|about|on|to|for)\b)\w)", re.I)
_THING = re.compile(
    r"\b(?:its|it|that|this|those|these|they|them|their|theirs)\b(?!['’])", re.IGNORECASE
)
_EMPTY_IT = re.compile(
    r"\bit (?:true|possible|likely|clear|known)|\b(?:say|said|mean|saying|do|did|done|happen) "
    r"(?:it|that|this)\b|\b(?:that|this|these|those) (?=[a-z]{3,})|\bthat\b(?=.*\b(?:is|are|was|"
    r"were|will|would|had|has|have)\b)",
    re.IGNORECASE,
)
_PLACE_THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|any|been|be)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class _Context:
    """What has been said so far: the last question, standalone, and whom the answers name."""

    question: str
    people: tuple[str, ...]  # full names, the last mentioned first
    names: frozenset[str]
    answered: str  # the first sentence of the last answer


def standalone_question(
    question: str, turns: Sequence[Turn], names: frozenset[str] = frozenset()
) -> str:
    """`question` with what it leaves unsaid filled in from `turns`.

    `turns` are (question, answer text) pairs, oldest first; `names` are folded words that are
    known to be names, for those who type "barrot". A question that says all it needs, or that
    the conversation gives no help with, comes back as it was.
    """
    context: _Context | None = None
    for asked, answer in turns:
        if smalltalk.reply(asked, ()) is None and not summary.is_request(asked):
            said = _fill(asked, context)[:MAX_CHARACTERS]
            context = _extend(context, said, answer, names)
        elif context is None:
            context = _extend(None, "", answer, names)
    filled = _fill(question, context)
    if context is None or filled == question:
        return question
    if len(filled) > MAX_CHARACTERS:
        return question
    filled = _cased(filled, context.people)
    return filled[:1].upper() + filled[1:]


def _extend(
    context: _Context | None, standalone: str, answer: str, names: frozenset[str]
) -> _Context:
    said = _named_in(standalone, answer, context)
    earlier = context.people if context else ()
    first = answer.partition(" [1]")[0] if "[1]" in answer else ""
    return _Context(standalone, tuple(dict.fromkeys((*said, *earlier))), names, first)


def _named_in(question: str, answer: str, context: _Context | None) -> list[str]:
    """The people whom the question names, then those whom the answer does; in full, if known."""
    from_answer = list(dict.fromkeys(m.person.name for m in mentions(_plain(answer))))
    known = [*from_answer, *(context.people if context else ())]
    by_surname = {fold(name.split()[-1]): name for name in reversed(known)}
    asked = [by_surname[fold(w.surface)] for w in words(question) if fold(w.surface) in by_surname]
    speaker = parse(question).speaker if question else None
    if speaker and not asked and fold(speaker) not in by_surname:
        asked = [_capitalised(speaker)]
    return [*asked, *from_answer]


def _fill(question: str, context: _Context | None) -> str:
    if context is None:
        return question
    bare = core(question).rstrip(" ?!.")
    if context.answered and re.fullmatch(
        r"(?:and )?who (?:said|says) (?:so|that|it|this)", bare, re.I
    ):
        return f"Who said “{context.answered}”?"
    if context.question:
        if match := _BARE_WH.match(bare):
            return _ask_why(match.group("wh"), context.question)
        if match := _CORRECTION.match(bare):
            return _replace(match.group("rest"), context)
        if match := _LEAD.match(bare):
            rest = match.group("rest")
            return _fill(rest, context) if _is_whole(rest) else _replace(rest, context)
        if match := _BARE_TOPIC.match(bare):
            return _about(match.group("rest"), context)
    return _without_pronouns(question, context)


def _is_whole(text: str) -> bool:
    """Whether what follows an "and" is a question of its own: "and what did she say"."""
    kind = parse(text).kind
    if kind not in (Kind.TOPIC, Kind.YES_NO):
        return True
    return kind is Kind.YES_NO and len(text.split()) > 2


def _replace(phrase: str, context: _Context) -> str:
    """The last question with `phrase` in the place of what it is an alternative to."""
    phrase = phrase.strip()
    if match := _BARE_TOPIC.match(phrase):
        return _about(match.group("rest"), context)
    phrase = _without_pronouns(phrase, context).rstrip("?")
    last = context.question
    read = parse(last)
    is_place = bool(place_spans(phrase))
    names_people = _is_person(phrase, context)
    if read.speaker and (names_people or not (read.about or not is_place)):
        return _question(_swap(last, read.speaker, phrase))
    if read.about and not names_people:
        return _question(_swap(last, read.about, phrase))
    if read.speaker:
        return _about(phrase, context)
    return _question(_swap_like(last, phrase, is_place, names_people, context))


def _swap_like(
    last: str, phrase: str, is_place: bool, names_people: bool, context: _Context
) -> str:
    """`last` with the span that is of the same sort as `phrase` replaced by it."""
    if is_place and (places := place_spans(last)):
        if last[: places[-1][0]].endswith("the "):
            phrase = phrase.removeprefix("the ")
        return last[: places[-1][0]] + phrase + last[places[-1][1] :]
    if names_people:
        for name in context.people:
            for form in (name, name.split()[-1]):
                if re.search(rf"\b{re.escape(form)}\b", last, re.IGNORECASE):
                    return _swap(last, form, phrase)
    if re.fullmatch(r"(?:in )?\d{4}", phrase) and (year := re.search(r"\b(?:19|20)\d\d\b", last)):
        return last[: year.start()] + phrase.removeprefix("in ") + last[year.end() :]
    topic = _noun_phrase(last)
    if topic is not None:
        return _swap(last, topic, phrase)
    return f"{last.rstrip(' ?')} {phrase}"


def _about(topic: str, context: _Context) -> str:
    """The last question, asked about `topic`."""
    topic = _without_pronouns(topic, context).rstrip("?")
    read = parse(context.question)
    if read.about:
        return _question(_swap(context.question, read.about, topic))
    return _question(f"{context.question.rstrip(' ?!.')} about {topic}")


def _ask_why(wh: str, last: str) -> str:
    """The last question's clause, asked with another question word."""
    wh = wh.lower().replace("how so", "why").replace("how come", "why").replace("why not", "why")
    match = _CLAUSE.match(last.rstrip(" ?!."))
    if match is None:
        return _question(f"{wh.capitalize()} {last[:1].lower()}{last[1:].rstrip(' ?!.')}")
    clause = f"{match.group('aux').lower()} {match.group('rest')}"
    tail = " that" if re.search(r"\b(?:say|think|claim|do)$", clause) else ""
    return _question(f"{wh.capitalize()} {clause}{tail}")


def _without_pronouns(question: str, context: _Context) -> str:
    text = question
    if (
        context.people
        and (match := _PERSON.search(text))
        and not _named_before(text, match.start())
    ):
        name = _short(context.people[0])
        text = _PERSON_POSSESSIVE.sub(f"{name}'s", text)
        text = re.sub(r"\b(?:he|she|him|her)\b", name, text, flags=re.IGNORECASE)
        text = re.sub(r"\b(?:his|hers)\b", f"{name}'s", text, flags=re.IGNORECASE)
        text = text[:1].upper() + text[1:] if question[:1].isupper() else text
    if not context.question:
        return text
    if match := _PLACE_THERE.search(text):
        spans = place_spans(context.question)
        if spans:
            start, end, _ = spans[-1]
            text = f"{text[: match.start()]}in {context.question[start:end]}{text[match.end() :]}"
    match = _THING.search(text)
    if match and not _EMPTY_IT.search(text) and not _noun_phrase(text[: match.start()]):
        topic = parse(context.question).about or _noun_phrase(context.question)
        if topic is not None:
            ending = "'s" if match.group().lower() in ("its", "their", "theirs") else ""
            text = text[: match.start()] + topic + ending + text[match.end() :]
    return text


def _named_before(text: str, end: int) -> bool:
    """Whether a name stands before the pronoun, which then means that one."""
    return any(
        w.surface[0].isupper() and w.start > 0 and fold(w.surface) not in STOP_WORDS
        for w in words(text[:end])
    )


def _noun_phrase(question: str) -> str | None:
    """The longest run of content words in a question, with its article: what it is about."""
    sought = parse(question).sought
    inside = {piece for s in sought for piece in fold(s.surface).split()}
    best: list[str] = []
    run: list[str] = []
    for word in words(question):
        form = fold(word.surface)
        linked = run and form in ("of", "the", "for", "and")
        if form in inside or linked:
            run.append(word.surface)
        elif form == "the":
            run = [word.surface]
            continue
        else:
            run = []
        if _content(run) >= _content(best) and form in inside:
            best = list(run)
    return " ".join(best) or None


def _content(run: Sequence[str]) -> int:
    return sum(fold(word) not in STOP_WORDS for word in run)


def _is_person(phrase: str, context: _Context) -> bool:
    """Whether an alternative that stands alone ("and barrot?") is somebody, not something."""
    if place_spans(phrase):
        return False
    forms = [fold(w.surface) for w in words(phrase)]
    if not forms:
        return False
    surnames = {fold(name.split()[-1]) for name in context.people}
    if forms[-1] in surnames or forms[-1] in context.names or any(f in ROLES for f in forms):
        return True
    if phrase != phrase.lower():
        return any(w.surface[0].isupper() for w in words(phrase))
    # In small letters and unknown: one singular word alone is more often a name than a topic.
    return len(forms) == 1 and not forms[0].endswith(("s", "ing", "ion", "ment", "ty", "cy"))


def _short(name: str) -> str:
    """The surname, unless the name is a title such as "the French minister"."""
    parts = name.split()
    return parts[-1] if parts[0][:1].isupper() else name


def _cased(text: str, people: Sequence[str]) -> str:
    """`text` with the people's surnames written as names."""
    for name in people:
        surname = _short(name)
        if surname[:1].isupper():
            text = re.sub(rf"\b{re.escape(surname)}\b", surname, text, flags=re.IGNORECASE)
    return text


def _swap(text: str, old: str, new: str) -> str:
    found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", text.replace("’", "'"), re.IGNORECASE)
    return text if found is None else text[: found.start()] + new + text[found.end() :]


def _capitalised(name: str) -> str:
    """A surname typed in small letters, as a name is written."""
    return name if " " in name or not name.islower() else name.capitalize()


def _question(text: str) -> str:
    text = text.strip().rstrip(" ?!.")
    return text[:1].upper() + text[1:] + "?"


def _plain(answer: str) -> str:
    return re.sub(r"\s*\[\d+\]", "", answer).replace("[", "").replace("]", "")
