"""What a model puts around its sentences is taken away; a quotation of many sentences stays one."""

from __future__ import annotations

import time

import pytest

from assistant.written.model.framing import Unframing


@pytest.mark.parametrize(
    ("sentence", "bare"),
    [
        ("The passage says: Healey agreed [1].", "Healey agreed [1]."),
        ("The answer is that shares fell [1].", "Shares fell [1]."),
        ("The passage is:", ""),
        ("(Healey agreed [1].", "Healey agreed [1]."),
        ("Healey agreed.)", "Healey agreed."),
        ("Healey (left) agreed.", "Healey (left) agreed."),
        ("The article that won is his.", "The article that won is his."),
        ("The passage is about a vote.", "The passage is about a vote."),
        ("iPhones sell.", "iPhones sell."),
        ("He is 6'4\" tall.", "He is 6'4\" tall."),
    ],
)
def test_a_sentence_stands_without_its_frame(sentence: str, bare: str) -> None:
    assert Unframing()(sentence) == bare


def test_each_sentence_of_a_quotation_has_its_marks() -> None:
    unframed = Unframing()
    said = [
        'Healey said: "We agree.',
        "It is hard.",
        'But it will be." Barrot left.',
        "He is back.",
    ]
    assert [unframed(s) for s in said] == [
        'Healey said: "We agree."',
        '"It is hard."',
        '"But it will be." Barrot left.',
        "He is back.",
    ]
    assert [unframed(s) for s in ("“One.", "“Two.", "Three.”")] == ["“One.”", "“Two.”", "“Three.”"]


def test_hostile_sentences_take_no_time() -> None:
    begun = time.thread_time()
    for hostile in ("the passage " * 200, "(" * 1500, '"' * 1500, "(“" * 700 + "passages that "):
        Unframing()(hostile)
    assert time.thread_time() - begun < 1
