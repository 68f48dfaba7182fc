"""The bytes of a dump, decompressed as they are read, within limits."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, cast

from index.errors import ArticleError
from index.reading.formats.content import UTF16_MARKS, kind_of
from index.reading.options import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Stream: TypeAlias = "io.BufferedReader[Any]"

_BOM = b"\xef\xbb\xbf"
# Below this a high ratio is nothing to fear.
_HARMLESS_BYTES = 10_000_000
_CHUNK = 65_536


class DamagedDumpError(ArticleError):
    """A dump cannot be read any further; what came before is good."""


def open_dump(file: BinaryIO, limits: Limits) -> Stream:
    """The bytes of `file` from its beginning, decompressed when they are gzip's, in UTF-8.

    What a file holds decides, not its name: tools that download `.gz` files often unpack them.
    Raises ArticleError when it is not text; reading raises DamagedDumpError where the data end too
    early or a limit is met, ArticleError when they look like a decompression bomb.
    """
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    packed = head.startswith(b"\x1f\x8b")
    source = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file
    stream: Stream = io.BufferedReader(_Limited(source, file, limits), _CHUNK)
    start = stream.peek(_CHUNK)[:_CHUNK]
    kind = kind_of(start)
    if kind is not None:
        raise ArticleError(f"holds {kind}, not articles in JSON or CSV")
    if start.startswith(UTF16_MARKS):
        stream = io.BufferedReader(_Utf8(stream), _CHUNK)
    elif start.startswith(_BOM):
        stream.read(len(_BOM))
    return stream


def lines(stream: Stream, limits: Limits) -> Iterator[tuple[int, str | None]]:
    """Each line with its number, from 1; None for one that is longer than a record may be."""
    number = 0
    while line := stream.readline(limits.record_bytes + 1):
        number += 1
        if len(line) > limits.record_bytes:
            while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
                pass
            yield number, None
            continue
        yield number, decode_line(line)


def decode_line(line: bytes) -> str:
    """The text of `line`: UTF-8, or else what Western files are in when they are not."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


class _Limited(io.RawIOBase):
    """Reads `source`, which unpacks `file`, and watches how much comes out."""

    def __init__(self, source: BinaryIO, file: BinaryIO, limits: Limits) -> None:
        self._source = source
        self._file = file
        self._limits = limits
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            chunk = self._source.read(len(view))
        except EOFError as error:
            raise DamagedDumpError("its compressed data end too early") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise DamagedDumpError("its compressed data are damaged") from error
        self._given += len(chunk)
        if self._given > self._limits.dump_bytes:
            raise DamagedDumpError(
                f"is larger than {self._limits.dump_bytes / 1_000_000:g} MB (decompressed)"
            )
        ratio = self._limits.gzip_ratio
        if self._given > _HARMLESS_BYTES and self._given > ratio * self._file.tell():
            raise ArticleError(
                f"unpacks to more than {ratio} times its size, as a decompression bomb does"
            )
        view[: len(chunk)] = chunk
        return len(chunk)


class _Utf8(io.RawIOBase):
    """The UTF-16 text of `stream` as UTF-8."""

    def __init__(self, stream: Stream) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = self._text.read(_CHUNK).encode("utf-8", "replace")
        chunk, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(chunk)] = chunk
        return len(chunk)
