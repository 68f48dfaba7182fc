"""What a sentence of a question is after: articles, what was said or done, or some fact."""

from __future__ import annotations

import re
from enum import StrEnum

ARTICLES = (
    r"(?:articles?|stories|story|coverage|headlines|reports?|reporting|editorials|op-eds|pieces|"
    r"news(?! (?:presenter|anchor|channel|network|host|outlet|organi[sz]ation|agency|conference|"
    r"site|website|program|programme|show|app|group|corp|company|media)))"
)
_OF_ARTICLES = re.compile(
    rf"\b(?:(?:which|what|how many|any|all|find|show|list|give|me|the|latest|recent|some|are|there"
    rf"|of|search|'s|’s) {ARTICLES}\b|{ARTICLES} (?:about|on|of|from|in|since|before|after|between"
    rf"|until|mention\w*|that|published|written|dated|this|last|yesterday|today)\b)"
    rf"|^\W*(?:{ARTICLES}|summari[sz]e|recap|digest|overview|timeline)\b"
    rf"|\b(?:summary|digest|overview|timeline|recap) of\b|\b(?:tell me|anything) about\b",
    re.IGNORECASE,
)
_SAYING = (
    r"(?:say|says|said|saying|tell|told|claim(?:ed)?|argued?|warn(?:ed)?|announced?|comment(?:ed)?|"
    r"declared?|promised?|proposed?|explain(?:ed)?|mention(?:ed)?|respond(?:ed)?|react(?:ed)?|"
    r"talk(?:ed)?|speak|spoke|spoken|write|wrote|written|report(?:ed)?|publish(?:ed)?|"
    r"discuss(?:ed)?|criticised?|criticized?|tweet(?:ed)?|posted|suggest(?:ed)?|admit(?:ted)?|deny|"
    r"denied|predict(?:ed)?|insist(?:ed)?|vow(?:ed)?|pledged?|urged?|reveal(?:ed)?|statements?|remarks?|comments?)"
)
_DOING = (
    r"(?:events|developments|happen(?:s|ed|ing)?|going on|took place|taken? place|occurr?(?:ed)?|"
    r"change[ds]?|done?)"
)
_OF_SAYING = re.compile(
    rf"(?:\b(?:what|whom?|how|why)\b|^\W*(?:(?:and|but|so|or|also|then),? )?"
    rf"(?:did|has|have|had|does|do|was|were|is|are)\b)[^.?!;:]{{0,150}}?\b(?:{_SAYING}|{_DOING})\b"
    rf"|\bwhat(?:['’]s| is| was) (?:new|up)\b",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"\b(?:what|who|whose|whom|which|when|where|how|why|did|does|do|has|have|was|were|is|are)\b",
    re.IGNORECASE,
)
# "Which state passed it, officials said last week?" asks for the state; so does "what state".
_OF_A_FACT = re.compile(
    r"(?:which|when|where|whose|how (?:many|much|old|long|far|high)|"
    r"what(?-i:(?= (?:[A-Z]{2,} )?[a-z]))(?! (?:did|does|do|has|have|had|was|were|is|are|the|"
    r"an?|his|her|their|its|he|she|it|they|we|else|exactly|happen\w*|people|critics|experts|"
    r"changed?|took|occurred|events)\b)|"
    r"who(?! (?:has |have |had |else )*"
    r"(?:said|says|say|told|wrote|warned|claimed|commented|spoke|talked|reported)\b))\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:wh(?:at|o|om|ose|ich|en|ere|y)|how|is|are|was|were|did|does|do|has|have|had|will|would|"
    r"can|could|should|he|she|it|they)\b|[:.]$",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_TOPIC = 12
# "The highest since 1994" tells of a record, not of a time that one asks about.
RECORD = re.compile(r"\b(?:first|only|last|best|worst|most|least|\w{3,12}est)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"[?!;]\s+|(?<![A-Z])(?<!\b[A-Z][a-z][a-z])\.\s+(?=[A-Z\"“‘'])|:\s+(?=\S)"
)


class Asked(StrEnum):
    """What a sentence is after."""

    ARTICLES = "articles"
    DEEDS = "what was said or done"
    FACT = "a fact"


def asked_for(sentence: str) -> Asked:
    """What one sentence is after: "news about X" and a bare topic ask for articles.

    What does not ask plainly for articles, or for what somebody said or did, asks for a fact.
    """
    if _OF_ARTICLES.search(sentence):
        return Asked.ARTICLES
    if (asks := _INTERROGATIVE.search(sentence)) and _OF_A_FACT.match(sentence, asks.start()):
        return Asked.FACT
    if _OF_SAYING.search(sentence):
        return Asked.DEEDS
    topic = not _ASKS.search(sentence) and len(sentence.split()) <= _MOST_WORDS_OF_A_TOPIC
    return Asked.ARTICLES if topic else Asked.FACT


def sentence_at(question: str, start: int, end: int) -> tuple[str, bool]:
    """The sentence in which something stands from `start` to `end`, and whether it is what asks.

    "Queen Elizabeth died Thursday. When did she ascend?" asks with its second sentence only.
    """
    opened, closed = 0, len(question)
    for match in _SENTENCE_END.finditer(question):
        if match.end() <= start:
            opened = match.end()
        elif match.start() >= end:
            closed = match.start() + 1
            break
    asks = closed == len(question) or question[closed - 1] == "?"
    return question[opened:closed], asks
