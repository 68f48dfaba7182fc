"""What a passage says, reduced to the words that count, so that two wordings can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.text.passages import Passage
from index.text.sentences import sentence_spans

# A number is one word with its sign, points and colons, so that 12 is not found in 4:12.
_WORD = re.compile(r"(?:(?<!\S)[-−+])?\d+(?:[.,:]\d+)*\w*|\w+")
_DIGIT = re.compile(r"\d")
# Words without which a sentence says the same; a rewrite adds and drops them freely.
_SMALL_WORDS = frozenset(
    """
    a an the and that this of in on at by for with as is was are were be been it its has have had
    say says said
    """.split()
)
_NEGATIONS = frozenset("no not never none neither nor without cannot t".split())
# What a page puts between its paragraphs. It says nothing, so nothing is lost with it.
_FURNITURE = re.compile(
    r"\b(?:read more|skip advert(?:isement)?|advertisement|(?:hide|show) caption"
    r"(?: \d{1,4} of \d{1,4})?)\b",
    re.IGNORECASE,
)
# "Jane Roe", "Associated Press", "NEW YORK (AP) — ", "Washington CNN —": by whom and where, which
# another outlet writes its way.
_DATELINE = re.compile(
    r"\A(?:[^.!?\d\n]{1,40}\n\s*){0,3}"
    r"(?:[^.!?\d\n]{0,60}?(?:\([A-Z][\w /]{1,30}\)\s*[-–—]{0,2}|\s[–—]|--)(?=\s))?"
)
# A shorter sentence ("He agreed.", a line of a table) is looked for together with the next:
# alone it can stand anywhere and mean anything.
MIN_WORDS = 6

# Words whose meaning hangs on the article's date, and the days between two articles up to which
# they still mean the same.
_RELATIVE = (
    (re.compile(r"\b(?:today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening))\b"), 0),
    (
        re.compile(
            r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this|last|next) (?:week|month)\w*"
            r"|ago|now|currently|recently|latest|so far)\b"
        ),
        3,
    ),
    (
        re.compile(
            r"\b(?:(?:this|last|next) (?:year|season|spring|summer|fall|autumn|winter)"
            r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}"
            r"(?!\d|,? \d{4}))\b"
        ),
        120,
    ),
)


@dataclass(frozen=True)
class Statement:
    """A sentence's words that count, and those of them that no rewrite may lose.

    `marks` are its capitalised words, negations and numbers.
    """

    words: tuple[str, ...]
    marks: frozenset[str]

    @property
    def measures(self) -> list[str]:
        """Each number with the words beside it: what it is the number of."""
        return [
            f" {' '.join(self.words[max(0, at - 1) : at + 2])} "
            for at, word in enumerate(self.words)
            if _DIGIT.search(word)
        ]


def statements(passage: Passage) -> list[Statement]:
    """What the passage states, sentence by sentence; page furniture states nothing.

    Nor does a question, unless it has a number.
    """
    text = _DATELINE.sub(" ", passage.text, count=1) if passage.position == 0 else passage.text
    text = unicodedata.normalize("NFC", _FURNITURE.sub(" ", text))
    found: list[Statement] = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        words = content_words(sentence)
        asks = sentence.rstrip("\"'”’)").endswith("?") and not _DIGIT.search(sentence)
        if words and not asks:
            spelt = (
                word
                for word in _WORD.findall(sentence)
                if not word.islower() or _DIGIT.search(word)
            )
            marks = {word.lower() for word in spelt} | (_NEGATIONS & set(words))
            found.append(Statement(tuple(words), frozenset(marks - _SMALL_WORDS)))
    return found


def runs(found: list[Statement]) -> list[str]:
    """The statements' words, each between spaces, a short statement joined to the next.

    The last, when short, is joined to the one before it.
    """
    joined: list[tuple[str, ...]] = []
    for statement in found:
        if joined and len(joined[-1]) < MIN_WORDS:
            joined[-1] += statement.words
        else:
            joined.append(statement.words)
    if len(joined) > 1 and len(joined[-1]) < MIN_WORDS:
        last = joined.pop()
        joined[-1] += last
    return [f" {' '.join(words)} " for words in joined]


def content_words(text: str) -> list[str]:
    """The words of `text` that count, in small letters."""
    return [word for word in _WORD.findall(text.lower()) if word not in _SMALL_WORDS]


def means_the_same(text: str, days: int) -> bool:
    """Whether `text` says the same in two articles whose dates are so many days apart."""
    text = text.lower()
    return not any(days > reach and words.search(text) for words, reach in _RELATIVE)
