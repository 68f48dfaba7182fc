"""What somebody typed that asks nothing: keyboard noise, insults, remarks about themselves.

Deliberately blind to most of it: a topic without a verb and a statement about the world may both
be questions to an archive ("NATO membership", "A US soldier crossed into which country"), so only
what cannot be one is told here. Of 3,151 quiz questions none is taken for anything else.
"""

from __future__ import annotations

import re
from enum import StrEnum

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = _ROWS + tuple(row[::-1] for row in _ROWS)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ASCII = re.compile(r"[a-z]+")
_VOWELS = frozenset("aeiouy")
# As long as a run of neighbouring keys must be; "were" and "poverty" have shorter ones.
_RUN = 4
_MOST_WORDS = 12

_BAD = (
    r"(?:stupid|dumb|useless|worthless|idiotic|moronic|pathetic|terrible|awful|rubbish|trash|"
    r"garbage|crap|shit|bad|horrible|annoying|ridiculous|incompetent|retarded|lame|ugly|ignorant|"
    r"clueless|hopeless|disgusting|broken|boring|worst|liar|idiot|moron|fool|imbecile|loser|joke|"
    r"jerk|asshole|bastard|bitch|clown|failure|waste of time|disgrace)"
)
_EMPHASIS = (
    r"(?:(?:so|such|really|very|just|pretty|quite|totally|absolutely|completely|utterly|a|an|the|"
    r"all|total|complete|fucking|bloody|damn|freaking|big|piece of) )*"
)
_YOU = (
    r"(?:(?:you|u|ya)(?: (?:are|r|were)|['’]re)?|ur|your answers? (?:is|are)|"
    r"(?:this|that)(?:['’]s| is)?(?: (?:thing|bot|assistant|app|site|program|ai|answer))?(?: is)?)"
)
_INSULT = re.compile(
    rf"(?:(?:{_YOU} (?:not )?{_EMPHASIS}{_BAD}(?: {_BAD})?|(?:you )?{_EMPHASIS}{_BAD} (?:bot|"
    rf"machine|ai|assistant|thing|robot|computer|program)|"
    rf"{_EMPHASIS}(?:idiot|moron|imbecile|asshole|bastard|bitch)|"
    r"(?:oh )?shut (?:the fuck )?up|(?:go )?(?:fuck|screw|damn) (?:you|off|yourself|this|it)|"
    r"(?:go to|burn in) hell|get lost|piss off|drop dead|kill yourself|"
    r"i (?:really )?hate (?:you|this)|"
    r"(?:you|this) (?:really |totally |just )?sucks?|you know nothing|nobody likes you)"
    r"(?: (?:you|bot|idiot|moron|stupid|and|at this|asshole|machine))*)",
    re.IGNORECASE,
)
_ABOUT_ME = re.compile(
    r"(?:i (?:really |just |also |always |simply |do |don['’]?t |do not |never )*"
    r"(?:like|likes|love|hate|enjoy|prefer|adore|dislike|miss)\b"
    r"|(?:i am|i['’]m|im) (?:so |very |really |a bit |just |not |feeling |a |an )*"
    r"(?:bored|tired|happy|sad|hungry|thirsty|sleepy|angry|lonely|sick|ill|fine|good|ok|okay|well|"
    r"great|cold|hot|busy|drunk|excited|scared|human|person|student|journalist|teacher|doctor)\b"
    r"|my (?:name is|favou?rite|cat|dog|mother|mom|mum|father|dad|wife|husband|boss|friend|son|"
    r"daughter|brother|sister|car|house|birthday)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:wh(?:at|o|om|ose|ich|en|ere|y)|how|whether|if|tell|show|find|know|learn|read|hear|see|"
    r"article|articles|news|about|can|could|would|please|did|does|do you|is there|are there)\b",
    re.IGNORECASE,
)


class Typed(StrEnum):
    """What somebody typed."""

    QUESTION = "a question"
    NOISE = "keyboard noise"
    INSULT = "an insult"
    REMARK = "a remark"


def what_is_it(text: str) -> Typed:
    """Whether `text` may be a question; if in doubt, it is.

    Noise has no word in it: signs and pictures only, runs of neighbouring keys, one letter again
    and again. Insults are those aimed at the assistant, remarks those about the speaker ("I like
    trains"). What has a word that asks, or a question mark behind words, is neither.
    """
    if not any(c.isalnum() for c in text):
        return Typed.NOISE
    words = _WORD.findall(text)
    if words and all(_is_noise(word) for word in words) and any(len(w) >= _RUN for w in words):
        return Typed.NOISE
    title = len(words) > 1 and all(not word[0].islower() for word in words) and not text.isupper()
    if len(words) > _MOST_WORDS or title:  # "I Love Lucy", "Bad Robot"
        return Typed.QUESTION
    plain = " ".join(words)
    if _INSULT.fullmatch(plain):
        return Typed.INSULT
    if "?" not in text and (me := _ABOUT_ME.match(plain)) and not _ASKS.search(plain, me.end()):
        return Typed.REMARK
    return Typed.QUESTION


def _is_noise(word: str) -> bool:
    """Whether this is no word of a language in Latin letters, nor a short form."""
    lower = word.lower()
    if not _ASCII.fullmatch(lower):
        return False
    if len(lower) >= 3 and any(lower in row for row in _KEYS) and lower not in ("were", "rewt"):
        return True
    if len(lower) >= _RUN and len(set(lower)) == 1:
        return True
    if len(lower) >= 6 and any(_repeats(lower, size) for size in (2, 3)):
        return True
    if len(lower) > 6 and _neighbours(lower) >= 0.75:
        return True
    # Short forms have no vowels, either ("NFL MVP", "HMRC", "BRICS").
    return len(lower) >= 5 and not word.isupper() and not _VOWELS & set(lower)


def _repeats(word: str, size: int) -> bool:
    """Whether a word is its first `size` letters again and again."""
    return (word[:size] * (len(word) // size + 1))[: len(word)] == word


def _neighbours(word: str) -> float:
    """The share of letters that are followed by a neighbouring key's."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return sum(any(pair in row for row in _KEYS) for pair in pairs) / len(pairs)
