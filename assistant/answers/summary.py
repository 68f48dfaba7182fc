"""Summaries by extraction: "Summarize the article", "what is this about?"."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.answers.quoting import is_whole
from assistant.evidence.rank import Scored
from assistant.evidence.sentence import Sentence, sentences_of
from index import Article
from index.generations.generation import Generation
from index.text.terms import STOP_WORDS, fold, search_terms, words

_ASKED = re.compile(
    r"^(?:(?:can|could|would) you |please |give (?:me|us) )*"
    r"(?:(?:an? |the |brief |short |quick |one-line )*(?:summar(?:y|i[sz]e)|overview|gist|tl;?dr|"
    r"recap|main (?:points?|ideas?)|key (?:points?|takeaways?)|sum up|digest)\b"
    r"(?P<of>.*)|"
    r"what(?:'s| is| are) (?:the )?(?:main (?:points?|ideas?|topics?|subject)|gist|key points?|"
    r"summary|overview)\b(?P<of2>.*)|"
    r"what(?:'s| is| are| was) (?:this|that|it|(?:the|this|these|your) (?:articles?|story|stories|"
    r"news|text|piece|corpus))(?: (?:all|mainly|mostly))? (?:about|on)|"
    r"what(?:'s| is)? (?:happened|happening|new|the (?:latest )?news|going on)|"
    r"(?:the )?latest(?: news)?|"
    r"what(?:'s| does) (?:the|this) (?:article|story|text) "
    r"(?:say|about|discuss|cover|describe))\W*$",
    re.IGNORECASE,
)
# What may follow without saying what is to be summarized: "of the whole article, please".
_EMPTY = frozenset(
    """
    of for from in about on the this that these those your all it whole entire article articles
    story stories news text piece corpus me us please now today latest current
    """.split()
)
_MAX_SENTENCES_READ = 200
_MAX_SENTENCES = 4
_AIM_WORDS = 60
_MAX_WORDS = 90
# Articles that have all words of a line in one passage, from which on it is no article's own; a
# story that several outlets tell may be in fewer.
_MANY = 5
# Fewer different words stand together in many articles by chance.
_LEAST_WORDS = 6
# Of LexRank: how often the ranks are passed on, and how much of them.
_ROUNDS = 30
_DAMPING = 0.85


def is_request(question: str) -> bool:
    """Whether `question` asks for a summary."""
    return _ASKED.match(question.strip()) is not None


def subject(question: str) -> str | None:
    """What a summary is wanted of, when more is said than "the article": "of Munich"."""
    match = _ASKED.match(question.strip())
    rest = (match.group("of") or match.group("of2") or "") if match else ""
    if all(fold(word.surface) in _EMPTY for word in words(rest)):
        return None
    return rest.strip(" ?.!")


def of_article(article: Article, generation: Generation) -> list[Scored]:
    """What an article of `generation` says in the main: its own central sentences, in order."""
    passages = generation.store.passages_of(article.id)
    return central(sentences_of(article, passages), lambda s: _is_everywhere(s, generation))


def central(sentences: Sequence[Sentence], foreign: Callable[[Sentence], bool]) -> list[Scored]:
    """The sentences of one article that stand for the whole, in order; its opening among them.

    Those that are `foreign` to the article are left out, unless all are.

    LexRank (Erkan and Radev, 2004): the sentences that resemble most others, by the cosine of
    their weighted words; then each next one is the most central that says something new.
    """
    # "New York CNN —" and "Read more: …" sum up nothing.
    sentences = [s for s in sentences if is_whole(s.quote)] or sentences
    # What a story is about stands early in it, and the work grows with the square.
    sentences = sentences[:_MAX_SENTENCES_READ]
    vectors = _vectors(sentences)
    similar = [[_cosine(a, b) for b in vectors] for a in vectors]
    centrality = _power(similar)
    order = sorted(range(len(sentences)), key=lambda i: -centrality[i])
    first = next((i for i, s in enumerate(sentences) if not foreign(s)), 0)
    chosen = [first]
    spent = _words(sentences[first])
    for i in order:
        if len(chosen) == _MAX_SENTENCES or spent >= _AIM_WORDS:
            break
        fresh = all(similar[i][j] < 0.4 for j in chosen)
        fits = spent + _words(sentences[i]) <= _MAX_WORDS
        if i not in chosen and fresh and fits and not foreign(sentences[i]):
            chosen.append(i)
            spent += _words(sentences[i])
    top = max(centrality)
    return [Scored(sentences[i], _logit(centrality[i] / top)) for i in sorted(chosen)]


def _vectors(sentences: Sequence[Sentence]) -> list[dict[str, float]]:
    counts = [
        Counter(w.term for w in words(s.quote) if fold(w.surface) not in STOP_WORDS)
        for s in sentences
    ]
    spread = Counter(term for count in counts for term in count)
    return [
        {t: n * math.log(1 + len(sentences) / spread[t]) for t, n in count.items()}
        for count in counts
    ]


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    dot = sum(weight * b[t] for t, weight in a.items() if t in b)
    norm = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return dot / norm if norm else 0.0


def _power(similar: list[list[float]]) -> list[float]:
    size = len(similar)
    totals = [sum(row) or 1.0 for row in similar]
    rank = [1 / size] * size
    for _ in range(_ROUNDS):
        rank = [
            (1 - _DAMPING) / size
            + _DAMPING * sum(rank[j] * similar[j][i] / totals[j] for j in range(size))
            for i in range(size)
        ]
    return rank


def _words(sentence: Sentence) -> int:
    return len(sentence.quote.split())


def _logit(share: float) -> float:
    clipped = min(0.99, max(0.01, share))
    return math.log(clipped / (1 - clipped))


def _is_everywhere(sentence: Sentence, generation: Generation) -> bool:
    """Whether `sentence` is a notice or credit that many pages of the archive have."""
    terms = sorted(set(search_terms(sentence.quote)))
    return len(terms) >= _LEAST_WORDS and len(generation.articles_with(terms)) >= _MANY
