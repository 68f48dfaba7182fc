from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from index.errors import ArticleError
from index.reading.formats.html import html_text, parse_page

PAGES = Path(__file__).parent / "pages"
WORDS = "The city council voted on Thursday to build a bridge, ending a long dispute. "
BODY = "".join(f"<p>Paragraph {number}. {WORDS * 2}</p>" for number in range(4))


def page(head: str = "", body: str = BODY) -> bytes:
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_a_page_gives_its_story_and_nothing_around_it() -> None:
    article = parse_page((PAGES / "bridge.html").read_bytes(), "web/x/bridge.txt")
    assert article.title == "Council approves bridge over the Orne"
    assert article.published == "2025-02-13"
    assert article.authors == ("Ann Lee", "Bo Kim")
    assert article.source == "The Daily Example"
    assert article.url == "https://news.example.com/2025/02/13/bridge"
    assert article.text.startswith("The city council of Brenwick voted on Thursday")
    assert "\n\nWhat the critics say\n\n" in article.text
    assert "\n\nLength: 412 metres\n\n" in article.text
    assert article.text.endswith("Two firms have made offers.")
    for noise in ("cookie", "Home", "Share", "Advertisement", "Tram line", "jack77", "newsletter",
                  "rights reserved", "Storm", "Ann Lee"):  # fmt: skip
        assert noise not in article.text


def test_an_old_page_laid_out_in_tables_and_a_form_keeps_its_paragraphs() -> None:
    article = parse_page((PAGES / "grain.html").read_bytes(), "a.html")
    assert article.text.count("\n\n") == 3
    assert "said Olaf Brandt" in article.text and "privacy" not in article.text
    assert (article.published, article.authors) == ("2024-11-05", ("Ines Vale",))
    assert article.source == "Harbour Post"


@pytest.mark.parametrize("name", ["login_wall", "cookie_wall", "list", "script_only"])
def test_a_page_without_a_story_says_so(name: str) -> None:
    with pytest.raises(ArticleError, match="has no article text"):
        parse_page((PAGES / f"{name}.html").read_bytes(), "a.html")


STORY = {"@type": "NewsArticle", "headline": "The bridge"}
ANN = {"@type": "Person", "name": "Ann Lee"}
DAY = {"datePublished": "2025-02-13T09:00:00Z"}


@pytest.mark.parametrize(
    "data",
    [
        STORY | DAY | {"author": ANN},
        [{"@type": "WebSite", "name": "x"}, STORY | DAY | {"author": [ANN]}],
        {"@graph": [STORY | {"author": {"name": ["Ann Lee"]}, "datePublished": "Feb 13, 2025"}]},
        {"@type": "WebPage", "mainEntity": STORY | DAY | {"author": "By Ann Lee"}},
        STORY | DAY | {"@type": ["Thing", "ReportageNewsArticle"], "author": ["Ann Lee"]},
        {"@graph": [STORY | {"author": ANN}, {"@type": "WebPage"} | DAY]},
    ],
)
def test_json_ld_is_read_in_every_shape(data: Any) -> None:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    article = parse_page(page(script), "a.html")
    assert (article.title, article.authors) == ("The bridge", ("Ann Lee",))
    assert article.published == "2025-02-13"


@pytest.mark.parametrize(
    "broken", ["{", "[" * 100_000, '{"@type": "NewsArticle", "author": 7}', "null", '"x"']
)
def test_broken_json_ld_costs_what_it_says_alone(broken: str) -> None:
    head = f'<title>The bridge</title><script type="application/ld+json">{broken}</script>'
    assert parse_page(page(head), "a.html").text.startswith("Paragraph 0.")


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("/story/bridge", "https://news.example.com/story/bridge"),
        ("https://www.example.com/b", "https://www.example.com/b"),
        ("https://bbc.co.uk/story", "https://news.example.com/b?utm_source=x"),
        ("https://news.example.com/", "https://news.example.com/b?utm_source=x"),
        ("javascript:alert(1)", "https://news.example.com/b?utm_source=x"),
    ],
)
def test_a_page_names_its_address_within_its_own_site(canonical: str, kept: str) -> None:
    head = f'<link rel="canonical" href="{canonical}">'
    url = "https://news.example.com/b?utm_source=x"
    assert parse_page(page(head), "a.html", url).url == kept


@pytest.mark.parametrize(
    ("encoded", "declared", "header"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "", "windows-1252"),
        ("cp1252", "utf-8", ""),
        ("utf-16", "", ""),
        ("utf-16-le", "", "utf-16le"),
        ("utf-8-sig", "", ""),
        ("cp1252", "rot13", "punycode"),
    ],
)
def test_encodings_are_seen_through(encoded: str, declared: str, header: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    html = page(meta + "<title>T</title>", BODY + "<p>La soirée était animée à Orléans.</p>")
    article = parse_page(html.decode().encode(encoded), "a.html", charset=header)
    assert article.text.endswith("La soirée était animée à Orléans.")


def test_what_turns_or_hides_text_is_gone() -> None:
    article = parse_page(page(body=BODY + "<p>A\u202eb\u200bc &#x202e; &#27;[2J d.</p>"), "a.html")
    assert article.text.endswith("Abc [2J d.")


def test_a_title_loses_the_outlets_name() -> None:
    head = '<meta property="og:title" content="The bridge - Harbour Post">'
    head += '<meta property="og:site_name" content="Harbour Post">'
    assert parse_page(page(head), "a.html").title == "The bridge"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a web page"),
        (b"\x00\x01\x02" * 50, "binary data"),
        (b"<p>" + b"x" * 10_000_000, "larger than 10 MB"),
        (b"<p>x" * 40_000, "more than 30,000 elements"),
        (b"<p " + b"a " * 200_000, "tag of more than 200,000 characters"),
    ],
)
def test_unusable_pages_say_why(content: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        parse_page(content, "a.html")


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 29_000 + BODY.encode(),
        b"<p>word word" * 14_000,
        b"<ul><li>x" * 14_000,
        b"<!--" * 200_000,
        b"<" * 900_000,
        b'<p style="display:none">x y. </p>' * 12_000,
        b'<meta name="author" content="' + b"<!--" * 490 + b'">' + BODY.encode(),
        b"<p>" + b" " * 900_000 + b"x" + BODY.encode(),
        b'<script type="application/ld+json">' + b"<" * 400_000 + b"</script>" + BODY.encode(),
    ],
    ids=["deep", "flat", "lists", "comments", "brackets", "hidden", "meta", "spaces", "json"],
)
def test_hostile_pages_take_seconds_at_most(content: bytes) -> None:
    started = time.monotonic()
    try:
        parse_page(content, "a.html")
    except ArticleError as error:
        assert "\n" not in str(error)
    assert time.monotonic() - started < 10


def test_a_piece_of_html_is_its_words() -> None:
    html = "<p>One<br>two &amp; <b>th</b>ree</p><script>x()</script><ul><li>four</ul> five"
    assert html_text(html) == "One\n\ntwo & three\n\nfour\n\nfive"
    assert html_text("plain") == "plain"
