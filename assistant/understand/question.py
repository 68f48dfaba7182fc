"""Reading a question: what kind it is, whom and what it names, what an answer must speak of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from assistant.english.names import place_spans
from index.errors import AssistantError
from index.text.terms import STOP_WORDS, fold, term, words

MAX_CHARACTERS = 2_000
# How many things a question can usefully name; each may cost a look at the evidence.
MAX_SOUGHT = 12

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)

# Words that belong to the asking, not to what is asked about.
ASKING = frozenset(
    """
    say says said saying tell tells told mention mentions mentioned state states stated comment
    commented remark remarked talk talked speak spoke explain explained describe described discuss
    discussed think thinks thought claim claimed warn warned respond responded react reacted
    article articles story stories news report reports reported text piece passage corpus source
    sources know known happen happens happened happening please thanks thank could would should
    exactly currently actually really today now still ever also yet else many much long old get
    gets got make makes made take takes took give gives gave go goes went come comes came thing
    things something anything someone anyone anybody somebody everybody people person according
    let want like find show info information detail details summary regarding concerning
    whether maybe perhaps hi hello hey ok okay well so yes no quick question answer ask asking
    compare compared guy use used using put may might must shall
    """.split()
)
# What a question asks the value of: the evidence has the value, seldom the word.
_ATTRIBUTES = frozenset(
    """
    job role position title post office occupation profession name surname date day month year
    time place location venue reason cause amount number sum total age topic subject view views
    opinion stance take response reaction message comment comments remark remarks statement
    statements point points kind type sort way status meaning purpose
    """.split()
)
# Of those words, what a yes/no question may well ask whether somebody did.
_DEEDS = frozenset(
    """
    ask tell told claim claimed talk talked speak spoke discuss discussed explain explained describe
    described warn warned respond responded react reacted thank take took give gave go goes went
    come came make made get got put
    """.split()
)
_SPEECH = (
    r"say|said|saying|think|tell|told|claim|argue|warn|suggest|announce|emphasi[sz]e|stress|"
    r"state|comment|declare|insist|predict|promise|propose|demand|explain|mention|respond|react|"
    r"reply|call for|talk|speak|believe|want|hope|write|admit|acknowledge|reveal|post|tweet"
)
_ABOUT = r"(?:about|on|regarding|concerning|of|re|in response to|to)"
# At most six words, the last of which is no particle: "the readiness to talk" is nobody.
_NOUN_PHRASE = r"(?:[\w.'’-]+ ){0,5}?[\w.'’-]+(?<! to)(?<! not)(?<! about)(?<! by)(?<! with)"
_SPEAKER = [
    re.compile(
        rf"\bwhat\b.{{0,12}}?\b(?:did|does|do|has|have|had|was|is|were|are)\s+(?P<who>{_NOUN_PHRASE})\s+"
        rf"(?:just |also |actually |exactly |ever |then |have to |had to |really )*"
        rf"(?:{_SPEECH})\w*(?:\s+(?:(?:us|them|reporters|the press)\s+)?{_ABOUT}\s+(?P<about>.+))?$"
    ),
    re.compile(
        rf"\bwhat\s+(?P<who>(?!(?:did|does|do|has|have|had|was|is|were|are)\b){_NOUN_PHRASE})\s+"
        rf"(?:said|says|thinks|thought|told|claimed)(?:\s+{_ABOUT}\s+(?P<about>.+))?$"
    ),
    re.compile(
        rf"\bwhat(?:\s+(?:is|are|was|were)|'s)\s+(?P<who>.+?)(?:'s|s')\s+(?:\w+ )?"
        rf"(?:views?|comments?|remarks?|position|stance|opinion|take|statements?|message|warning|"
        rf"response|reaction|argument)(?:\s+{_ABOUT}\s+(?P<about>.+))?$"
    ),
    re.compile(
        r"^(?:the )?(?P<who>[\w'-]+(?: [\w'-]+){0,2}?)(?:'s)?\s+"
        r"(?:(?:comments?|remarks?|views?|statements?|quotes?|position|stance)\s+)?"
        r"(?:on|about|re)\s+(?P<about>.+)$"
    ),
]
_NOT_A_SPEAKER = frozenset(
    """
    article articles story stories news report reports text you it this that there we i people
    they anyone someone somebody anybody everyone everybody one who what source sources author
    page piece happen happened
    """.split()
)
_YES_NO = re.compile(
    r"^(?:and |but |so )?(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|"
    r"isn't|aren't|wasn't|weren't|didn't|doesn't|don't|hasn't|haven't)\b"
)
_ASKED_FOR = re.compile(r"\bwhich\s+([a-z]+)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|well|please|and)[,!. ]+)*(?:(?:can|could|would|will) you "
    r"(?:please |kindly )?(?:tell|explain to|inform|remind|show|let) (?:me|us)(?: know)?,? |"
    r"(?:please )?(?:tell|remind|inform) (?:me|us),? (?!about|more|the|of|something|everything)|"
    r"(?:do|did) (?:you|we|the articles?) (?:know|say|mention),? (?=wh|how|if)|"
    r"(?:i(?:'d| would) like|i want) to know,? (?:about )?|i(?:'m| am) (?:wondering|curious),? |"
    r"i was wondering,? |any idea |according to the (?:articles?|text|news|story),? |"
    r"in the (?:articles?|text|news|story),? |just curious,? )+",
    re.IGNORECASE,
)
_POLITE_END = re.compile(
    r"[,\s]+(?:please|pls|thanks|thank you|according to the (?:article|text|story|news)s?|"
    r"in the (?:article|text|story|news)s?)(?=\W*$)",
    re.IGNORECASE,
)


class QuestionError(AssistantError, ValueError):
    """A question that cannot be asked."""

    exit_code = 2


class Kind(StrEnum):
    """What sort of thing answers a question."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    HOW_MANY = "how many"
    HOW_OLD = "how old"
    HOW = "how"
    WHICH = "which"
    WHAT = "what"
    YES_NO = "yes or no"
    TOPIC = "topic"


