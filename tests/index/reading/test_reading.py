from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import Article
from index.errors import ArticleError, CorpusError
from index.reading.corpus import read_corpus
from index.reading.formats.text import parse_article


def test_seed_article_has_its_title_and_no_empty_tail(article: Article) -> None:
    assert article.title == (
        "Shifting Dynamics: US Administration's New Approach on Ukraine Conflict"
    )
    assert article.text.startswith("On February 12, US Defense Secretary Pete Hegseth")
    assert article.text.endswith("as the international community watches closely.")
    assert article.path == "shifting-dynamics-us-approach-on-ukraine.txt"


def test_front_matter_says_what_is_known() -> None:
    article = parse_article(
        "---\ntitle: The title\ndate: 2025-02-13\nauthors: [Ann Lee, Bo Kim]\n"
        "source: The Daily\nurl: https://example.com/a\n---\nThe text.\n",
        "a.txt",
    )
    assert article == Article(
        article.id,
        "The title",
        "The text.",
        "a.txt",
        "2025-02-13",
        ("Ann Lee", "Bo Kim"),
        "The Daily",
        "https://example.com/a",
    )


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2025-02-13", "2025-02-13"),
        ("13 February 2025", "2025-02-13"),
        ("Feb 13, 2025 10:30 GMT", "2025-02-13"),
        ("2025-02-13T10:30:00Z", "2025-02-13"),
        ("no date at all", None),
        ("2025-13-45", None),
        ("2025-02-30", None),
        ("2025", None),
        ("March", None),
        ("10:30", None),
    ],
)
def test_dates_become_iso_dates(written: str, date: str | None) -> None:
    assert parse_article(f"---\ndate: {written}\n---\nT\nText.", "a.txt").published == date


def test_an_author_may_be_one_line() -> None:
    article = parse_article("---\nauthor: Ann Lee and Bo Kim\n---\nTitle\nText.", "a.txt")
    assert article.authors == ("Ann Lee", "Bo Kim")


def test_an_address_that_is_no_web_address_is_dropped() -> None:
    assert parse_article("---\nurl: javascript:alert(1)\n---\nT\nText.", "a.txt").url is None


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    article = parse_article(
        "# The *title*\n\nThe **text** with a [link](https://x.y).\n\n- one\n- two\n\n<b>raw</b>\n",
        "a.md",
        markdown=True,
    )
    assert article.title == "The title"
    assert article.text.startswith("The text with a link.")
    assert "two" in article.text and "<b>" not in article.text


def test_a_single_paragraph_is_text_and_takes_its_title_from_the_file() -> None:
    article = parse_article("Only one line.", "new-bridge_opens.txt")
    assert (article.title, article.text) == ("New bridge opens", "Only one line.")


def test_windows_line_ends_and_control_characters_are_gone() -> None:
    article = parse_article("Title\r\nOne.\r\nTwo\x1b[31m.\x00\r\n", "a.txt")
    assert article.text == "One.\nTwo[31m."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "has no text"),
        ("  \n ", "has no text"),
        ("---\ntitle: [\n---\nT\nText.", "front matter is not valid YAML"),
        ("---\n- a\n- b\n---\nT\nText.", "not a list of"),
        ("---\na: &x [1]\nb: *x\n---\nT\nText.", "YAML aliases"),
        ("---\na: " + "[" * 3000 + "\n---\nT\nText.", "not valid YAML"),
        ("---\na: " + "x" * 20_000 + "\n---\nT\nText.", "longer than 10,000"),
    ],
)
def test_unusable_content_says_why(content: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        parse_article(content, "a.txt")


@pytest.mark.parametrize(
    "value", ["!!int a", "0x_", '!!float ""', "!!timestamp x", "[[1], {a: b}]"]
)
def test_odd_front_matter_is_text_or_nothing(value: str) -> None:
    article = parse_article(f"---\ndate: {value}\nauthors: {value}\n---\nT\nText.", "a.txt")
    assert article.published is None


def test_metadata_cannot_carry_what_moves_a_cursor() -> None:
    article = parse_article(
        '---\ntitle: "\\e]0;pwned\\a\\e[2J\\ud800\\u202e!"\n---\nText \x9b31m.', "a.txt"
    )
    assert article.title == "]0;pwned[2J!"
    assert article.text == "Text 31m."


def test_a_name_that_is_not_utf8_is_spelt_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Title\nText.", encoding="utf-8")
    assert [a.path for a in read_corpus(tmp_path).articles] == ["caf\\udce9.txt"]


def test_a_bad_file_costs_that_file_alone(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Title\nText.", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(
        "Title\nLa soirée était très animée à Orléans.".encode("latin-1")
    )
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "large.txt").write_text("x" * 10_000_001, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("Title\nText.", encoding="utf-8")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.md").write_text("# T\n\nText.", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [a.path for a in corpus.articles] == ["good.txt", "latin.txt", "sub/deep.md"]
    assert {s.path: s.reason for s in corpus.skipped} == {
        "binary.txt": "is not text",
        "empty.txt": "has no text",
        "large.txt": "larger than 10 MB",
    }


def test_missing_or_empty_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist: create it"):
        read_corpus(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"no usable article: put \.txt or \.md files"):
        read_corpus(tmp_path)
