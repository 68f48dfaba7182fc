"""Questions that ask who holds an office: "who is the prime minister of Britain?"."""

from __future__ import annotations

import re

from assistant.understand.question import Question

# Offices that one person holds at a time.
_OFFICE = (
    r"(?:prime|first|foreign|finance|defen[cs]e|interior|health|education|justice|home) minister|"
    r"(?:vice )?president|premier|(?:vice )?chancellor|king|queen|pope|mayor|governor|"
    r"(?:house |senate )?speaker|(?:house |senate )?(?:majority|minority) leader|"
    r"chief executive(?: officer)?|ceo|chair(?:man|woman|person)?|head coach|archbishop|"
    r"(?:home|foreign|defen[cs]e|press|treasury) secretary|secretary of (?:state|defense|health)|"
    r"secretary[- ]general|attorney general|surgeon general"
)
_ASKED = re.compile(
    r"\b(?:who(?:['’]?s| is| are)|what is the name of|which \w+ is)\b[^?]{0,80}?"
    rf"\b(?:{_OFFICE})\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:former|first to|ex|late|previous|next|last|succeed\w*|replac\w*|was)\b", re.IGNORECASE
)


def asks_for_holder(question: Question) -> bool:
    """Whether `question` asks who holds an office today, and says of what."""
    asked = _ASKED.search(question.text) is not None and _PAST.search(question.text) is None
    return asked and bool(question.names)
