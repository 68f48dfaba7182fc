"""Several questions in one: its parts, each standing alone, and one answer of their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Searched
from assistant.english.names import place_keys
from assistant.understand.question import core, parse
from assistant.understand.standalone import capitalised, standalone_question

MAX_PARTS = 4
_WH = r"(?:who|whom|whose|what|when|where|why|which|how)"
_AUX = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|isn't|aren't|"
    r"wasn't|weren't|didn't|doesn't|don't)"
)
_JOINT = re.compile(
    rf"(?:\?\s+(?:and\s+|also,?\s+|but\s+)?|[,;]?\s+and\s+(?:also\s+)?|;\s+)"
    rf"(?=(?:{_WH}|{_AUX})\b)|\?\s+(?=and\s)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:he|she|they|it)\b|\b(?:him|them)\b|\b(?:his|her|their|its)\b", re.I)
_POSSESSIVE = ("his", "her", "their", "its")
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:\s+(?:(?:of|the|and|de|van|von|bin)\s+)*[A-Z][\w'’.-]*)*")
_OPENS = re.compile(rf"(?:and |but |so )?(?:{_WH}|{_AUX})\b", re.IGNORECASE)
_WH_AUX = re.compile(
    rf"(?:{_WH}(?:\s+[\w-]+){{0,3}}?\s+{_AUX}\b|what about\b|how about\b|"
    r"(?:what|who|when|where)'s\b)",
    re.IGNORECASE,
)
_WH_WORD = re.compile(rf"\b{_WH}\b", re.IGNORECASE)
_BARE = re.compile(rf"(?:{_WH}|how (?:much|many|long|far|often))\s*\??$", re.IGNORECASE)
_TWO_WORDS = re.compile(
    r"^(when|where|why|how|who|what)\s+and\s+(when|where|why|how|who|what)\s+(.+)$", re.IGNORECASE
)
_SAY = r"(?:say|said|saying|think|tell|told|claim|argue|warn|write|announce|promise|propose)"
_SPEAKERS = re.compile(
    rf"^what\s+(?P<aux>did|do|does|has|have)\s+(?:both\s+)?(?P<who>.{{2,160}}?)\s+"
    rf"(?:both\s+|each\s+)?(?P<verb>{_SAY})\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"^(?:do|did|does|have|has|are|were)\s+(?P<who>.{3,160}?)\s+"
    r"(?:agree[ds]?|disagree[ds]?|differ|differed|in agreement|at odds|say the same(?: thing)?)\b"
    r"(?:\s+(?:with each other\s*)?(?:about|on|over|regarding)\s+(?P<about>.+?))?[?.!\s]*$",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"^(?:how|where|on what|in what)\s+(?:do|did|does)\s+(?P<who>.{3,160}?)\s+"
    r"(?:differ|disagree|agree|compare)\b(?:\s+(?:about|on|over|regarding)\s+(?P<about>.+?))?[?.!\s]*$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^(?:please\s+)?(?:compare|contrast|what(?:'s| is| are) the differences?\s+between)\s+"
    r"(?:what\s+|how\s+|the (?:views?|statements?|comments?|remarks?|positions?) of\s+)?"
    r"(?P<who>.{3,160}?)(?:['’]s?)?"
    r"(?:\s+(?:said|say|says|think|thought|views?|positions?|comments?|remarks?|statements?|stances?))"
    r"(?:\s+(?:about|on|over|regarding)\s+(?P<about>.+?))?[?.!\s]*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+versus\s+|\s+vs\.?\s+", re.IGNORECASE)
_WITH = re.compile(r"\s+(?:and|with|to|versus|vs\.?)\s+", re.IGNORECASE)
# The last word of a body whose name has an "and" in it: "the Food and Drug Administration".
_BODY = frozenset(
    """
    administration department ministry agency commission committee council institute office bureau
    service services association center centre centers prevention university college foundation
    union authority company group bank fund court board school partners sons co
    """.split()
)
_COUNTRIES = ("bosnia and herzegovina", "trinidad and tobago", "antigua and barbuda")
_MARKER = re.compile(r"\[(\d+)\]")


def split(question: str, names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The questions that `question` asks, each standing alone; itself, when it is one.

    `names` are the folded words that the corpus writes as names. "Who is Healey and what did he
    say?" gives "Who is Healey?" and "What did Healey say?"; who is asked to have said something,
    or to agree, gives a part each.
    """
    bare = core(question).strip()
    if speakers := _by_speaker(bare, names):
        return speakers
    if both := _TWO_WORDS.match(bare):
        first, second, rest = both.groups()
        if first.lower() != second.lower() and re.match(rf"{_AUX}\b", rest, re.IGNORECASE):
            return (f"{capitalised(first)} {rest}", f"{capitalised(second)} {rest}")
    pieces = _pieces(bare)
    if len(pieces) == 1:
        return (question,)
    parts: list[str] = []
    turns: list[tuple[str, str]] = []
    for piece in pieces[:MAX_PARTS]:
        alone = _alone(piece, [asked for asked, _ in turns]) if turns else piece
        if _BARE.match(alone):
            return (question,)  # "Who gave money, and how much?": nothing says of what alone
        turns.append((alone, ""))
        parts += _by_speaker(alone, names) or (_asked(alone),)
    return tuple(dict.fromkeys(parts))[:MAX_PARTS]


