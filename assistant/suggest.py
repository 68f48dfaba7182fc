"""Questions worth asking: drawn from the articles, and kept only when they are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assistant.answer import Answer
from assistant.names import place_spans
from assistant.people import mentions
from assistant.speech import speaks
from index import Article
from index.sentences import sentence_spans
from index.terms import term

_ARTICLES_READ = 12


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
    sources = []
    for number, article in enumerate(articles):
        if number == _ARTICLES_READ:
            break
        sources.append(_of(article))
    while sources:
        for source in list(sources):
            question = next(source, None)
            if question is None:
                sources.remove(source)
            else:
                yield question


def _of(article: Article) -> Iterator[str]:
    text = article.text
    spans = sentence_spans(text)
    asked: set[str] = set()
    for start, end in spans:
        for mention in mentions(text):
            person = mention.person
            inside = start <= mention.start < end and person.certain
            if inside and person.name not in asked:
                possessed = text[mention.end : mention.end + 1] in ("'", "’")
                if possessed or not speaks(text[start:end], frozenset([term(person.surname)])):
                    continue
                asked.add(person.name)
                about = _about(text[mention.end : end])
                yield f"What did {person.surname} say{about}?"
                if person.role:
                    yield f"Who is {person.name}?"


def _about(rest: str) -> str:
    places = place_spans(rest)
    if not places:
        return ""
    start, end, _ = places[0]
    return f" about {rest[start:end]}" if rest[start:end].isupper() else ""
