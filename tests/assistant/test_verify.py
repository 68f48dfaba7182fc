"""A model's sentence is shown only when the evidence says what it says."""

from __future__ import annotations

import pytest

from assistant.cross_encoder import CrossEncoder
from assistant.grounds import Ground
from assistant.verify import Verifier
from index import Article, Embedder


@pytest.fixture(scope="module")
def verifier(encoder: CrossEncoder, embedder: Embedder) -> Verifier:
    return Verifier(encoder, embedder)


@pytest.fixture
def grounds(article: Article) -> list[Ground]:
    """The seed article's paragraphs, numbered."""
    found = []
    start = 0
    for number, paragraph in enumerate(article.text.split("\n"), 1):
        found.append(Ground(number, article, start, start + len(paragraph)))
        start += len(paragraph) + 1
    return found


def test_what_the_source_says_is_kept_with_its_sentence(
    verifier: Verifier, grounds: list[Ground], article: Article
) -> None:
    money = next(g for g in grounds if "$126 billion" in g.text)
    found = verifier.check(
        f"About 50 countries have supplied over $126 billion in aid [{money.number}].",
        grounds,
    )
    assert found.kept and not found.why and found.grounds == (money.number,)
    ((start, end),) = found.spans
    assert "$126 billion" in article.text[start:end]
    assert found.text.endswith("in aid.")


def test_another_number_is_not_kept(verifier: Verifier, grounds: list[Ground]) -> None:
    found = verifier.check("About 50 countries have supplied over 126.5 billion in aid.", grounds)
    assert not found.kept and found.why
