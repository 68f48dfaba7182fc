"""A citation's link opens the publisher's page at the quotation."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

import pytest
import web_server
from reader import Reader
from web_server import Site

from ui.ask.source import at_words

QUOTES = [
    "The bridge is shut.",
    "“We can’t go on,” she said — and left; the rest, 50% of it, stayed - for now.",
    "A well-known, long-serving, half-blind officer (41) & his dog, “Rex-2”, found the boat at the "
    "end of the pier on the morning of Monday, 3 March, after a search of three days and nights.",
    "Zürich’s mayor paid €3.4m: “too much”, said Ælfric O’Brien-Łukasz?",
]


@pytest.fixture
def site() -> Iterator[Site]:
    with web_server.serve() as site:
        yield site


@pytest.mark.parametrize("quote", QUOTES)
def test_the_page_is_opened_at_the_words(
    new_reader: Callable[..., Reader], url: str, site: Site, quote: str
) -> None:
    filler = "".join(f"<p>Paragraph {n} of something else.</p>" for n in range(200))
    address = site.page(
        "/story",
        "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Story</title>"
        f"{filler}<p id=said>He came. {html.escape(quote)} It rained.</p>{filler}",
    )
    page = new_reader(url).page
    page.goto(at_words(address, quote))
    page.wait_for_function("window.scrollY > 0")
    box = page.locator("#said").bounding_box()
    assert box is not None and -box["height"] < box["y"] < 800


def test_an_address_with_a_fragment_keeps_it() -> None:
    found = at_words("https://a.example/b?c=d#top", "one-two three, four")
    assert found == "https://a.example/b?c=d#top:~:text=one%2Dtwo%20three%2C%20four"
    long = at_words("https://a.example/b", "a b c d e f g h i j")
    assert long == "https://a.example/b#:~:text=a%20b%20c%20d,g%20h%20i%20j"
