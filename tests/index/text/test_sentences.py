from __future__ import annotations

from itertools import pairwise

import pytest

from index import Article
from index.text.sentences import clause_spans, sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Senate voted.",
        "It cost $1.5 billion in all.",
        "Gov. Gavin Newsom and Sen. Jon Tester met Dr. Fauci.",
        "J. K. Rowling and George W. Bush spoke.",
        "He worked at Apple Inc. until last year.",
        "The U.K. and the E.U. agreed at 3 p.m. on Friday.",
        "Yahoo! said it would.",
        "“Why now?” he asked.",
        "It rose 2.3 percent vs. 1.9 percent.",
        "She lives in Washington, D.C. with her dog.",
        "No. 10 declined to comment.",
        "St. Louis and Ft. Worth were hit on Jan. 6 and Sept. 11.",
    ],
)
def test_full_stops_that_end_nothing(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        ("He left the U.S. The Senate voted.", ["He left the U.S.", "The Senate voted."]),
        ("“It is over.” She left.", ["“It is over.”", "She left."]),
        ("Really? Yes! Fine...", ["Really?", "Yes!", "Fine..."]),
        ("They chose plan B. The rest is known.", ["They chose plan B.", "The rest is known."]),
        ("It began at 9 a.m. But nobody came.", ["It began at 9 a.m.", "But nobody came."]),
        ("A heading\n\nA text.", ["A heading", "A text."]),
        ("• Kentucky: Three died.\n• Ohio: One.", ["Kentucky: Three died.", "Ohio: One."]),
        ("It ended in 2022. In 2023 it began.", ["It ended in 2022.", "In 2023 it began."]),
    ],
)
def test_ends_of_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_spans_cover_every_word_of_the_article_once(article: Article) -> None:
    spans = sentence_spans(article.text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    joined = " ".join(article.text[start:end] for start, end in spans)
    assert joined.split() == article.text.split()
    assert len(spans) == 19


@pytest.mark.parametrize("text", ["", "   \n ", ".", "...", "“”", "\u200b", "a" * 10_000])
def test_odd_texts_do_no_harm(text: str) -> None:
    for start, end in sentence_spans(text):
        assert text[start:end].strip() == text[start:end] != ""


def test_long_sentence_is_cut_at_a_clause() -> None:
    text = "one two three four five, six seven eight nine ten; " * 5 + "the end."
    pieces = clause_spans(text, (0, len(text)), 12)
    assert all(len(text[a:b].split()) <= 12 for a, b in pieces)
    assert all(text[a:b].endswith((",", ";", ".")) for a, b in pieces)
    assert " ".join(text[a:b] for a, b in pieces).split() == text.split()


def test_sentence_without_clauses_is_cut_between_words() -> None:
    text = "word " * 50 + "end."
    pieces = clause_spans(text, (0, len(text)), 12)
    assert all(len(text[a:b].split()) <= 12 for a, b in pieces)
