"""What a model's sentence cites, and its plain words."""

from __future__ import annotations

import pytest

from assistant.written.markers import read


@pytest.mark.parametrize(
    ("written", "text", "cited"),
    [
        ("It rained [1].", "It rained.", (1,)),
        ("It rained [2][1], and snowed [2].", "It rained, and snowed.", (2, 1)),
        ("It rained [1, 3].", "It rained.", (1, 3)),
        ("It rained【4】.", "It rained.", (4,)),
        ("- **It** rained [1]", "It rained", (1,)),
        ("It [rained](http://a.example/x) today.", "It rained today.", ()),
        ("It ![x](http://a.example/x)rained.", "It rained.", ()),
        ("It <b>rained</b>.", "It rained.", ()),
        ("It\u200b rain\u00aded\u2069.", "It rained.", ()),
        ("It rained [citation needed].", "It rained [citation needed].", ()),
        ("snake_case stays", "snake_case stays", ()),
    ],
)
def test_a_sentence_is_read(written: str, text: str, cited: tuple[int, ...]) -> None:
    found = read(written)
    assert (found.text, found.cited) == (text, cited)
