from __future__ import annotations

import csv
import gzip
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from index.article import Article, article_id
from index.errors import ArticleError
from index.reading.corpus import Limits, ReadOptions, Skipped, read_file
from index.reading.fields import Fields

ARTICLE = {
    "url": "https://example.com/2025/bridge",
    "title": "Council approves the bridge",
    "date": "2025/02/13",
    "authors": ["Ann Lee", "Bo Kim"],
    "text": "The council met.\n\nIt approved the bridge.",
    "first_seen": "20250214",
}


def read(path: Path, options: ReadOptions | None = None) -> tuple[list[Article], dict[str, str]]:
    found = list(read_file(path, path.name, options or ReadOptions()))
    articles = [item for item in found if isinstance(item, Article)]
    return articles, {item.path: item.reason for item in found if isinstance(item, Skipped)}


def lines(path: Path, *records: Any) -> Path:
    text = "".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in records)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def only(path: Path, options: ReadOptions | None = None) -> Article:
    articles, skipped = read(path, options)
    assert not skipped
    assert len(articles) == 1
    return articles[0]


def test_a_line_is_an_article(tmp_path: Path) -> None:
    assert only(lines(tmp_path / "a.jsonl", ARTICLE)) == Article(
        id=article_id("a.jsonl#https://example.com/2025/bridge"),
        title="Council approves the bridge",
        text="The council met.\n\nIt approved the bridge.",
        path="a.jsonl#example.com/2025/bridge",
        published="2025-02-13",
        authors=("Ann Lee", "Bo Kim"),
        url="https://example.com/2025/bridge",
    )


def test_every_form_of_a_dump_gives_the_same_articles(tmp_path: Path) -> None:
    records = [dict(ARTICLE, url=f"https://example.com/{n}") for n in range(3)]
    whole = [json.dumps(r) for r in records]
    forms = {
        "a.jsonl": "\n".join(whole),
        "b.jsonl": "\r\n\r\n".join(whole) + "\r\n",
        "c.json": "\n".join(whole),
        "d.json": json.dumps(records),
        "e.json": json.dumps({"status": "ok", "articles": records}, indent=2),
        "f.json": json.dumps({"response": {"tags": [{"a": 1}], "docs": records}}),
        "g.jsonl": json.dumps(records, indent=1),
    }
    for name, content in forms.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
        (tmp_path / f"not-packed-{name}.gz").write_text(content, encoding="utf-8")
        (tmp_path / f"bom-{name}").write_text(content, encoding="utf-8-sig")
    for path in sorted(tmp_path.iterdir()):
        articles, skipped = read(path)
        assert [a.url for a in articles] == [r["url"] for r in records], path.name
        assert skipped == {}
        assert articles[0].text == ARTICLE["text"]


def test_a_large_json_document_is_read_the_same_way(tmp_path: Path) -> None:
    records = [dict(ARTICLE, url=f"https://example.com/{n}") for n in range(200)]
    large = ReadOptions(Limits(file_bytes=10_000))
    for name, document in {
        "a.json": records,
        "b.json": {"meta": {"tags": [{"a": 1}]}, "authors": [{"name": "A"}], "items": records},
        "c.json": {"response": {"docs": records}},
    }.items():
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
        assert read(tmp_path / name, large) == read(tmp_path / name)
        assert len(read(tmp_path / name)[0]) == 200


def test_one_article_in_a_json_file_has_the_files_name(tmp_path: Path) -> None:
    for name, indent in (("a.json", None), ("b.json", 2)):
        (tmp_path / name).write_text(json.dumps(ARTICLE, indent=indent), encoding="utf-8")
        article = only(tmp_path / name)
        assert (article.path, article.id) == (name, article_id(name))


