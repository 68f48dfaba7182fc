"""Articles that tell the same: which passages of an older one a newer one says as well.

Two questions with two answers. Whether two articles are one *story*, versions of each other, asks
for much common text, above all at the beginning, and for dates that lie close together, because a
weekly column shares more words with last week's than an agency story shares with its rewrite.
Whether a *passage* is said again is decided sentence by sentence and strictly: every word that
carries meaning must stand in the newer article in the same order. In a version of the story a
sentence may be reworded, but all its numbers, names and negations must be kept.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from index.article import Article
from index.text.passages import Passage
from index.text.signatures import similar
from index.text.wording import MIN_WORDS, content_words, means_the_same, runs, statements

_LEAD_WORDS = 120
_LEAD_SHARE = 0.3
_VERSION_DAYS = 3
_SHARE_SAME_DAY = 0.45
_SHARE_DAYS_APART = 0.7
_SHARE_LATER = 0.8
_SHARE_REPRINT = 0.95
_SAME_TITLE = 0.8
_RELATED_TITLE = 0.3
# A text with fewer of its title's words is a page's cookie notice, saved in place of the story.
_TITLE_IN_TEXT = 0.4
# Longer texts are compared no further: the time grows with the product of the lengths.
_MAX_CHARACTERS = 200_000
# A version's passage may be reworded when half of it is not, and the rest keeps its words nearby.
_SAID_SHARE = 0.5
_WORDS_KEPT = 0.9


Newness = tuple[str, int, str]
"""Sorts articles from old to new: by date, undated ones first; on the same day the longer one
counts as newer, since stories grow; then by path."""


@dataclass(frozen=True)
class Member:
    """What orders an article among others; `length` is the text's, in characters."""

    article_id: str
    published: str | None
    length: int
    path: str

    @staticmethod
    def of(article: Article) -> Member:
        """The member that `article` makes."""
        return Member(article.id, article.published, len(article.text), article.path)

    @property
    def newness(self) -> Newness:
        """Greater for a newer article."""
        return (self.published or "", self.length, self.path)


@dataclass(frozen=True)
class Pair:
    """What two articles have in common.

    `older` and `newer` are article ids; `jaccard` is the estimated similarity of their texts, and
    `one_story` says that one is a version of the other. `said_again` holds the positions of the
    older one's passages that the newer one says as well, each with the position of the passage
    of the newer one that says most of it.
    """

    older: str
    newer: str
    jaccard: float
    one_story: bool
    said_again: tuple[tuple[int, int], ...]


Load = Callable[[str], tuple[Article, Sequence[Passage]]]
"""Gives an article and its passages by the article's id."""


def compare_similar(
    ids: Sequence[str],
    signatures: npt.NDArray[np.uint32],
    fresh: Sequence[int] | npt.NDArray[np.integer],
    load: Load,
) -> Iterator[Pair]:
    """Each pair of articles that share much text, of which at least one is fresh, compared.

    `signatures` holds the signature of the article `ids[row]` in each row, and `fresh` the rows
    of new and changed articles. Only articles that are in a pair are loaded, and at most a few
    hundred are held at a time. A text of more than 200,000 characters is in no pair.
    """

    @lru_cache(maxsize=256)
    def told(article_id: str) -> _Told:
        return _Told(*load(article_id))

    for row, other, jaccard in similar(signatures, np.asarray(fresh, dtype=np.int64)):
        one, another = told(ids[row]), told(ids[other])
        if max(len(one.text), len(another.text)) <= _MAX_CHARACTERS:
            yield _compare(one, another, jaccard)


class _Told:
    """An article taken apart for comparison.

    `statements` and `runs` are those of each passage; `text` is all words that count in a row,
    with a space at each end of every word.
    """

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        self.article = article
        self.passages = passages
        self.statements = [statements(passage) for passage in passages]
        self.runs = [runs(found) for found in self.statements]
        texts = [" ".join(word for s in found for word in s.words) for found in self.statements]
        self.text = f" {' '.join(text for text in texts if text)} "
        self._ends = list(accumulate(len(text) + 1 if text else 0 for text in texts))

    @cached_property
    def tells_of_title(self) -> bool:
        """Whether the text uses some of the title's words, the site's name not counted."""
        title = content_words(re.sub(r"\s[|–-]\s[^|–-]*\Z", "", self.article.title))
        found = sum(f" {word} " in self.text for word in title)
        return found >= _TITLE_IN_TEXT * len(title)

    def said_by(self, other: _Told) -> tuple[float, float]:
        """The shares of the text and of its first words that stand in the other article."""
        total = said = 0
        lead: float | None = None
        for run in chain.from_iterable(self.runs):
            words = _length(run)
            total += words
            said += words * (run in other.text)
            if lead is None and total >= _LEAD_WORDS:
                lead = said / total
        share = said / total if total else 0.0
        return share, share if lead is None else lead

    def passage_with(self, run: str) -> int:
        """The index of the passage in which `run`, which the text has, begins."""
        return min(bisect_right(self._ends, self.text.index(run)), len(self.passages) - 1)

    def text_around(self, indices: Iterable[int]) -> str:
        """The words that count of those passages and of the ones before and after each."""
        near = {at + step for at in indices for step in (-1, 0, 1)}
        found = chain.from_iterable(
            self.statements[at] for at in range(len(self.runs)) if at in near
        )
        return f" {' '.join(word for statement in found for word in statement.words)} "


