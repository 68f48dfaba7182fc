"""The records of a dump, one after the other: JSON lines, one JSON document, or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from index.errors import ArticleError
from index.reading.cleaning import one_line
from index.reading.fields import Fields, Record
from index.reading.formats.content import decode
from index.reading.formats.dump_stream import (
    DamagedDumpError,
    Stream,
    decode_line,
    lines,
    open_dump,
)
from index.reading.options import Limits, ReadOptions

Found = tuple[int, dict[Any, Any] | str]
"""A record's place, from 1 (a line; in a JSON document an item), and the record or what ails it."""

_MAX_DEPTH = 3
_MAX_INTEGER_DIGITS = 300
_NOT_RECORDS = {"authors", "author", "byline", "creator", "writers", "images", "media", "tags"}


def csv_records(file: BinaryIO, limits: Limits) -> Iterator[Found]:
    """A record a row, by the names in the first row; the place is the row's first line."""
    # The csv module has one limit for the whole process, and its default cuts long articles off.
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_bytes))
    source = _CsvLines(open_dump(file, limits), limits)
    rows = csv.reader(source, delimiter=source.delimiter())
    header: list[str] | None = None
    while True:
        first = source.begin_row()
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield first, f"is not valid CSV ({error})"
            continue
        if row is None:
            return
        if header is None:
            header = row
            continue
        while len(row) > len(header) and not row[-1].strip():
            row.pop()
        if not any(row):
            continue
        if len(row) != len(header):
            yield first, f"has {len(row)} fields where the first row has {len(header)}"
            continue
        yield first, dict(zip(header, row, strict=True))


def json_records(file: BinaryIO, options: ReadOptions, *, by_line: bool) -> Iterator[Found]:
    """The records of JSON lines or of one JSON document, whichever `file` turns out to be.

    `by_line` says which its name speaks of, for where its beginning does not tell. A document is
    a list of records, an object that holds one (`{"articles": [...]}`), or one record, whose place
    is 0.
    """
    limits = options.limits
    stream = open_dump(file, limits)
    first = stream.readline(limits.record_bytes)
    while first and not first.strip():
        first = stream.readline(limits.record_bytes)
    if not first:
        return iter(())
    if first.lstrip().startswith(b"["):
        by_line = False
    elif isinstance(_parsed(decode_line(first)), dict):
        # A file of one line is one record, and so one article, if its name speaks of no lines.
        more = iter(lambda: stream.readline(limits.record_bytes), b"")
        by_line = by_line or any(line.strip() for line in more)
    if by_line:
        return _json_lines(open_dump(file, limits), limits)
    content = open_dump(file, limits).read(limits.file_bytes + 1)
    if len(content) <= limits.file_bytes:
        return _small_document(content, options.fields)
    return _large_document(file, limits)


def _json_lines(stream: Stream, limits: Limits) -> Iterator[Found]:
    for number, line in lines(stream, limits):
        if line is None:
            yield number, f"is larger than {limits.record_bytes / 1_000_000:g} MB"
        elif line.strip():
            value = _parsed(line.rstrip())
            yield number, value if isinstance(value, (dict, str)) else "is not a JSON object"


def _small_document(content: bytes, fields: Fields) -> Iterator[Found]:
    value = _parsed(decode(content))
    if isinstance(value, str):
        raise ArticleError(value)
    listed = value if isinstance(value, list) else None
    # An article may hold lists of its own, of pictures or comments.
    if isinstance(value, dict) and not any(map(bool, Record(value).values(fields.text))):
        listed = _listed(value)
    if listed is None:
        yield 0, value if isinstance(value, dict) else "is not a JSON object or list"
    for place, item in enumerate(listed or (), start=1):
        yield place, item if isinstance(item, dict) else "is not a JSON object"


