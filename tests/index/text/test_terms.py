from __future__ import annotations

import pytest

from index.text.terms import search_terms, term


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hegseth's", "hegseth"),
        ("Ukraine’s", "Ukraine"),
        ("negotiations", "negotiation"),
        ("Noël", "noel"),
        ("U.S.", "US"),
        ("E.U.", "EU"),
        ("1,500", "1500"),
        ("defence", "defense"),
        ("organisation", "organization"),
        ("centre", "center"),
        ("neighbours", "neighbor"),
        ("Zelenskyy’s", "Zelensky"),
        ("Zelenskiy", "Zelensky"),
    ],
)
def test_forms_of_a_word_share_a_term(one: str, other: str) -> None:
    assert term(one) == term(other)


def test_the_country_is_not_the_pronoun() -> None:
    assert term("US") != term("us")


def test_hyphenated_words_are_found_whole_and_by_part() -> None:
    assert {"jean-noel", "jean", "noel"} <= set(search_terms("Jean-Noël"))


def test_stop_words_are_not_searched_for() -> None:
    assert search_terms("What did he say about it?") == ["say"]
