from __future__ import annotations

import time
from pathlib import Path

import pytest

from index.errors import ArticleError
from index.intake.feeds import Feed, is_feed, parse_feed
from index.reading.options import Limits

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour &amp; Post</title>{}'
    "</channel></rss>"
)
ITEM = (
    "<item><title>Storm {0}</title><link>/news/storm-{0}</link>"
    "<pubDate>Thu, {1:02} Feb 2025 23:30:00 -0500</pubDate>"
    "<author>desk@example.com (Ann Lee)</author>"
    "<description>&lt;p&gt;The first &lt;b&gt;wave&lt;/b&gt;.&lt;/p&gt;"
    "&lt;p&gt;The second.&lt;/p&gt;"
    "&lt;p&gt;The post Storm appeared first on Harbour Post.&lt;/p&gt;</description></item>"
)


def rss(items: str) -> bytes:
    return RSS.replace("{}", items).encode()


def read(items: str) -> Feed:
    return parse_feed(rss(items), "https://example.com/feed.xml")


def test_rss_entries_have_what_the_feed_says() -> None:
    feed = read(ITEM.format(1, 6))
    entry = feed.entries[0]
    assert feed.title == "Harbour & Post"
    assert (entry.title, entry.url) == ("Storm 1", "https://example.com/news/storm-1")
    assert (entry.published, entry.authors) == ("2025-02-06", ("Ann Lee",))
    assert entry.text == "The first wave.\n\nThe second."


def test_atom_entries_have_what_the_feed_says() -> None:
    entry = parse_feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry>'
        b'<title type="html">A &amp;amp; B</title><link rel="alternate" href="https://e.x/1"/>'
        b"<updated>2025-02-03T23:30:00-05:00</updated><author><name>Ann Lee</name></author>"
        b"<author><name>Bo Kim</name></author><summary>Short.</summary>"
        b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p>'
        b"</div></content></entry></feed>"
    ).entries[0]
    assert (entry.title, entry.url, entry.published) == ("A & B", "https://e.x/1", "2025-02-03")
    assert entry.authors == ("Ann Lee", "Bo Kim")
    assert entry.text == "One.\n\nTwo."


def test_only_the_newest_entries_are_taken_and_the_rest_counted() -> None:
    started = time.monotonic()
    feed = read("".join(ITEM.format(i, i % 28 + 1) for i in range(10_000)))
    assert time.monotonic() - started < 15
    assert (len(feed.entries), feed.left_out) == (200, 9_800)
    assert {entry.published for entry in feed.entries} == {"2025-02-28"}


def test_broken_xml_is_read_as_far_as_it_can_be() -> None:
    broken = rss(ITEM.format(1, 1) + ITEM.format(2, 2) + "<item><title>Cut")[:-40] + b"& <<\x01"
    assert {"Storm 1", "Storm 2"} <= {entry.title for entry in parse_feed(broken).entries}


def test_entities_neither_multiply_nor_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    bomb = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcde", "bcdef", strict=True)
    )
    content = (
        f'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{bomb}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<rss version='2.0'><channel><item><title>T &f; &x;</title></item></channel></rss>"
    )
    entry = parse_feed(content.encode()).entries[0]
    assert len(entry.title or "") < 1_000 and "secret" not in (entry.title or "")


def test_a_feed_is_never_a_path(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(ITEM.format(1, 1)))
    with pytest.raises(ArticleError, match="not a feed that can be read"):
        parse_feed(str(tmp_path / "feed.xml").encode())


def test_links_that_are_no_web_addresses_are_dropped() -> None:
    feed = read("<item><title>T</title><link>javascript:alert(1)</link></item>")
    assert feed.entries[0].url is None


@pytest.mark.parametrize("content", [b"", b"<rss></rss>", b"\x00\x01", b"<html>page</html>"])
def test_no_entries_is_an_error(content: bytes) -> None:
    with pytest.raises(ArticleError, match="not a feed that can be read, or has no entries"):
        parse_feed(content)


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (rss(""), "text/html", True),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><!-- c --><feed xmlns="x">', "", True),
        ('<?xml version="1.0"?><rdf:RDF xmlns:rdf="x">'.encode("utf-16"), "text/xml", True),
        (b'<html><head><link rel="alternate" type="application/rss+xml" href="f">', "", False),
        (b"<!DOCTYPE html><html>", "application/rss+xml", False),
        (b"<<broken", "application/rss+xml", True),
        (b"<svg>", "image/svg+xml", False),
    ],
)
def test_a_feed_is_told_from_a_page(content: bytes, content_type: str, expected: bool) -> None:
    assert is_feed(content, content_type) is expected


def test_what_would_take_for_ever_ends() -> None:
    with pytest.raises(ArticleError, match=r"takes longer than 1\.5 s"):
        parse_feed(b"<rss><channel>" + b"<a>" * 500_000, limits=Limits(seconds=1.5))
