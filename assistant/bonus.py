"""What speaks for a sentence, or against it, by rules that no quiz could fit."""

from __future__ import annotations

import re

from assistant.holders import is_of_another_time, office_asked
from assistant.question import Question
from assistant.sentence import Sentence, last_mark
from assistant.support import asked_about, found, says
from assistant.who import describes, is_turned_round, names_the_doer
from assistant.years import years_in, years_told

# What a sentence gains by being what the speaker asked for says; in logits, chosen on the
# calibration questions.
_SPEAKER_BONUS = 4.0
_ABOUT_BONUS = 2.0
# News pages put headings between their sentences; they repeat a reader's words and answer nothing.
_HEADING_PENALTY = 2.0
# Who somebody is, is told by their title or by what they are; who did it, not by whom they did it
# to. By hand, for quizzes ask neither.
_DESCRIBED = 5.0
_TURNED_ROUND = 8.0
_DOER = 4.0
# Whoever is to be chosen, or is leaving, does not hold the office.
_OF_ANOTHER_TIME = 6.0
# Background of years ago seldom is what a reader wants to know; worth nothing on quizzes either.
_BYGONE = 3.0
_OF_HISTORY = re.compile(
    r"\b(?:when|ever|first|originally|history|historic\w*|used to|past|before|since|ago|record|"
    r"old)\b",
    re.IGNORECASE,
)


def bonus(question: Question, sentence: Sentence) -> float:
    """What `sentence` gains as an answer to `question`, or loses, in the cross-encoder's logits."""
    gain = 0.0
    if last_mark(sentence.quote) not in (".", "!", "…", "?"):
        gain -= _HEADING_PENALTY
    gain += _DESCRIBED * describes(question, sentence.clear)
    if _is_bygone(question, sentence):
        gain -= _BYGONE
    if office_asked(question) is not None and is_of_another_time(sentence.quote):
        gain -= _OF_ANOTHER_TIME
    if names_the_doer(question, sentence.clear):
        gain += _DOER
    if is_turned_round(question, sentence.clear):
        gain -= _TURNED_ROUND
    if question.speaker and says(question.speaker, sentence):
        gain += _SPEAKER_BONUS
        if question.about and any(found(s, sentence.terms) for s in asked_about(question)):
            gain += _ABOUT_BONUS
    return gain


def _is_bygone(question: Question, sentence: Sentence) -> bool:
    """Whether all years that the sentence tells of were past when its article was published, at
    least two years before, and the question asks for nothing of that sort.
    """
    years = years_told(sentence.quote)
    published = sentence.article.published
    if not years or published is None:
        return False
    asked = years_in(question.text) or _OF_HISTORY.search(question.text)
    return not asked and max(years) < int(published[:4]) - 1
