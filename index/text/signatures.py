"""Which articles share much of their text: MinHash signatures and the pairs that they give.

A signature is the MinHash (Broder, 1997; permutations by `datasketch`) of an article's shingles,
its runs of four words; the share of equal places in two signatures estimates the Jaccard
similarity of their shingles with a standard error of at most 0.045. Candidates come from banding
(Rajaraman and Ullman, Mining of Massive Datasets, chapter 3).
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 128
SHINGLE_WORDS = 4
THRESHOLD = 0.2

# Bands of two let a pair at the threshold through with a probability of 0.93, one at 0.3 with
# 0.998; unrelated articles share so few shingles that candidates stay fewer than articles.
_BAND = 2
# A row is compared with so many of the next rows that share a band with it, and as many pairs are
# kept for it: a thousand weather reports, or one error page saved a thousand times, would
# otherwise be half a million pairs.
_NEIGHBOURS = 32
_CHUNK = 8192
# So many shingles at a time stay in the processor's cache, and a long text takes no more memory.
_STRIDE = 1024

# What a signature holds in every place when there is no shingle.
_NOTHING = np.uint32(2**32 - 1)


def signature(text: str) -> npt.NDArray[np.uint32]:
    """The MinHash signature of `text`: PERMUTATIONS numbers, the same on every machine.

    Words are compared without case and punctuation. A text shorter than a shingle is one
    shingle, and a text without a word has a signature that is similar to nothing.
    """
    factors, offsets = _permutations()
    least = np.full(PERMUTATIONS, _NOTHING, dtype=np.uint32)
    shingles = _shingles(text)
    # What MinHash.update_batch does, at twice the speed, since it takes a list of numbers only.
    for start in range(0, len(shingles), _STRIDE):
        permuted = factors * shingles[start : start + _STRIDE] + offsets
        np.minimum(least, permuted.min(axis=1), out=least)
    return least


def similar(
    signatures: npt.NDArray[np.uint32],
    fresh: npt.NDArray[np.integer],
    threshold: float = THRESHOLD,
) -> list[tuple[int, int, float]]:
    """Pairs of rows of `signatures`, of which at least one is `fresh`, that share much text.

    `signatures` has the shape (articles, PERMUTATIONS); `fresh` holds row numbers. Gives (row,
    larger row, estimated Jaccard similarity of at least `threshold`), in order. A row that is
    similar to very many others comes with the most similar ones alone.
    """
    rows = len(signatures)
    fresh = np.unique(np.asarray(fresh, dtype=np.int64))
    if rows < 2 or not len(fresh):
        return []
    is_fresh = np.zeros(rows, dtype=bool)
    is_fresh[fresh] = True
    has_words = (signatures != _NOTHING).any(axis=1)
    found: list[npt.NDArray[np.int64]] = []
    for start in range(0, PERMUTATIONS, _BAND):
        keys = np.ascontiguousarray(signatures[:, start : start + _BAND]).view(np.uint64)[:, 0]
        usable = has_words if is_fresh.all() else has_words & np.isin(keys, keys[fresh])
        found.append(_neighbours(keys, np.flatnonzero(usable)))
    codes = np.unique(np.concatenate(found))
    left, right = np.divmod(codes, rows)
    wanted = is_fresh[left] | is_fresh[right]
    left, right = left[wanted], right[wanted]
    shares = np.empty(len(left))
    for start in range(0, len(left), _CHUNK):
        part = slice(start, start + _CHUNK)
        shares[part] = (signatures[left[part]] == signatures[right[part]]).mean(axis=1)
    wanted = shares >= threshold
    left, right, shares = left[wanted], right[wanted], shares[wanted]
    kept = _nearest(left, shares) | _nearest(right, shares)
    return [
        (int(row), int(other), float(share))
        for row, other, share in zip(left[kept], right[kept], shares[kept], strict=True)
    ]


def _nearest(rows: npt.NDArray[np.int64], shares: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """For each pair, whether it is among the most similar ones of its row."""
    order = np.lexsort((-shares, rows))
    firsts = np.flatnonzero(np.diff(rows[order], prepend=-1))
    ranks = np.arange(len(order)) - np.repeat(firsts, np.diff(firsts, append=len(order)))
    nearest = np.empty(len(order), dtype=bool)
    nearest[order] = ranks < _NEIGHBOURS
    return nearest


def _neighbours(keys: npt.NDArray[np.uint64], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Pairs of `rows` with equal keys, each as one number: row * len(keys) + larger row."""
    order = rows[np.argsort(keys[rows], kind="stable")]
    ordered = keys[order]
    found = [np.empty(0, dtype=np.int64)]
    for step in range(1, _NEIGHBOURS + 1):
        equal = np.flatnonzero(ordered[:-step] == ordered[step:])
        if not len(equal):
            break
        # The sort is stable, so rows with the same key stand in order.
        found.append(order[equal] * len(keys) + order[equal + step])
    return np.concatenate(found)


@cache
def _permutations() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The factors and offsets of the permutations, each of the shape (PERMUTATIONS, 1)."""
    from datasketch import MinHash  # takes half a second, and scipy with it

    factors, offsets = MinHash(PERMUTATIONS, seed=1, scheme="affine32").permutations
    return factors[:, None], offsets[:, None]


def _shingles(text: str) -> npt.NDArray[np.uint32]:
    """A number for every run of SHINGLE_WORDS words, in order."""
    words = _word_hashes(text)
    size = min(SHINGLE_WORDS, len(words))
    if not size:
        return words
    shingles = words[: len(words) - size + 1].copy()
    for place in range(1, size):
        shingles *= np.uint32(0x9E3779B1)
        shingles += words[place : len(words) - size + 1 + place]
        shingles ^= shingles >> np.uint32(15)
    return _mixed(shingles)


def _word_hashes(text: str) -> npt.NDArray[np.uint32]:
    """A number for every word of `text`, in order, equal for words that differ in case alone.

    Done in numpy over the whole text, faster than a loop over its words: a word's number is
    a polynomial in its characters (Rabin and Karp) modulo 2**32.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table = _letters()
    if len(codes) and codes.max() >= len(table):
        # Beyond the table lie scripts whose characters are letters, nearly all.
        folded = np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)
    else:
        folded = table[codes]
    at = np.flatnonzero(folded)
    if not len(at):
        return np.empty(0, dtype=np.uint32)
    starts = np.flatnonzero(np.diff(at, prepend=-2) > 1)
    lengths = np.diff(starts, append=len(at))
    in_word = np.arange(len(at)) - np.repeat(starts, lengths)
    powers = _powers()
    return _mixed(np.add.reduceat(folded[at] * powers[in_word & (len(powers) - 1)], starts))


def _mixed(hashes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The finalizer of MurmurHash3: numbers that differ in any bit come to differ in half."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return np.asarray(hashes ^ (hashes >> np.uint32(16)), dtype=np.uint32)


@cache
def _letters() -> npt.NDArray[np.uint32]:
    """What each of the first characters of Unicode counts as in a word: 0 for "not in a word"."""
    table = np.zeros(0x3040, dtype=np.uint32)
    for code in range(len(table)):
        if chr(code).isalnum():
            table[code] = ord(chr(code).lower()[0])
    return table


@cache
def _powers() -> npt.NDArray[np.uint32]:
    return np.cumprod(np.full(64, 0x01000193 | 0x2C1B0000, dtype=np.uint32), dtype=np.uint32)
