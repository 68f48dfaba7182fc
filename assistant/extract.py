"""Choosing the one to four sentences that answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bonus import bonus
from assistant.clues import Clues, Standing, clues_of, weighed
from assistant.cross_encoder import CrossEncoder
from assistant.people import mentions_between
from assistant.question import Kind, Question
from assistant.sentence import Sentence
from assistant.support import found, says
from index.terms import term

MAX_SENTENCES = 4
AIM_WORDS = 60
MAX_WORDS = 90

# How far below the best sentence's logit another may lie and still join the answer. Questions
# that ask for one fact want little else; "what did she say" and "why" want the whole of it.
MARGIN_FACT = 7.0
MARGIN_OPEN = 10.0


@dataclass(frozen=True)
class Scored:
    """A sentence with the cross-encoder's logit for the question, and its rank score: the logit
    with what its clues and the rules add.
    """

    sentence: Sentence
    logit: float
    score: float
    clues: Clues | None = None


def rank(
    question: Question,
    sentences: Sequence[Sentence],
    encoder: CrossEncoder,
    standings: Sequence[Standing] | None = None,
) -> list[Scored]:
    """The sentences by how well each answers `question`, best first.

    `standings` are those of the passages that they stand in, if these differ.
    """
    logits = encoder.scores(question.text, [s.clear for s in sentences]).tolist()
    clues = clues_of(question, sentences, logits, standings or [Standing()] * len(sentences))
    scored = [
        Scored(sentence, logit, weighed(found) + bonus(question, sentence), found)
        for sentence, logit, found in zip(sentences, logits, clues, strict=True)
    ]
    return sorted(scored, key=lambda s: -s.score)


def choose(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """The best sentences of `ranked` that make up an answer: in the order of their articles.

    At most MAX_SENTENCES of them and AIM_WORDS words, unless the best alone is longer.
    """
    best = ranked[0]
    chosen = [best]
    spent = _length(best)
    margin = MARGIN_OPEN if _is_open(question) else MARGIN_FACT
    for candidate in ranked[1:]:
        if len(chosen) == MAX_SENTENCES or spent >= AIM_WORDS - 5:
            break
        if candidate.score < best.score - margin:
            break
        if (
            question.speaker
            and says(question.speaker, best.sentence)
            and not says(question.speaker, candidate.sentence)
        ):
            continue
        if _strays(question, candidate, best):
            continue
        length = _length(candidate)
        if spent + length <= AIM_WORDS and not _repeats(candidate, chosen):
            chosen.append(candidate)
            spent += length
    if question.wants_person and not any(_names_anew(question, c) for c in chosen):
        # "... received pushback from other allies." The next sentence says from whom.
        following = _next(best, ranked)
        if following and _names_anew(question, following) and following not in chosen:
            while len(chosen) > 1 and spent + _length(following) > MAX_WORDS:
                spent -= _length(chosen.pop())
            if spent + _length(following) <= MAX_WORDS and len(chosen) < MAX_SENTENCES:
                chosen.append(following)
    articles = list(dict.fromkeys(c.sentence.article.id for c in chosen))
    return sorted(chosen, key=lambda c: (articles.index(c.sentence.article.id), c.sentence.start))


def _strays(question: Question, candidate: Scored, best: Scored) -> bool:
    """Whether the candidate is of another story: another article's, where less of what the
    question names is spoken of.
    """
    if candidate.sentence.article.id == best.sentence.article.id:
        return False
    return any(
        found(s, best.sentence.context) and not found(s, candidate.sentence.context)
        for s in question.names
    )


def _names_anew(question: Question, scored: Scored) -> bool:
    """Whether the sentence names a person whom the question does not."""
    sentence = scored.sentence
    asked = {s.term for s in question.sought}
    named = mentions_between(sentence.article.text, sentence.start, sentence.end)
    return any(term(m.person.surname) not in asked for m in named)


def _next(scored: Scored, ranked: Sequence[Scored]) -> Scored | None:
    """The sentence that follows in the same article, if it was read."""
    later = [
        r
        for r in ranked
        if r.sentence.article.id == scored.sentence.article.id
        and r.sentence.start >= scored.sentence.end
    ]
    return min(later, key=lambda r: r.sentence.start, default=None)


def _is_open(question: Question) -> bool:
    return question.speaker is not None or question.kind in (Kind.WHY, Kind.TOPIC, Kind.WHAT)


def _length(scored: Scored) -> int:
    return len(scored.sentence.clear.split())


def _repeats(candidate: Scored, chosen: Sequence[Scored]) -> bool:
    """Whether the candidate says hardly anything that the chosen have not said."""
    own = candidate.sentence.terms.terms
    return any(
        len(own & c.sentence.terms.terms) >= 0.8 * min(len(own), len(c.sentence.terms.terms))
        for c in chosen
    )
