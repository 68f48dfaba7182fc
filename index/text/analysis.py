"""What the index needs to know of an article, found in one reading of its words.

This is the costly part of indexing but for the vectors, and it needs nothing but the article: so
it runs in as many processes as there are cores, and hands back arrays, which are cheap to send.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from index.article import Article
from index.text.passages import cut_passages
from index.text.signatures import signature
from index.text.terms import WORD, search_terms_of_word
from index.text.vocabulary import WordCounts

KEY_BYTES = 16


@dataclass(frozen=True)
class Analysis:
    """What was found in a few articles.

    `spans` has a row a passage: the place of its article in `articles`, start and end in the
    article's text (int32, shape (passages, 3)). `keys` tells passages with the same text to embed
    (KEY_BYTES each, in one string). A passage has `lengths` of the `term_ids`, one passage after
    the other, each a place in `terms`. `signatures` has a row an article.
    """

    articles: tuple[Article, ...]
    spans: npt.NDArray[np.int32]
    keys: bytes
    terms: tuple[str, ...]
    term_ids: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    words: WordCounts
    signatures: npt.NDArray[np.uint32]


def text_to_embed(title: str, passage: str) -> str:
    """The text that is embedded for a passage: its title often names what the text calls "it"."""
    return f"{title}\n{passage}"


def embedding_key(text: str) -> bytes:
    """What a text to embed is known by, wherever it stands: the first half of its sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]


def analyse(articles: Sequence[Article]) -> Analysis:
    """Cut the articles into passages and read their words."""
    spans: list[tuple[int, int, int]] = []
    keys: list[bytes] = []
    lengths: list[int] = []
    term_ids: list[int] = []
    ids = _TermIds()
    words = WordCounts()
    signatures = []
    for place, article in enumerate(articles):
        title = WORD.findall(article.title)
        words.add_title(title)
        title_ids = ids.of(title)
        for passage in cut_passages(article):
            surfaces = WORD.findall(passage.text)
            words.add_passage(passage.text, surfaces)
            found = ids.of(surfaces)
            spans.append((place, passage.start, passage.end))
            keys.append(embedding_key(text_to_embed(article.title, passage.text)))
            lengths.append(len(title_ids) + len(found))
            term_ids += title_ids
            term_ids += found
        signatures.append(signature(article.text))
    return Analysis(
        articles=tuple(articles),
        spans=np.array(spans, dtype=np.int32).reshape(-1, 3),
        keys=b"".join(keys),
        terms=ids.terms,
        term_ids=np.array(term_ids, dtype=np.int32),
        lengths=np.array(lengths, dtype=np.int32),
        words=words,
        signatures=np.array(signatures, dtype=np.uint32),
    )


class _TermIds(dict[str, tuple[int, ...]]):
    """For each word of a few articles the numbers of its search terms.

    A dictionary, so that the words met before, nearly all of them, are looked up without a step
    of Python.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[str, int] = {}

    def __missing__(self, surface: str) -> tuple[int, ...]:
        ids = self._ids
        found = tuple(ids.setdefault(term, len(ids)) for term in search_terms_of_word(surface))
        self[surface] = found
        return found

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms in the order of their numbers."""
        return tuple(self._ids)

    def of(self, surfaces: Sequence[str]) -> list[int]:
        """The numbers of the words' search terms."""
        return list(chain.from_iterable(map(self.__getitem__, surfaces)))
