from __future__ import annotations

from index import Article
from index.article import article_id
from index.text.passages import MAX_WORDS, cut_passages
from index.text.sentences import sentence_spans


def article_of(text: str) -> Article:
    return Article(article_id("a.txt"), "A title", text, "a.txt")


def test_passages_are_whole_sentences_at_exact_offsets(article: Article) -> None:
    passages = cut_passages(article)
    edges = {edge for span in sentence_spans(article.text) for edge in span}
    for passage in passages:
        assert article.text[passage.start : passage.end] == passage.text
        assert {passage.start, passage.end} <= edges
        assert 120 <= len(passage.text.split()) <= 180


def test_passages_cover_the_article_in_order(article: Article) -> None:
    passages = cut_passages(article)
    assert " ".join(p.text for p in passages).split() == article.text.split()
    assert [p.position for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)


def test_a_long_article_leaves_no_stump() -> None:
    text = " ".join(f"Sentence number {n} has exactly eight words here." for n in range(100))
    lengths = [len(p.text.split()) for p in cut_passages(article_of(text))]
    assert all(120 <= n <= 180 for n in lengths)


def test_a_short_article_is_one_passage() -> None:
    assert [p.text for p in cut_passages(article_of("Only this."))] == ["Only this."]


def test_a_sentence_longer_than_a_passage_is_cut() -> None:
    text = ", ".join(f"and then came clause number {n}" for n in range(60)) + "."
    passages = cut_passages(article_of(text))
    assert len(passages) > 1
    assert all(len(p.text.split()) <= MAX_WORDS for p in passages)
    assert all(text[p.start : p.end] == p.text for p in passages)