class Sort(StrEnum):
    """How strictly a word of the question must be found in the evidence."""

    NAME = "name"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True)
class Sought:
    """Something that the question names: `surface` as typed, `term` as the index matches it.

    `key` is set for places and bodies, which have many names.
    """

    surface: str
    term: str
    sort: Sort
    key: str | None = None


@dataclass(frozen=True)
class Question:
    """A question, read. `speaker` and `about` are X and Y of "what did X say about Y"."""

    text: str
    kind: Kind
    sought: tuple[Sought, ...]
    speaker: str | None = None
    about: str | None = None

    @property
    def names(self) -> tuple[Sought, ...]:
        """The names and numbers it contains."""
        return tuple(s for s in self.sought if s.sort is not Sort.WORD)


def topics(question: Question) -> tuple[Sought, ...]:
    """What the speaker is asked to have spoken about: the Y of "what did X say about Y"."""
    if question.about is None:
        return ()
    inside = {w.term for w in words(question.about)}
    return tuple(s for s in question.sought if s.term in inside)


def clean(text: str) -> str:
    """The question on one line, without control and invisible characters.

    Raises QuestionError, a ValueError with a message for the asker, when nothing is left or it is
    longer than MAX_CHARACTERS.
    """
    if len(text) > 4 * MAX_CHARACTERS:  # before any work is done on it
        raise _too_long(len(text))
    cleaned = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
    if not cleaned:
        raise QuestionError("The question is empty: ask something about the articles.")
    if len(cleaned) > MAX_CHARACTERS:
        raise _too_long(len(cleaned))
    return cleaned


def _too_long(characters: int) -> QuestionError:
    return QuestionError(
        f"The question has {characters:,} characters; the limit is {MAX_CHARACTERS:,}."
    )


def core(text: str) -> str:
    """The question without its courtesies: "Could you tell me who ...?" becomes "who ...?"."""
    bare = _POLITE_END.sub("", _POLITE.sub("", text)).strip()
    return bare or text


def parse(text: str, is_name: frozenset[str] = frozenset()) -> Question:
    """Read a cleaned question; `is_name` holds folded words that the corpus writes as names."""
    bare = core(text)
    kind = _kind(bare.lower())
    speaker, about = _speaker(bare, is_name)
    return Question(bare, kind, _sought(bare, kind, is_name), speaker, about)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_ASKS_LATE = re.compile(r"\b(?:wh(?:at|ich|om?|ose|ere|y)|how)\b")


