"""Articles that tell the same: which passages of an older one a newer one says as well.

Two questions with two answers. Whether a *passage* is said again is decided sentence by sentence
and strictly: every word that carries meaning, so every number, date, name and "not", must stand in
the newer article in the same order. Whether two articles are one *story* decides what is listed as
another source; it asks for much common text, above all at the beginning, and for dates that lie
close together, because a weekly column shares more words with last week's than an agency story
shares with its rewrite.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from index.article import Article
from index.passages import Passage, cut_passages
from index.sentences import sentence_spans
from index.signatures import similar

_WORD = re.compile(r"(?:(?<!\S)[-−+](?=\d))?\w+")
# Words without which a sentence says the same; a rewrite adds and drops them freely.
_SMALL_WORDS = frozenset(
    """
    a an the and that this of in on at by for with as is was are were be been it its has have had
    say says said
    """.split()
)
# What a page puts between its paragraphs. It says nothing, so nothing is lost with it.
_FURNITURE = re.compile(
    r"\b(?:read more|skip advert(?:isement)?|advertisement|(?:hide|show) caption"
    r"(?: \d{1,4} of \d{1,4})?)\b",
    re.IGNORECASE,
)
# "NEW YORK (AP) — ", "Washington CNN —": where and by whom, which another outlet writes its way.
_DATELINE = re.compile(r"\A[^.!?\n]{0,60}?(?:\([A-Z][\w /]{1,30}\)\s*[-–—]{0,2}|\s[–—]|--)(?=\s)")
# A shorter sentence ("He agreed.", a line of a table) is looked for together with the next:
# alone it can stand anywhere and mean anything.
_MIN_WORDS = 6

# Words whose meaning hangs on the article's date, and the days between two articles up to which
# they still mean the same.
_RELATIVE = (
    (re.compile(r"\b(?:today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening))\b"), 0),
    (
        re.compile(
            r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this|last|next) (?:week|month)\w*"
            r"|ago|now|currently|recently|latest|so far)\b"
        ),
        3,
    ),
    (
        re.compile(
            r"\b(?:(?:this|last|next) (?:year|season|spring|summer|fall|autumn|winter)"
            r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}"
            r"(?!\d|,? \d{4}))\b"
        ),
        120,
    ),
)

_LEAD_WORDS = 120
_LEAD_SHARE = 0.3
_VERSION_DAYS = 3
_SHARE_SAME_DAY = 0.5
_SHARE_DAYS_APART = 0.7
_SHARE_LATER = 0.8
_SAME_TITLE = 0.8
# Below it a text is as likely a page's cookie notice as a story.
_STORY_WORDS = 100


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
    hundred are held at a time.
    """

    @lru_cache(maxsize=256)
    def told(article_id: str) -> _Told:
        return _Told(*load(article_id))

    for row, other, jaccard in similar(signatures, np.asarray(fresh, dtype=np.int64)):
        yield _compare(told(ids[row]), told(ids[other]), jaccard)


def superseded(older: Article, older_passages: Sequence[Passage], newer: Article) -> set[int]:
    """The positions of the older article's passages that the newer one says as well.

    Such a passage loses nothing by being left out of the evidence: each of its sentences stands
    in the newer article, word for word but for small words, and means the same there.
    """
    one, other = _Told(older, older_passages), _Told(newer, cut_passages(newer))
    return set(_said_again(one, other, _one_story(one, other)))


def newness(article: Article) -> tuple[str, int, str]:
    """A key that sorts articles from old to new.

    By date, undated ones first; on the same day the longer one counts as newer, since stories
    grow; then by path.
    """
    return (article.published or "", len(article.text), article.path)


