"""Greetings, thanks and questions about the assistant itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"(?:thanks?|thank you|thx|ty|cheers|much appreciated|great|perfect|nice|awesome|cool|"
        r"good (?:answer|job|bot)|well done|that helps?|got it|ok(?:ay)?)"
        r"(?: (?:a lot|so much|very much|you|again|a million|for (?:that|your help|the help)))*",
        "You're welcome.",
    ),
    (r"(?:good)?bye(?: bye)?|see (?:you|ya)(?: later| soon)?|good night|farewell", "Goodbye."),
    (
        r"(?:who|what) (?:are|r) (?:you|u)|what(?:'s| is) your name|are you (?:a |an )?"
        r"(?:bot|robot|human|ai|real|person|chatgpt|machine)|introduce yourself|"
        r"tell me about yourself|who (?:made|built|created) you",
        "I'm an assistant that answers questions from the news articles in this collection. "
        "I quote their sentences word for word, and I say so when they don't answer.",
    ),
    (
        r"(?:what (?:can|do) (?:you|u) (?:do|know)(?: for me)?|help(?: me)?|how (?:do|does|can) "
        r"(?:you|this|it|i) (?:work|use (?:you|this|it))|what (?:can|should|could) i ask(?: you)?|"
        r"what are you (?:for|good at|able to do)|how can you help(?: me)?)",
        "Ask me who said what, or about the people, places, numbers and dates in the articles. "
        "I answer with quoted sentences and show where each one stands; follow-ups such as "
        "“and what did she say?” work too.",
    ),
    (
        r"how are you(?: (?:doing|today))*|how(?:'s| is) it going|what'?s up|how do you do",
        "I'm well, thank you, and ready for questions about the articles.",
    ),
    (
        r"(?:hi|hello|hey|hiya|howdy|greetings|yo|good (?:morning|afternoon|evening|day))"
        r"(?: (?:there|you|all|everyone|assistant|bot|again))*",
        "Hello! I answer questions from the news articles in this collection.",
    ),
)
_GREETING = re.compile(r"^(?:hi|hello|hey)(?: there)?[,!. ]+(?=\w)", re.IGNORECASE)


def reply(question: str, suggestions: Sequence[str]) -> str | None:
    """A friendly word for small talk, with questions worth asking; None for a real question."""
    plain = re.sub(r"[^\w' ]+", " ", question.lower().replace("’", "'"))
    plain = " ".join(plain.split())
    for candidate in (plain, _GREETING.sub("", question.lower()).strip(" ?!.")):
        for pattern, words in _KINDS:
            if re.fullmatch(pattern, candidate):
                return words + _invitation(suggestions)
    return None


def _invitation(suggestions: Sequence[str]) -> str:
    if not suggestions:
        return ""
    return " You could ask: " + " or ".join(f"“{question}”" for question in suggestions[:2])
