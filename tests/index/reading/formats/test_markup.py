from __future__ import annotations

import time

import pytest

from index.reading.cleaning import clean_text
from index.reading.formats.markup import plain_text


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("Write to <ann@example.com> or <Bo>.", "Write to <ann@example.com> or <Bo>."),
        ("R&amp;D &#8212; &ldquo;so&rdquo;", "R&D — “so”"),
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("<div><p>One\n two</p>\n<ul><li>a</li><li>b</li></ul></div>", "One two\n\na\n\nb"),
        ("One.\n\nTwo with <em>stress</em>.\nThree.", "One.\n\nTwo with stress.\nThree."),
        ("One<br/>two<BR>three", "One\ntwo\nthree"),
        ("<p>Seen<script>alert('<p>no')</script><style>p {}</style></p>", "Seen"),
        ("<p>not closed <b>at all", "not closed at all"),
        ("<p><!-- <p>hidden</p> -->Seen</p>", "Seen"),
        ("<p>nul\x00 and \ud800 half</p>", "nul and half"),
    ],
)
def test_markup_becomes_text(written: str, plain: str) -> None:
    assert clean_text(plain_text(written)) == plain


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>" * 29_000,
        "<p>" * 300_000,
        "<div><b>" * 14_000 + "x",
        "<p " * 100_000,
        "<p><!--" * 14_000,
        "<a href=" + "x" * 900_000 + "<p>",
        "&" * 900_000 + "<p>",
        " " * 900_000 + "<p>x",
        "<p>" + "\t\xa0" * 400_000 + "x",
    ],
)
def test_hostile_markup_takes_little_time(hostile: str) -> None:
    started = time.perf_counter()
    clean_text(plain_text(hostile))
    assert time.perf_counter() - started < 5