class _Told:
    """An article taken apart for comparison.

    `units` holds, for each passage, its sentences reduced to the words that count, short ones
    joined; `text` is all of them in a row, with a space at each end of every word.
    """

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        self.article = article
        self.passages = passages
        sentences = [_sentences(passage) for passage in passages]
        self.units = [_units(words) for words in sentences]
        texts = [" ".join(word for words in passage for word in words) for passage in sentences]
        self.text = f" {' '.join(text for text in texts if text)} "
        self.ends = list(accumulate(len(text) + 1 if text else 0 for text in texts))
        self.words = len(self.text.split())

    def said_by(self, other: _Told) -> tuple[float, float]:
        """The shares of the text and of its first words that stand in the other article."""
        total = said = 0
        lead: float | None = None
        for unit in chain.from_iterable(self.units):
            words = unit.count(" ") - 1
            total += words
            said += words * (unit in other.text)
            if lead is None and total >= _LEAD_WORDS:
                lead = said / total
        share = said / total if total else 0.0
        return share, share if lead is None else lead

    def passage_with(self, unit: str) -> int:
        """The position of the passage in which `unit`, which the text has, begins."""
        at = bisect_right(self.ends, self.text.index(unit))
        return self.passages[min(at, len(self.passages) - 1)].position


def _compare(one: _Told, other: _Told, jaccard: float) -> Pair:
    older, newer = sorted((one, other), key=lambda told: newness(told.article))
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
    if min(older.words, newer.words) < _STORY_WORDS and titles < _SAME_TITLE:
        return False
    # The larger of the two: an update can be much longer than the first version, and another
    # outlet may print the first paragraphs alone.
    share, lead = map(max, zip(older.said_by(newer), newer.said_by(older), strict=True))
    days = _days_apart(older.article, newer.article)
    if days is not None and days > _VERSION_DAYS:
        enough = _SHARE_LATER if titles >= _SAME_TITLE else 1.1
    else:
        enough = _SHARE_SAME_DAY if days == 0 else _SHARE_DAYS_APART
    return lead >= _LEAD_SHARE and share >= enough


def _said_again(older: _Told, newer: _Told, one_story: bool) -> dict[int, int]:
    days = _days_apart(older.article, newer.article) or 0
    timeless = one_story or older.text == newer.text
    again: dict[int, int] = {}
    for passage, units in zip(older.passages, older.units, strict=True):
        if not units or not all(unit in newer.text for unit in units):
            continue
        if timeless or _means_the_same(passage.text, days):
            again[passage.position] = newer.passage_with(max(units, key=len))
    return again


def _means_the_same(text: str, days: int) -> bool:
    """Whether `text` says the same in articles that are so many days apart."""
    text = text.lower()
    return not any(days > reach and words.search(text) for words, reach in _RELATIVE)


def _sentences(passage: Passage) -> list[list[str]]:
    """The words that count of each of the passage's sentences that states something."""
    text = _DATELINE.sub(" ", passage.text, count=1) if passage.position == 0 else passage.text
    text = unicodedata.normalize("NFC", _FURNITURE.sub(" ", text))
    sentences: list[list[str]] = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        words = [word for word in _WORD.findall(sentence.lower()) if word not in _SMALL_WORDS]
        # A question states nothing, so nothing is lost with it.
        if words and not sentence.rstrip("\"'”’)").endswith("?"):
            sentences.append(words)
    return sentences


def _units(sentences: list[list[str]]) -> list[str]:
    """The sentences, a short one joined to the next (the last to the one before)."""
    runs: list[list[str]] = []
    for words in sentences:
        if runs and len(runs[-1]) < _MIN_WORDS:
            runs[-1] = runs[-1] + words
        else:
            runs.append(words)
    if len(runs) > 1 and len(runs[-1]) < _MIN_WORDS:
        last = runs.pop()
        runs[-1] = runs[-1] + last
    return [f" {' '.join(words)} " for words in runs]


def _title_similarity(one: str, other: str) -> float:
    """The share of the titles' words that both have."""
    words, others = (set(_WORD.findall(title.lower())) for title in (one, other))
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
