"""Questions worth asking: drawn from the articles, and kept only when they are answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from assistant.answer import Answer
from assistant.names import place_spans
from assistant.people import Person, mentions_between
from assistant.speech import speaks
from index import Article
from index.sentences import sentence_spans
from index.terms import term


def suggest(
    articles: Iterable[Article], ask: Callable[[str], Answer], limit: int
) -> tuple[str, ...]:
    """Up to `limit` questions about `articles`, newest first, that `ask` answers."""
    kept: list[str] = []
    for question in _candidates(articles):
        if len(kept) == limit:
            break
        if question not in kept and ask(question).answered:
            kept.append(question)
    return tuple(kept)


def _candidates(articles: Iterable[Article]) -> Iterator[str]:
    """In turns from each article: what its people say, and what its places have to do with it."""
    sources = [_of(article) for article in articles]
    while sources:
        for source in list(sources):
            question = next(source, None)
            if question is None:
                sources.remove(source)
            else:
                yield question


def _of(article: Article) -> Iterator[str]:
    """What its people said, what it says of the place it names most, who the first of them is."""
    text = article.text
    speakers: dict[str, Person] = {}
    for start, end in sentence_spans(text):
        for mention in mentions_between(text, start, end):
            person = mention.person
            possessed = text[mention.end : mention.end + 1] in ("'", "’")
            speaking = person.certain and not possessed
            if speaking and speaks(text[start:end], frozenset([term(person.surname)])):
                speakers.setdefault(person.surname, person)
    named = list(speakers.values())
    for person in named[:2]:
        yield f"What did {person.surname} say?"
    places = Counter(text[start:end] for start, end, _ in place_spans(text))
    for place, _ in places.most_common(1):
        yield f"What do the articles say about {place}?"
    for person in named[-1:]:
        yield f"Who is {person.name}?"
    for person in named[2:]:
        yield f"What did {person.surname} say?"
    yield f"Summarize the article “{article.title}”"