def test_csv_has_quotes_line_ends_and_any_separator(tmp_path: Path) -> None:
    for delimiter in ",;\t":
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(["Headline", "Published At", "Author", "Body", "Outlet"])
            writer.writerow(["T", "Feb. 13, 2025", "Ann Lee", 'One, "two"; three.\n\nFour.', "D"])
            writer.writerow(["U", "", "['Ann Lee', 'Bo Kim']", "x" * 200_000, "D"])
        first, second = read(path)[0]
        assert (first.title, first.published, first.source) == ("T", "2025-02-13", "D")
        assert first.text == 'One, "two"; three.\n\nFour.'
        assert second.authors == ("Ann Lee", "Bo Kim")
        assert len(second.text) == 200_000


def test_bad_rows_of_a_csv_are_named_by_their_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'title,text\nT,"One.\nTwo."\nU\nV,a,b\nW,Three.,\n\nX,Four.\n', encoding="utf-8"
    )
    articles, skipped = read(tmp_path / "a.csv")
    assert [a.title for a in articles] == ["T", "W", "X"]
    assert skipped == {
        "a.csv:4": "has 1 fields where the first row has 2",
        "a.csv:5": "has 3 fields where the first row has 2",
    }


def test_a_quote_that_is_not_closed_costs_what_follows_it(tmp_path: Path) -> None:
    rows = "".join(f"T{n},Text {n}.\n" for n in range(50))
    (tmp_path / "a.csv").write_text(f'title,text\nT,One.\nU,"Two.\n{rows}', encoding="utf-8")
    articles, skipped = read(tmp_path / "a.csv", ReadOptions(Limits(record_bytes=300)))
    assert [a.title for a in articles] == ["T"]
    assert next(iter(skipped.values())).startswith("has a row larger than 0.0003 MB")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": "T", "te', "is not valid JSON (Unterminated string starting at, column 16)"),
        ("not json", "is not valid JSON (Expecting value, column 1)"),
        ("[1, 2]", "is not a JSON object"),
        ("null", "is not a JSON object"),
        ('"text"', "is not a JSON object"),
        ("12", "is not a JSON object"),
        ('{"title": "T", "text": ""}', "has no text"),
        ('{"title": "T", "text": {"a": 1}}', "has no text"),
        ('{"title": "T", "text": 12}', "has no text"),
        ("{}", "has no text"),
        ('{"headline": "T", "summary": "S"}', "it has headline, summary: map one"),
        ('{"a": ' * 100_000 + "1", "is nested too deeply"),
        ("\x00\x00", "is not valid JSON"),
        ('{"text": "' + "x" * 11_000_000 + '"}', "is larger than 10 MB"),
        ('{"text": "' + "x" * 1_100_000 + '"}', "its text is longer than 1,000,000 characters"),
    ],
)
def test_a_bad_line_costs_itself_alone_and_is_named(tmp_path: Path, line: str, reason: str) -> None:
    other = dict(ARTICLE, url="https://example.com/other")
    articles, skipped = read(lines(tmp_path / "a.jsonl", ARTICLE, line, other))
    assert [a.url for a in articles] == [ARTICLE["url"], other["url"]]
    assert list(skipped) == ["a.jsonl:2"]
    assert reason in skipped["a.jsonl:2"]


@pytest.mark.parametrize(
    "odd",
    [
        '{"title": NaN, "text": "Text.", "date": Infinity}',
        '{"title": 12, "text": "Text.", "date": ' + "9" * 100_000 + "}",
        '{"title": ["a"], "text": "Text.", "authors": 7, "url": {"a": 1}, "id": [1]}',
        '{"title": null, "text": "Text.", "source": [], "authors": [null, {"x": 1}, 3]}',
        '{"text": "Text.\\ud800\\u0000", "title": "\\ud83d"}',
        '{"text": ["Text."], "deep": ' + "[" * 500 + "]" * 500 + "}",
        '{"": "x", "text": "Text.", "url": "javascript:alert(1)"}',
    ],
)
def test_odd_values_are_nothing_and_the_text_stays(tmp_path: Path, odd: str) -> None:
    article = only(lines(tmp_path / "a.jsonl", odd))
    assert article.text == "Text."
    assert (article.published, article.authors, article.source, article.url) == (
        None,
        (),
        None,
        None,
    )
    article.content_hash.encode()