def _kind(lower: str) -> Kind:
    kind = _kind_at_head(lower[:200])
    if kind is not Kind.TOPIC or not lower.rstrip().endswith("?"):
        return kind
    # What is known comes first: "The king died. Who is next in line?", "Protests took place in
    # which country?"
    last = _SENTENCE_END.split(lower.strip())[-1]
    kind = _kind_at_head(last[:200])
    if kind is Kind.TOPIC and (asks := _ASKS_LATE.search(last)):
        kind = _kind_at_head(last[asks.start() :][:200])
    return kind


def _kind_at_head(head: str) -> Kind:
    if re.search(r"\bhow (?:many|much|often|far|tall|big|large|high|fast|heavy|deep|long)\b", head):
        return Kind.HOW_MANY
    if re.search(r"\bhow old\b|\bwhat age\b", head):
        return Kind.HOW_OLD
    # "Was she there when he spoke?" asks for no date: only an early "when" does.
    early = r"^(?:\w+ ){0,2}when\b(?! asked)|\b(?:what|which) (?:date|day|month|year|time)\b"
    if re.search(early, head):
        return Kind.WHEN
    for word, kind in (
        (r"\bwho(?:se|m|'s)?\b", Kind.WHO),
        (r"\bwhere\b", Kind.WHERE),
        (r"\bwhy\b|\bhow come\b|\bwhat (?:is|was) the reason\b", Kind.WHY),
        (r"\bwhich\b", Kind.WHICH),
        (r"\bwhat\b", Kind.WHAT),
        (r"\bhow\b", Kind.HOW),
    ):
        if re.search(word, head[:60]):
            return kind
    return Kind.YES_NO if _YES_NO.match(head) else Kind.TOPIC


def _speaker(text: str, is_name: frozenset[str]) -> tuple[str | None, str | None]:
    line = text.rstrip(" ?!.").replace("’", "'")
    for number, pattern in enumerate(_SPEAKER):
        if match := re.search(pattern.pattern, line, re.IGNORECASE):
            who = match.group("who").strip()
            about = match.groupdict().get("about")
            last = fold(who.split()[-1])
            if last in _NOT_A_SPEAKER or fold(who) in STOP_WORDS | {"he", "she", "they"}:
                return None, None
            terse = number == len(_SPEAKER) - 1
            named = any(w.surface[0].isupper() or fold(w.surface) in is_name for w in words(who))
            first = fold(who.split()[0])
            if terse and (first in ASKING or first in STOP_WORDS):
                return None, None
            if terse and (not named or _kind(line.lower()) is not Kind.TOPIC):
                return None, None
            return who, about
    return None, None


def _sought(text: str, kind: Kind, is_name: frozenset[str]) -> tuple[Sought, ...]:
    found: list[Sought] = []
    taken: list[tuple[int, int]] = []
    for start, end, key in place_spans(text):
        if not any(start < b and a < end for a, b in taken):
            found.append(Sought(text[start:end], term(text[start:end]), Sort.NAME, key))
            taken.append((start, end))
    # "Which countries": an answer names the countries, it need not say "countries".
    mixed_case = any(w.surface[0].isupper() for w in list(words(text))[1:])
    asked_for = _ASKED_FOR.search(text) if kind is Kind.WHICH else None
    for word in words(text):
        folded = fold(word.surface)
        if any(word.start < b and a < word.end for a, b in taken):
            continue
        if folded in STOP_WORDS or folded in ASKING or folded in _ATTRIBUTES:
            continue
        if asked_for is not None and word.start == asked_for.start(1):
            continue
        if folded[0].isdigit():
            sort = Sort.NUMBER
        elif word.surface[0].isupper() and (word.start > 0 or folded in is_name):
            sort = Sort.NAME
        elif folded in is_name and not mixed_case:
            sort = Sort.NAME  # typed without capitals, as the rest of the question
        else:
            sort = Sort.WORD
        if len(found) < MAX_SOUGHT and all(s.term != word.term for s in found):
            found.append(Sought(word.surface, word.term, sort))
    if kind is Kind.YES_NO and all(s.sort is not Sort.WORD for s in found):
        deeds = [w for w in words(text) if fold(w.surface) in _DEEDS]
        found += [Sought(w.surface, w.term, Sort.WORD) for w in deeds[-1:]]
    return tuple(found)