def is_comparison(question: str) -> bool:
    """Whether it asks if people agree, or to compare what they said."""
    bare = core(question).strip()
    return any(p.match(bare) for p in (_AGREE, _DIFFER, _COMPARE))


def compose(asked: str, standalone: str, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer of the parts' answers, in order.

    Citations are numbered anew, and one that two parts share comes once. What is not answered is
    said in words; the confidence is that of the least sure answered part. When no part is
    answered, it is a refusal with what is nearest to the first.
    """
    citations: list[Citation] = []
    texts: list[str] = []
    for part, answer in zip(parts, answers, strict=True):
        if answer.answered:
            texts.append(_renumbered(answer, citations))
        else:
            texts.append(unanswered(part))
    answered = [a for a in answers if a.answered]
    nearest = () if answered else answers[0].nearest
    notes = [a.note for a in answers if a.note]
    if is_comparison(standalone) and len(answered) > 1:
        notes.append("The articles are quoted on each; whether they agree is yours to judge.")
    timings: dict[str, float] = {}
    for answer in answers:
        for stage, ms in answer.timings_ms.items():
            timings[stage] = round(timings.get(stage, 0.0) + ms, 3)
    return replace(
        answers[0],
        short=None,
        question=asked,
        standalone_question=standalone,
        text=" ".join(dict.fromkeys(texts)),
        answered=bool(answered),
        confidence=min(a.confidence for a in answered or answers),
        citations=tuple(citations),
        nearest=nearest,
        searched=_searched(standalone, [a.searched for a in answers]),
        timings_ms=timings,
        note=" ".join(dict.fromkeys(notes)) or None,
        read=tuple(dict.fromkeys(passage for a in answered for passage in a.read)),
        listed=None,
    )


def unanswered(part: str) -> str:
    """That no answer to a part was found, in words: "I found nothing that says who won."."""
    line = core(part).rstrip(" ?!.")
    question = parse(line)
    if question.speaker is not None:
        about = f" about {question.about}" if question.about else ""
        return f"I found nothing that says what {question.speaker} said{about}."
    if match := re.match(
        r"(who|what|when|where|why|how)\s+(is|are|was|were)\s+((?:[\w.'’-]+\s+){0,3}[\w.'’-]+)$",
        line,
        re.IGNORECASE,
    ):
        word, verb, noun = match.groups()
        noun_only = len(noun.split()) == 1 or re.match(r"(?:the|a|an|this|[A-Z])", noun)
        if noun_only and not noun.lower().endswith(("ed", "ing", "en", "born")):
            return f"I found nothing that says {word.lower()} {noun} {verb.lower()}."
    inverted = re.search(rf"\b{_AUX}\b", line, re.IGNORECASE) is not None
    if re.match(r"(?:who|which|how many)\s+\w", line, re.IGNORECASE) and not inverted:
        return f"I found nothing that says {line[0].lower()}{line[1:]}."
    return f"I found no answer to “{line}?”"


def _pieces(question: str) -> list[str]:
    """The question cut where a second one begins."""
    if not _OPENS.match(question):
        return [question]
    pieces: list[str] = []
    start = 0
    for joint in _JOINT.finditer(question):
        before, after = question[start : joint.start()], question[joint.end() :]
        if _begins_another(before, after, joint.group()):
            pieces.append(before.strip())
            start = joint.end()
    pieces.append(question[start:].strip())
    return pieces


def _alone(piece: str, before: Sequence[str]) -> str:
    """A later part with what it leaves unsaid taken from the parts before."""
    if _BARE.match(piece):
        # "Which countries did she visit and why?": all but the word that asks goes on.
        asked = re.search(rf"\b{_AUX}\b.*", before[-1], re.IGNORECASE)
        return f"{piece.rstrip(' ?')} {asked.group()}" if asked else piece
    pronoun = _PERSONAL.search(piece)
    if pronoun is not None:
        named = [
            match.group()
            for question in before
            for match in _NAME.finditer(question, question.find(" ") + 1)
        ]
        if len(set(named)) == 1:
            name = named[0].removesuffix("'s").removesuffix("’s")
            owner = pronoun.group().lower() in _POSSESSIVE
            return piece[: pronoun.start()] + name + "'s" * owner + piece[pronoun.end() :]
    if pronoun is None and _OPENS.match(piece):
        return piece
    return standalone_question(piece, [(question, "") for question in before])


def _begins_another(before: str, after: str, joint: str) -> bool:
    if not _OPENS.match(before) or len(before.split()) < 2:
        return False
    if joint.startswith("?"):
        return True
    if _BARE.match(after):
        # "Who resigned and why?", but not "who decides when and why": that is one question.
        auxiliary = re.search(rf"\b{_AUX}\b", before, re.IGNORECASE) is not None
        return auxiliary and len(_WH_WORD.findall(before)) == 1
    if _WH_AUX.match(after):
        last = re.search(rf"\b{_WH}$", before, re.IGNORECASE)
        return last is None
    if re.match(rf"{_AUX}\b", after, re.IGNORECASE):
        # "Is he rich and is he happy?", but not "those who were there and did nothing".
        yes_no = re.match(rf"{_AUX}\b", before, re.IGNORECASE) is not None
        return yes_no and re.match(rf"{_AUX}\s+(?:the |he|she|they|it|[A-Z])", after) is not None
    return len(_WH_WORD.findall(before)) == 1


def _by_speaker(question: str, names: frozenset[str]) -> tuple[str, ...]:
    """One question for each of several speakers; empty when there are not several."""
    for pattern in (_SPEAKERS, _AGREE, _DIFFER):
        if match := pattern.match(question):
            return _each(match, _LISTED, names)
    if match := _COMPARE.match(question):
        return _each(match, _WITH, names)
    return ()


def _each(
    match: re.Match[str], separator: re.Pattern[str], names: frozenset[str]
) -> tuple[str, ...]:
    who = match.group("who").strip()
    found = [re.sub(r"^(?:both|what|how)\s+", "", w.strip()) for w in separator.split(who)]
    found = [re.sub(r"(?:['’]s?)$", "", w) for w in found if w]
    if not 2 <= len(found) <= MAX_PARTS or not all(_is_somebody(w, names) for w in found):
        return ()
    if _is_one_name(who, found):
        return ()
    groups = match.groupdict()
    if "verb" in groups:
        aux = groups["aux"].lower()
        aux = {"do": "does", "have": "has"}.get(aux, aux)
        verb, rest = groups["verb"], groups["rest"].rstrip(" ?!.")
        return tuple(f"What {aux} {w} {verb}{rest}?" for w in found)
    about = f" about {groups['about']}" if groups.get("about") else ""
    return tuple(f"What did {w} say{about}?" for w in found)


def _is_somebody(name: str, names: frozenset[str]) -> bool:
    """Whether it can be a name, or a title or kind of people: "the mayor", "the families"."""
    own = name.split()
    if not own or len(own) > 5:
        return False
    capital = own[-1][0].isupper() or own[-1].lower() in names
    return capital or own[0].lower() in ("the", "his", "her", "their")


def _is_one_name(who: str, found: Sequence[str]) -> bool:
    """Whether the "and" belongs to a name: a country's, or a body's."""
    apart = frozenset().union(*(place_keys(name) for name in found))
    if place_keys(who) - apart or who.lower() in _COUNTRIES:
        return True
    body = found[-1].split()[-1].lower() in _BODY
    return body and not found[-1].lower().startswith("the ")


def _asked(question: str) -> str:
    return capitalised(question.rstrip(" ?!.")) + "?"


def _renumbered(answer: Answer, citations: list[Citation]) -> str:
    """The answer's text with the numbers that its citations get in `citations`, which grows."""
    numbers: dict[int, int] = {}
    for citation in answer.citations:
        place = (citation.article_id, citation.start, citation.end)
        known = next((c.number for c in citations if (c.article_id, c.start, c.end) == place), None)
        if known is None:
            known = len(citations) + 1
            citations.append(replace(citation, number=known))
        numbers[citation.number] = known
    return _MARKER.sub(lambda m: f"[{numbers.get(int(m.group(1)), m.group(1))}]", answer.text)


def _searched(standalone: str, each: Sequence[Searched]) -> Searched:
    dates = sorted(date for s in each for date in s.dates)
    return Searched(
        question=standalone,
        dates=(dates[0], dates[-1]) if dates else (),
        authors=tuple(sorted({name for s in each for name in s.authors})),
        sources=tuple(sorted({name for s in each for name in s.sources})),
        articles=max((s.articles for s in each), default=0),
    )