def test_an_invalid_date_costs_the_date_alone(tmp_path: Path) -> None:
    assert only(lines(tmp_path / "a.jsonl", dict(ARTICLE, date="2025-02-30"))).published is None


def test_lines_in_another_encoding_are_read(tmp_path: Path) -> None:
    text = '{"text": "La soirée était animée."}\n'
    for name, encoding in (("a.jsonl", "cp1252"), ("b.jsonl", "utf-16"), ("c.jsonl", "utf-8")):
        (tmp_path / name).write_text(text, encoding=encoding)
        assert only(tmp_path / name).text == "La soirée était animée."


def test_authors_and_source_in_any_form(tmp_path: Path) -> None:
    forms = [
        "Ann Lee and Bo Kim",
        "By Ann Lee, Bo Kim",
        [{"name": "Ann Lee"}, {"name": "Bo Kim"}],
        ["Ann Lee", " Bo\nKim ", "Ann Lee", ""],
    ]
    records = [
        {"id": n, "text": "Text.", "byline": form, "source": {"id": None, "name": "The Daily"}}
        for n, form in enumerate(forms)
    ]
    for article in read(lines(tmp_path / "a.jsonl", *records))[0]:
        assert article.authors == ("Ann Lee", "Bo Kim")
        assert article.source == "The Daily"


def test_html_in_a_field_becomes_text(tmp_path: Path) -> None:
    record = {
        "title": "Tom &amp; Ann <b>meet</b>",
        "content": "<p>One &mdash; two.<br>Three.</p>\n<script>x()</script>"
        "<p>Four&nbsp;<a>five</a>.</p>",
    }
    article = only(lines(tmp_path / "a.jsonl", record))
    assert article.title == "Tom & Ann meet"
    assert article.text == "One — two.\nThree.\n\nFour five."


def test_fields_are_found_as_the_setting_says(tmp_path: Path) -> None:
    record = {"headline": "H", "title": "wrong", "body": {"content": "Text."}}
    options = ReadOptions(fields=Fields.parse("title=headline,text=body.content"))
    article = only(lines(tmp_path / "a.jsonl", record), options)
    assert (article.title, article.text) == ("H", "Text.")


def test_an_article_without_a_title_begins_with_it(tmp_path: Path) -> None:
    long = "The council met and " + "talked and " * 30 + "went."
    first, second = read(lines(tmp_path / "a.jsonl", {"text": long}, {"text": "T\n\nText."}))[0]
    assert first.title.startswith("The council met") and len(first.title) <= 80
    assert first.text == long
    assert (second.title, second.text) == ("T", "Text.")


def test_ids_stay_when_lines_are_inserted_above(tmp_path: Path) -> None:
    records = [
        {"_id": {"$oid": "5f"}, "title": "A", "text": "One."},
        {"url": "https://example.com/b", "title": "B", "text": "Two."},
        {"title": "C", "date": "2025-02-13", "text": "Three."},
    ]
    before, _ = read(lines(tmp_path / "a.jsonl", *records))
    after, _ = read(lines(tmp_path / "a.jsonl", "", ARTICLE, *records))
    assert [a.id for a in before] == [a.id for a in after[1:]]
    assert [a.path for a in before] == [
        "a.jsonl#5f",
        "a.jsonl#example.com/b",
        "a.jsonl#C_2025-02-13~0e580075",
    ]


def test_paths_are_short_and_of_one_article_each(tmp_path: Path) -> None:
    keys = ["x" * 300, "x" * 301, "a b", "a_b", "http://e.com/a", "https://e.com/a", "e.com/a"]
    records = [{"id": key, "text": "Text."} for key in keys]
    articles, _ = read(lines(tmp_path / "a.jsonl", *records))
    assert len({a.path for a in articles}) == len({a.id for a in articles}) == len(keys)
    assert all(len(a.path) < 110 for a in articles)


