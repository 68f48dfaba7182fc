"""What news pages put around and between their sentences: captions' numbers, links, appeals.

No passage is made of it, and no answer reads or quotes it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from index.text.sentences import Span, sentence_spans

# "Jim Watson/AFP/Getty Images", but not "Fox News/AP VoteCast".
_CREDIT = (
    r"(?:[A-Z][\w.'’-]+ ){1,3}?(?!(?:News|University|Poll|Post|Times|Journal|Press)/)"
    r"[A-Z][\w.'’-]+/"
    r"(?:[\w.]+(?: \w+)?(?:/| via )){0,2}"
    r"(?:Getty Images|AP|AFP|Reuters|EPA|CNN|PA Images|Bloomberg|ZUMA\w*|Shutterstock)"
)
_HEAD = re.compile(
    r"Video Ad Feedback\s+|(?:Hide|Show) Caption\s+(?:\d{1,3} of \d{1,3}\s+(?:Photos?:\s+)?)?|"
    rf"\d{{1,3}} of \d{{1,3}} Photos?:\s+|{_CREDIT}\s+(?=[A-Z])(?!(?:VoteCast|NORC|Poll)\b)"
)
_TAIL = re.compile(
    r"(?<!\s)\s+(?:\d{1,2}:\d\d - Source: [\w .&-]{2,30}|(?:Hide|Show) Caption"
    rf"(?: \d{{1,3}} of \d{{1,3}})?)$|(?<=[.!?…”\"])\s+{_CREDIT}$"
)
_ONLY_CREDIT = re.compile(_CREDIT)
# No end of a sentence is searched for further than this, and no more is taken off than so often.
_LONGEST_TAIL = 160
_MOST = 4
# A caption in a gallery, with the gallery's name before it.
_CAPTION = re.compile(r"(?:Hide|Show) Caption \d{1,3} of \d{1,3}")
_GALLERY_NAME = "Photos:"
# Nobody's question is answered by these, though they have the words of a story in them.
_APPEAL = re.compile(
    r"[^\w“\"‘']{0,3}(?:"
    r"(?:read|see|watch|learn|find) more(?=$|:| (?:about|on|here|at|from|of|details|stories|in)\b)|"
    r"related:|related article|more(?: coverage)?:|click here\b|"
    r"sign up (?:here|for|to|now|today)\b|subscribe\b|"
    r"follow (?:us (?:on|at|here)|along|our|live|the latest)\b|"
    r"(?:story|article) continues\b|(?:this|these) (?:article|stor|column)\w* (?:is|are) for\b|"
    r"advertisement(?: - |\W*$)|"
    r"get ['‘“].{2,30} in your inbox\b|listen to (?:the|our|this) (?:podcast|episode|story)\b|"
    r"(?:photos?|video|watch|listen|opinion|fact check):)",
    re.IGNORECASE,
)
_LONGEST_APPEAL = 40  # words


@lru_cache(maxsize=32)
def own_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of an article's `text` without what its page puts around and between them."""
    shown = galleries(text)
    starts = [start for start, _ in shown]

    def in_gallery(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < shown[at][1]

    own = (undressed(text, *span) for span in sentence_spans(text) if not in_gallery(span[0]))
    return tuple(span for span in own if span is not None)


def undressed(text: str, start: int, end: int) -> Span | None:
    """The part of the sentence `text[start:end]` that is its article's own; None when there is
    none, as in "READ MORE: Oyster reefs protect the bay".
    """
    for _ in range(_MOST):
        if match := _HEAD.match(text, start, end):
            start = match.end()
    for _ in range(_MOST):
        tail = max(start, end - _LONGEST_TAIL)
        if match := _TAIL.search(text[tail:end]):
            end = tail + match.start()
    if not any(c.isalpha() for c in text[start:end]):
        return None  # the number of an item: "3."
    if _ONLY_CREDIT.fullmatch(text, start, end) or _is_appeal(text[start:end]):
        return None
    return start, end


def galleries(text: str) -> list[Span]:
    """The stretches of `text` that are the captions of a gallery of photos, from its name on to
    the end of its last caption in that line; in order.
    """
    found: list[Span] = []
    line_end = 0
    for caption in _CAPTION.finditer(text):
        if found and caption.start() < line_end:
            found[-1] = (found[-1][0], caption.end())
            continue
        line_start = text.rfind("\n", 0, caption.start()) + 1
        named = text.find(_GALLERY_NAME, line_start, caption.start())
        found.append((caption.start() if named < 0 else named, caption.end()))
        line_end = text.find("\n", caption.end())
        line_end = len(text) if line_end < 0 else line_end
    return found


def _is_appeal(sentence: str) -> bool:
    return _APPEAL.match(sentence) is not None and len(sentence.split()) < _LONGEST_APPEAL
