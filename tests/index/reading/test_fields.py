from __future__ import annotations

import pickle

import pytest

from index.reading.corpus import Limits, ReadOptions
from index.reading.fields import Fields, Record


def test_names_are_found_in_any_spelling_and_best_first() -> None:
    record = Record({"ArticleBody": "b", "Published At": "d", "content": ""})
    assert list(record.values(Fields().text)) == ["", "b"]
    assert list(record.values(Fields().date)) == ["d"]


def test_a_setting_names_nested_fields_and_alternatives() -> None:
    fields = Fields.parse(" title = headline , text=body.content|body.plain ")
    record = Record({"title": "no", "headline": "yes", "body": {"plain": "text"}})
    assert list(record.values(fields.title)) == ["yes"]
    assert list(record.values(fields.text)) == ["text"]
    assert fields.url == Fields().url


def test_a_column_may_have_a_dot_in_its_name() -> None:
    fields = Fields.parse("text=body.content")
    assert list(Record({"body.content": "text"}).values(fields.text)) == ["text"]


def test_no_setting_is_the_default() -> None:
    assert Fields.parse("") == Fields()


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("titel=headline", "names “titel”, which no article has: use title, text, .* or id"),
        ("title", "has “title” without a “=”"),
        ("title=", "gives “title” no field"),
        ("text=a..b", "gives “text” no field or an empty one"),
        ("text=a|", "gives “text” no field or an empty one"),
        ("text=a,text=b", "names “text” twice"),
    ],
)
def test_a_bad_setting_is_one_clear_line(setting: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as raised:
        Fields.parse(setting)
    assert "\n" not in str(raised.value)


def test_options_can_be_compared_hashed_and_sent_to_a_process() -> None:
    options = ReadOptions(Limits(file_bytes=1), Fields.parse("title=headline"))
    assert {options: 1}[pickle.loads(pickle.dumps(options))] == 1
    assert options != ReadOptions()