def test_of_records_with_one_id_the_first_stays(tmp_path: Path) -> None:
    changed = dict(ARTICLE, text="Another text.")
    articles, skipped = read(lines(tmp_path / "a.jsonl", ARTICLE, ARTICLE, changed))
    assert len(articles) == 1
    assert skipped == {
        "a.jsonl:2": "is the same as a.jsonl:1",
        "a.jsonl:3": "has the same id as a.jsonl:1",
    }


def test_of_many_bad_records_the_first_hundred_are_named(tmp_path: Path) -> None:
    articles, skipped = read(lines(tmp_path / "a.jsonl", *["bad"] * 1000, ARTICLE))
    assert len(articles) == 1
    assert len(skipped) == 101
    assert skipped["a.jsonl"] == "and 900 more of its records were skipped"


def test_a_truncated_archive_gives_what_it_still_has(tmp_path: Path) -> None:
    records = [dict(ARTICLE, url=f"https://example.com/{n}", title=hex(n**30)) for n in range(9000)]
    packed = gzip.compress("\n".join(json.dumps(r) for r in records).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    articles, skipped = read(tmp_path / "a.jsonl.gz")
    assert len(articles) > 3000
    ((place, reason),) = skipped.items()
    assert place == f"a.jsonl.gz:{len(articles) + 1}"
    assert reason == "its compressed data end too early; what comes before it was read"
    (tmp_path / "b.jsonl.gz").write_bytes(packed[:100])
    with pytest.raises(ArticleError, match="its compressed data end too early"):
        read(tmp_path / "b.jsonl.gz")


def test_a_damaged_json_document_gives_what_comes_before(tmp_path: Path) -> None:
    records = [dict(ARTICLE, url=f"https://example.com/{n}") for n in range(200)]
    text = json.dumps(records)
    (tmp_path / "a.json").write_text(text[:-500] + "}" + text[-500:], encoding="utf-8")
    with pytest.raises(ArticleError, match="is not valid JSON"):
        read(tmp_path / "a.json")
    articles, skipped = read(tmp_path / "a.json", ReadOptions(Limits(file_bytes=10_000)))
    assert 150 < len(articles) < 200
    assert "is not valid JSON from here on" in next(iter(skipped.values()))


def test_a_gzip_bomb_is_refused_with_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(300):
            file.write(b" " * 1_000_000)
    tracemalloc.start()
    with pytest.raises(ArticleError, match="unpacks to more than 200 times its size"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_dump_that_is_too_large_gives_what_comes_before_the_limit(tmp_path: Path) -> None:
    records = [dict(ARTICLE, url=f"https://example.com/{n}") for n in range(2000)]
    path = lines(tmp_path / "a.jsonl", *records)
    articles, skipped = read(path, ReadOptions(Limits(dump_bytes=400_000)))
    assert 500 < len(articles) < 2000
    assert "is larger than 0.4 MB" in next(iter(skipped.values()))


def test_a_dump_is_never_whole_in_memory(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.json"):
        with (tmp_path / name).open("w", encoding="utf-8") as file:
            file.write("[" if name == "b.json" else "")
            for n in range(3000):
                file.write("," if n and name == "b.json" else "")
                record = dict(ARTICLE, url=f"https://e.com/{n}", text=f"{n} " * 2000)
                file.write(json.dumps(record) + "\n")
            file.write("]" if name == "b.json" else "")
        assert (tmp_path / name).stat().st_size > 25_000_000
        options = ReadOptions(Limits(file_bytes=1_000_000))
        tracemalloc.start()
        assert sum(1 for _ in read_file(tmp_path / name, name, options)) == 3000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # What is kept grows with the records' keys alone.
        assert peak < 8_000_000


def test_an_article_with_lists_of_its_own_is_one_article(tmp_path: Path) -> None:
    record = dict(ARTICLE, comments=[{"text": "First!"}, {"text": "Second!"}])
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    assert only(tmp_path / "a.json").text == ARTICLE["text"]
