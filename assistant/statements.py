"""What somebody said, and about what: found among everything they say, chosen, and quoted."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Item
from assistant.citations import cite, day_heads, unmarked
from assistant.cross_encoder import CrossEncoder
from assistant.extract import MAX_SENTENCES, MAX_WORDS, Scored
from assistant.judge import DISCOUNT, Verdict
from assistant.people import TITLE_WORDS
from assistant.question import Question, Sort, Sought
from assistant.retrieve import by_vectors, fuse
from assistant.sentence import Sentence, Terms, terms_of
from assistant.speakers import Speaker, read_speaker
from assistant.statement import Statement, in_plain_words, statements_in
from assistant.support import asked_about, found, support
from index import Article, Embedder, Generation, Passage
from index.facets import day_of
from index.scope import EVERYTHING, Scope
from index.terms import fold, term, words

# What one question may read: articles for who speaks in them, sentences with the cross-encoder.
_ARTICLES_READ = 24
_SENTENCES_READ = 36
_CHECKED = 8
_PASSAGES = 40
# As many have 100,000 characters of news.
_PASSAGES_OF_ONE = 100
# What decides between statements, in logits: that they speak of the topic, that they are new.
_TOPIC_BONUS = 3.0
_NEW_BONUS = 1.5
# "Speaking Wednesday, Zelensky said": these are nobody's given names.
_OPENERS = frozenset(
    "speaking addressing adding answering commenting meeting referring responding writing".split()
)
_DAYS_NEW = 240.0
_SURE_BONUS = 2.0
_QUOTED_BONUS = 0.5
_SHORT_PENALTY = 2.0
_MARGIN = 4.0
# Without a topic, what was said long ago joins what is new.
_MARGIN_OPEN = 7.0
# What only words spoken can answer; "what does X want" may be answered otherwise.
_SAYING = re.compile(
    r"\b(?:say|says|said|saying|tell|told|comment\w*|remark\w*|statements?|mention\w*|announce\w*|"
    r"warn\w*|claim\w*|respond\w*|talk\w*|speak|spoke|write|wrote|tweet\w*)\b",
    re.IGNORECASE,
)
_DID_SAY = re.compile(
    r"^(?:did|does|do|has|have|had)\s+(?P<who>(?:[\w.'’-]+\s+){1,6}?)(?:ever\s+|really\s+|also\s+)*"
    r"(?:say|said|mention|mentioned|claim|claimed|comment|commented|speak|spoken|talk|talked|"
    r"announce|announced|promise|promised|warn|warned)\s+(?:(?:anything|something|out)\s+)?"
    r"(?:(?:about|on|of|that|regarding)\s+)?(?P<about>\S.*)$",
    re.IGNORECASE,
)
_NOBODY = frozenset(term(w) for w in "article articles story text news report he she they".split())


@dataclass(frozen=True)
class Stated:
    """What X said, newest first: the question as it was read, the answer's text and citations,
    the verdict on them, all that was read, best first, the statements one by one, and a note when
    several people bear the name.
    """

    question: Question
    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    ranked: tuple[Scored, ...]
    passages: tuple[Passage, ...]
    items: tuple[Item, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class _Rated:
    statement: Statement
    logit: float
    score: float
    topic: float


class Statements:
    """Finds statements in one generation; safe for many threads."""

    def __init__(self, generation: Generation, embedder: Embedder, encoder: CrossEncoder) -> None:
        self._generation = generation
        self._embedder = embedder
        self._encoder = encoder

    def answer(self, question: Question, scope: Scope = EVERYTHING) -> Stated | None:
        """What `find` finds, if `question` asks what somebody says: "What did X say about Y?",
        "Did X say that Y?"; None when it asks something else, or when nothing is found for one
        that need not be answered by words spoken: "What does X want?".
        """
        if question.speaker is None:
            question = _as_asked_of_speaker(question) or question
        if question.speaker is None:
            return None
        stated = self.find(question, scope)
        strict = _SAYING.search(question.text) is not None
        return stated if stated.verdict.answered or strict else None

    def find(self, question: Question, scope: Scope = EVERYTHING) -> Stated:
        """What the speaker of `question` says in the articles of `scope`, about its topic if it
        has one. The verdict is a refusal when they say nothing, or nothing about that.
        """
        speaker = read_speaker(question.speaker or "")
        passages = self._passages(question, speaker, scope)
        said = self._said(speaker, passages, whole=question.about is None)
        rated, note = _one_bearer(self._rate(question, said), speaker, question)
        chosen = self._choose(question, rated)
        ranked = tuple(Scored(r.statement.sentence, r.logit, r.score) for r in rated)
        missing = tuple(asked_about(question)) if said else ()
        if not chosen:
            confidence = 0.1 / DISCOUNT if not said else 0.5 / DISCOUNT
            return Stated(question, "", (), Verdict(False, confidence, missing), ranked, passages)
        text, items, citations = quote(chosen)
        verdict = Verdict(True, _confidence(question, chosen), ())
        return Stated(question, text, citations, verdict, ranked, passages, items, note)

    def _passages(self, question: Question, speaker: Speaker, scope: Scope) -> tuple[Passage, ...]:
        """The passages to read, best first: those of articles that name X, by their words and
        vectors for "X said Y", or the newest when no topic is asked for.
        """
        if not speaker.search:
            return ()
        naming = self._generation.articles_with(speaker.search, scope)
        within = replace(scope, articles=frozenset(a.id for a in naming))
        search = self._generation.search_terms
        asked = f"{speaker.text} said {question.about or ''}"
        rankings = [search(asked, _PASSAGES, within)]
        if question.about is not None:
            rankings.append(search(question.about, _PASSAGES, within))
            near = f"{speaker.text} said: {question.about}"
            found = by_vectors(self._generation, self._embedder, near, _PASSAGES, within)
            rankings.append(found or [])
        days = {a.id: a.day for a in naming}
        newest = max(days.values(), default=0)
        passages, scores = fuse(rankings)
        if question.about is None:
            fresh = [a.id for a in naming[: _ARTICLES_READ // 2]]
            of = self._generation.store.passages_of
            first = [p for id_ in fresh for p in of(id_)[:_PASSAGES_OF_ONE]]
            best = [p for p in passages.values() if p.article_id not in fresh]
            return (*first, *best[: _ARTICLES_READ - len(fresh)])
        ordered = sorted(
            passages.values(),
            key=lambda p: -scores[p.id] * (1 + 0.5 * _newness(days[p.article_id], newest)),
        )
        return tuple(ordered[:_PASSAGES])

    def _said(self, speaker: Speaker, passages: Iterable[Passage], whole: bool) -> list[Statement]:
        """What X says in the passages."""
        by_article: dict[str, list[Passage]] = {}
        for passage in passages:
            if passage.article_id in by_article or len(by_article) < _ARTICLES_READ:
                by_article.setdefault(passage.article_id, []).append(passage)
        found: list[Statement] = []
        for article_id, own in by_article.items():
            article = self._generation.store.article(article_id)
            if article is not None:
                found += statements_in(article, speaker, own)
        return found

    def _rate(self, question: Question, said: Sequence[Statement]) -> list[_Rated]:
        """The statements by how well they answer, best first."""
        if not said:
            return []
        topic = asked_about(question)
        known = [_topic(topic, s.sentence) if topic else 1.0 for s in said]
        newest = max(_day(s.sentence.article) for s in said)
        new = [_newness(_day(s.sentence.article), newest) for s in said]
        order = sorted(
            range(len(said)), key=lambda i: -(2 * known[i] + new[i] + said[i].certainty)
        )[:_SENTENCES_READ]
        logits = self._encoder.scores(question.text, [said[i].sentence.clear for i in order])
        rated = []
        for i, logit in zip(order, logits.tolist(), strict=True):
            statement = said[i]
            score = logit + _TOPIC_BONUS * known[i] * (question.about is not None)
            score += _NEW_BONUS * new[i] * (1 if question.about is not None else 2)
            score += _SURE_BONUS * (statement.certainty - 1)
            score += _QUOTED_BONUS * statement.utterance.quoted
            if len(statement.sentence.quote.split()) < 6:
                score -= _SHORT_PENALTY
            rated.append(_Rated(statement, logit, score, known[i]))
        return sorted(rated, key=lambda r: -r.score)

    def _choose(self, question: Question, rated: Sequence[_Rated]) -> list[_Rated]:
        """The best statements that are about what is asked, newest first."""
        chosen: list[_Rated] = []
        spent = 0
        margin = _MARGIN if question.about is not None else _MARGIN_OPEN
        for candidate in rated[:_CHECKED] if question.about is not None else rated:
            length = len(candidate.statement.sentence.quote.split())
            if chosen and candidate.score < chosen[0].score - margin:
                break
            if chosen and (spent + length > MAX_WORDS or len(chosen) == MAX_SENTENCES):
                continue
            if any(_same(candidate, c) for c in chosen):
                continue
            if question.about is not None and not self._is_about(question, candidate):
                continue
            chosen.append(candidate)
            spent += length
        return sorted(
            chosen,
            key=lambda r: (
                -_day(r.statement.sentence.article),
                r.statement.sentence.article.id,
                r.statement.sentence.start,
            ),
        )

    def _is_about(self, question: Question, rated: _Rated) -> bool:
        """Whether the statement speaks of the topic: by its words, or as the model reads it."""
        topic = asked_about(question)
        if not topic:
            return rated.logit > -2
        sentence = rated.statement.sentence
        names = [s for s in topic if s.sort is not Sort.WORD]
        if any(not found(s, sentence.context) for s in names):
            return False
        if rated.topic >= 0.5:
            return True
        if names:  # a name in the title alone: a page of many stories
            return False
        return support(question, sentence, self._encoder).about >= 0.5


def _as_asked_of_speaker(question: Question) -> Question | None:
    """ "Did X say that Y?" read as what X says about Y; None for any other question."""
    match = _DID_SAY.match(question.text.rstrip(" ?!."))
    if match is None:
        return None
    who = match.group("who").strip()
    last = who.split()[-1]
    if not (last[0].isupper() or who.lower().startswith("the ")):
        return None
    if {w.term for w in words(who)} & _NOBODY:
        return None
    return replace(question, speaker=who, about=match.group("about"))


def quote(chosen: Sequence[_Rated]) -> tuple[str, tuple[Item, ...], tuple[Citation, ...]]:
    """The text of chosen statements, with their dates when these differ; the statements one by
    one; and their citations.
    """
    heads = day_heads([r.statement.sentence.article.published for r in chosen])
    parts = []
    items = []
    citations = []
    for number, (rated, head) in enumerate(zip(chosen, heads, strict=True), 1):
        statement = rated.statement
        text = unmarked(in_plain_words(statement))
        items.append(Item(text, number))
        parts.append(f"{head}{text} [{number}]")
        citations.append(cite(number, statement.sentence, rated.logit))
    return " ".join(parts), tuple(items), tuple(citations)


def _topic(topic: Sequence[Sought], sentence: Sentence) -> float:
    """How much of the topic the statement speaks of, from 0 to 1: in itself, or around it."""
    title: Terms = terms_of(sentence.article.title)
    total = 0.0
    for sought in topic:
        if found(sought, sentence.terms):
            total += 1
        elif found(sought, sentence.context) and not found(sought, title):
            total += 0.6
        elif found(sought, title):
            total += 0.4
    return total / len(topic)


def _one_bearer(
    rated: Sequence[_Rated], speaker: Speaker, question: Question
) -> tuple[list[_Rated], str | None]:
    """The statements of one person, when several bear the name that is asked for; and a note.

    It is who speaks of the topic, or, when none is asked for, who speaks most.
    """
    names = Counter(
        r.statement.bearer
        for r in rated
        if _has_given_name(r.statement.bearer) and _bears(r, speaker)
    )
    if not speaker.is_named or speaker.given or speaker.definite or len(names) < 2:
        return list(rated), None
    if question.about is not None:
        best = max(
            (r for r in rated if r.statement.bearer in names),
            key=lambda r: r.score + _TOPIC_BONUS * r.topic + math.log(names[r.statement.bearer]),
        )
        meant = best.statement.bearer
    else:
        meant = min(names, key=lambda n: (-names[n], n))
    others = [n for n in names if fold(n.split()[0])[:1] != fold(meant.split()[0])[:1]]
    kept = [r for r in rated if r.statement.bearer not in others]
    if not others:
        return kept, None
    others = [n for n in others if all(part[:1].isupper() for part in n.split())]
    if not others:
        return kept, None
    also = " and ".join(sorted(others, key=lambda n: (-names[n], n))[:2])
    return kept, f"I took “{speaker.text}” to be {meant}; the articles also quote {also}."


def _has_given_name(bearer: str) -> bool:
    given, _, surname = bearer.partition(" ")
    form = fold(given).strip(".")
    return bool(surname) and form not in TITLE_WORDS and form not in _OPENERS


def _bears(rated: _Rated, speaker: Speaker) -> bool:
    return fold(rated.statement.bearer.split()[-1]) == speaker.surname


def _same(candidate: _Rated, chosen: _Rated) -> bool:
    """Whether the candidate repeats a chosen statement, or overlaps it."""
    a, b = candidate.statement.sentence, chosen.statement.sentence
    if a.article.id == b.article.id and a.start < b.end and b.start < a.end:
        return True
    own, other = a.terms.terms, b.terms.terms
    return len(own & other) >= 0.7 * min(len(own), len(other))


def _confidence(question: Question, chosen: Sequence[_Rated]) -> float:
    best = max(chosen, key=lambda r: r.score)
    if question.about is None:
        return 0.95 * best.statement.certainty
    related = 1 / (1 + math.exp(-(0.3 * best.logit + 2.5 * best.topic - 0.5)))
    return max(0.56, related * best.statement.certainty)


def _newness(day: int, newest: int) -> float:
    """From 1 for the newest to 0 for long ago; undated articles are old."""
    return math.exp(-(newest - day) / _DAYS_NEW) if day else 0.0


def _day(article: Article) -> int:
    return day_of(article.published)