def _compare(one: _Told, other: _Told, jaccard: float) -> Pair:
    older, newer = sorted((one, other), key=lambda told: Member.of(told.article).newness)
    story = _one_story(older, newer)
    return Pair(
        older.article.id,
        newer.article.id,
        jaccard,
        story,
        tuple(_said_again(older, newer, story).items()),
    )


def _one_story(older: _Told, newer: _Told) -> bool:
    page = _page(older.article.url)
    if page is not None and page == _page(newer.article.url):
        return True
    titles = _title_similarity(older.article.title, newer.article.title)
    days = _days_apart(older.article, newer.article)
    later = days is not None and days > _VERSION_DAYS
    if not (older.tells_of_title and newer.tells_of_title) and (later or titles < _SAME_TITLE):
        return False
    # The larger of the two: an update can be much longer than the first version, and another
    # outlet may print the first paragraphs alone.
    share, lead = map(max, zip(older.said_by(newer), newer.said_by(older), strict=True))
    if later:
        if titles < _RELATED_TITLE:
            return False
        enough = _SHARE_LATER if titles >= _SAME_TITLE else _SHARE_REPRINT
    else:
        enough = _SHARE_SAME_DAY if days == 0 else _SHARE_DAYS_APART
    return lead >= _LEAD_SHARE and share >= enough


def _said_again(older: _Told, newer: _Told, one_story: bool) -> dict[int, int]:
    days = _days_apart(older.article, newer.article) or 0
    same_text = older.text == newer.text
    again: dict[int, int] = {}
    for at, passage in enumerate(older.passages):
        if not (one_story or same_text or means_the_same(passage.text, days)):
            continue
        said = [run for run in older.runs[at] if run in newer.text]
        # So few words can stand anywhere.
        if not said or (not same_text and max(map(_length, older.runs[at])) < MIN_WORDS):
            continue
        if len(said) == len(older.runs[at]) or (one_story and _reworded(older, at, said, newer)):
            home = newer.passage_with(max(said, key=len))
            again[passage.position] = newer.passages[home].position
    return again


def _reworded(older: _Told, at: int, said: list[str], newer: _Told) -> bool:
    """Whether what a newer version does not say word for word stands there in other words."""
    if sum(map(len, said)) < _SAID_SHARE * sum(map(len, older.runs[at])):
        return False
    around = newer.text_around({newer.passage_with(run) for run in said})
    words = set(around.split())
    return all(
        statement.marks <= words
        and all(measure in around for measure in statement.measures)
        and sum(map(words.__contains__, statement.words)) >= _WORDS_KEPT * len(statement.words)
        for statement in older.statements[at]
        if f" {' '.join(statement.words)} " not in newer.text
    )


def _length(run: str) -> int:
    """How many words the run has."""
    return run.count(" ") - 1


def _title_similarity(one: str, other: str) -> float:
    """The share of the titles' words that both have."""
    words, others = set(content_words(one)), set(content_words(other))
    return len(words & others) / len(words | others) if words | others else 0.0


def _days_apart(one: Article, other: Article) -> int | None:
    """The days between the articles' dates; None when a date is not known."""
    try:
        dates = [dt.date.fromisoformat(article.published or "") for article in (one, other)]
    except ValueError:
        return None
    return abs((dates[0] - dates[1]).days)


def _page(url: str | None) -> str | None:
    """What two addresses of the same page have in common; None for a site's front page."""
    if url is None:
        return None
    address = re.sub(r"\A\w+://(?:www\.)?|#.*|(?<=[?&])utm_[^&]*&?", "", url)
    address = re.sub(r"(?:/index\.html?)?/*\??\Z", "", address)
    return address if "/" in address else None
