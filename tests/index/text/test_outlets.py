"""Outlets are called what people call them."""

from __future__ import annotations

import pytest

from index.text.facets import outlet, outlet_name


@pytest.mark.parametrize(
    ("source", "url", "name"),
    [
        (None, "https://www.usatoday.com/story/1", "USA Today"),
        ("usatoday.com", None, "USA Today"),
        ("The Post", "https://www.usatoday.com/story/1", "The Post"),
        (None, "https://www.bbc.co.uk/news/1", "BBC"),
        (None, "https://www.example.org/1", "example.org"),
        (None, "no address", ""),
        (None, None, ""),
    ],
)
def test_an_outlet_has_the_name_that_people_know(
    source: str | None, url: str | None, name: str
) -> None:
    assert outlet_name(source, url) == name


def test_it_is_found_by_its_name_and_by_its_address() -> None:
    assert outlet(None, "https://www.usatoday.com/1") == "USA Today usatoday.com"
    assert outlet("The Post", None) == "The Post"
    assert outlet(None, None) == ""