def _listed(value: Any) -> list[Any] | None:
    """The first list of objects within `value`, near its top; None when there is none."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        below: list[Any] = []
        for holder in level:
            for name, held in holder.items() if isinstance(holder, dict) else ():
                if not _may_be_records(name):
                    continue
                if isinstance(held, list) and held and isinstance(held[0], dict):
                    return held
                below.append(held)
        level = below
    return None


def _large_document(file: BinaryIO, limits: Limits) -> Iterator[Found]:
    import ijson

    try:
        prefix = _prefix_of_list(ijson.parse(open_dump(file, limits), use_float=True))
        source = _RecordSized(open_dump(file, limits), limits)
        items = ijson.items(source, f"{prefix}.item".lstrip("."), use_float=True)
        for place, item in enumerate(items, start=1):
            source.begin_record()
            yield place, item if isinstance(item, dict) else "is not a JSON object"
    except (ijson.JSONError, ValueError) as error:
        raise DamagedDumpError(f"is not valid JSON from here on ({_said_by(error)})") from error


def _said_by(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    # What follows its first line is an excerpt of the file with an arrow below it.
    return one_line(text.partition("\n")[0], 80) or type(error).__name__


def _prefix_of_list(events: Iterator[tuple[str, str, Any]]) -> str:
    """Where the list of objects that is nearest to the top is; the first of several."""
    best: str | None = None
    waiting: str | None = None
    open_arrays = 0
    for prefix, event, _ in events:
        if waiting is not None and event == "start_map":
            if "." not in waiting:
                return waiting
            best = min(best or waiting, waiting, key=lambda path: path.count("."))
        waiting = None
        if event == "start_array":
            near = open_arrays == 0 and prefix.count(".") < _MAX_DEPTH
            waiting = prefix if near and _may_be_records(prefix.rpartition(".")[2]) else None
            open_arrays += 1
        elif event == "end_array":
            open_arrays -= 1
    if best is None:
        raise ArticleError("holds no list of articles")
    return best


def _may_be_records(name: str) -> bool:
    return name.lower() not in _NOT_RECORDS


def _parsed(text: str) -> Any:
    """The value that `text` spells in JSON, or, as text, why it spells none."""
    try:
        value = json.loads(text, parse_int=_integer)
    except RecursionError:
        return "is nested too deeply"
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}"
        return f"is not valid JSON ({error.msg}, {where})"
    return "is not a JSON object" if isinstance(value, str) else value


def _integer(digits: str) -> int | None:
    # To make an integer of a million digits takes minutes, and no field of an article is one.
    return int(digits) if len(digits) <= _MAX_INTEGER_DIGITS else None


class _CsvLines:
    """The lines of a CSV file for the csv module, counted and within the limit for a record."""

    def __init__(self, stream: Stream, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._number = 0
        self._row = 0

    def delimiter(self) -> str:
        """What the first line separates its names with: a comma, a semicolon or a tab."""
        head = self._stream.peek(4096)[:4096].split(b"\n")[0]
        return max(",;\t", key=lambda mark: head.count(mark.encode()))

    def begin_row(self) -> int:
        """Say that a row begins; gives the number of its first line."""
        self._row = 0
        return self._number + 1

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._limits.record_bytes + 1)
        if not line:
            raise StopIteration
        self._number += 1
        self._row += len(line)
        if self._row > self._limits.record_bytes:
            raise DamagedDumpError(
                f"has a row larger than {self._limits.record_bytes / 1_000_000:g} MB "
                "(a quote that is not closed?)"
            )
        return decode_line(line)


class _RecordSized:
    """A stream for ijson that ends in an error when one record takes too much of it."""

    def __init__(self, stream: Stream, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._since = 0

    def begin_record(self) -> None:
        self._since = 0

    def read(self, size: int) -> bytes:
        chunk = self._stream.read(size)
        # A chunk may end one record and begin the next: only what is certain counts.
        if self._since > self._limits.record_bytes:
            raise DamagedDumpError(
                f"has a record larger than {self._limits.record_bytes / 1_000_000:g} MB"
            )
        self._since += len(chunk)
        return chunk
