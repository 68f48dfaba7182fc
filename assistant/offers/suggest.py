"""Questions worth asking: drawn from the articles, and kept only when they are answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from assistant.answer import Answer
from assistant.english.names import place_spans
from assistant.evidence.sentence import terms_of
from assistant.offers.askable import askable, speakers, with_article
from index import Article
from index.text.terms import STOP_WORDS, term

_STOP_TERMS = frozenset(term(word) for word in STOP_WORDS)
_CAPITALS = re.compile(r"[A-Z][\w’'-]{2,}(?: [A-Z][\w’'-]+)*")
# How sure an answer has to be for its question to be suggested, from 0 to 1.
_SURE = 0.4
# How much of an article is read for what it is about, in characters.
_OPENING = 1500


def suggest(
    articles: Iterable[Article], ask: Callable[[str], Answer], limit: int
) -> tuple[str, ...]:
    """Up to `limit` questions about `articles`, newest first, that `ask` answers: of those that
    begin alike ("When did") half at most, unless there are too few others.
    """
    kept: list[str] = []
    alike: list[str] = []
    for question in _candidates(articles):
        if len(kept) == limit:
            break
        if question in kept or question in alike:
            continue
        if sum(_begins(question) == _begins(other) for other in kept) >= max(1, limit // 2):
            alike.append(question)
        elif _is_answered(ask(question)):
            kept.append(question)
    for question in alike:
        if len(kept) == limit:
            break
        if _is_answered(ask(question)):
            kept.append(question)
    return tuple(kept)


def _begins(question: str) -> str:
    return " ".join(question.split()[:2])


def _is_answered(answer: Answer) -> bool:
    return answer.answered and answer.confidence >= _SURE


def _candidates(articles: Iterable[Article]) -> Iterator[str]:
    """In turns from each article: what happened, what its people say, what it says of places."""
    sources = [_of(article) for article in articles]
    while sources:
        for source in list(sources):
            question = next(source, None)
            if question is None:
                sources.remove(source)
            else:
                yield question


def _of(article: Article) -> Iterator[str]:
    """What its opening tells, with a word of its title so that it stands alone; what its people
    said, what it says of the place it names most, who the first of them is.
    """
    text = article.text
    title = terms_of(article.title).terms - _STOP_TERMS
    topic = _topic(article)
    told = [
        one.question
        for one in askable(article, 0, _OPENING, title, topic)
        if one.sort not in ("said", "who is", "what is")
        and len(terms_of(one.question).terms & title) > 1
    ]
    said = [
        one.question
        for one in askable(article, 0, len(text), title, topic)
        if topic and one.question.endswith(f" about {topic}?")
    ]
    yield from dict.fromkeys([*told[:2], *said[:2]])
    named = speakers(text)
    for name in named[:2]:
        yield f"What did {name.split()[-1]} say?"
    places = Counter(text[start:end] for start, end, _ in place_spans(text))
    for place, _ in places.most_common(1):
        yield f"What do the articles say about {with_article(place)}?"
    for name in named[-1:]:
        yield f"Who is {name}?"
    for name in named[2:]:
        yield f"What did {name.split()[-1]} say?"
    yield f"Summarize the article “{article.title}”"


def _topic(article: Article) -> str | None:
    """The name in the title that the text has most often, if any has one."""
    runs = {re.sub(r"['’]s?$", "", run) for run in _CAPITALS.findall(article.title)}
    named = [run for run in runs if re.search(rf"[a-z,] {re.escape(run)}\b", article.text)]
    return with_article(max(named, key=article.text.count)) if named else None
