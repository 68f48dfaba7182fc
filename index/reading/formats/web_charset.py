"""From the bytes of a web page to its characters."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import ArticleError

# https://encoding.spec.whatwg.org/#names-and-labels: what a label means to a browser. Only these
# are decoded: Python knows codecs that no page is in, some of them slow or not even text.
_LABELS = {
    "gb18030": "gb18030 gb2312 gbk gb_2312 gb_2312-80 x-gbk chinese",
    "big5hkscs": "big5 big5-hkscs x-x-big5",
    "cp932": "shift_jis shift-jis sjis ms_kanji windows-31j x-sjis",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 korean windows-949",
    "cp1252": "windows-1252 cp1252 iso-8859-1 iso8859-1 latin1 latin-1 ascii us-ascii l1 x-cp1252",
    "cp1254": "windows-1254 iso-8859-9 iso8859-9 latin5 l5",
    "cp874": "windows-874 iso-8859-11 tis-620",
    "koi8_r": "koi8-r koi8 koi",
    "koi8_u": "koi8-u koi8-ru",
    "mac_roman": "macintosh mac x-mac-roman",
    "utf_8": "utf-8 utf8 unicode-1-1-utf-8",
    "utf_16_le": "utf-16 utf-16le ucs-2 unicode",
    "utf_16_be": "utf-16be",
    "cp866": "ibm866 cp866 866",
} | {
    f"cp{number}": f"windows-{number} cp{number} x-cp{number}"
    for number in (1250, 1251, 1253, 1255, 1256, 1257, 1258)
} | {
    f"iso8859_{part}": f"iso-8859-{part} iso8859-{part}"
    for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)
}  # fmt: skip
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
_META = re.compile(rb"""<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.I)
_META_WITHIN = 4_096
_DETECT_WITHIN = 100_000
_MAX_BROKEN = 0.2


def page_text(content: bytes, charset: str = "") -> str:
    """The characters of the page `content`; `charset` is what its HTTP header named, if anything.

    A byte order mark counts most, then the bytes themselves (what is valid UTF-8 is UTF-8,
    whatever a misconfigured server says), then the header, the page's own `<meta>`, then
    Windows-1252, and what charset-normalizer makes of the bytes. Raises ArticleError for what is
    no text.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace")
    declared = [_CODECS.get(charset.strip().lower())]
    if meta := _META.search(content[:_META_WITHIN]):
        named = _CODECS.get(meta.group(1).decode("ascii", "replace").lower())
        # A page that can be searched for "<meta" byte by byte is not in UTF-16.
        declared.append("utf_8" if named in ("utf_16_le", "utf_16_be") else named)
    if not {"iso2022_jp", "utf_16_le", "utf_16_be"} & set(declared):
        if b"\x00" in content[:_META_WITHIN]:
            raise ArticleError("is not a web page but binary data")
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in declared:
        if name is not None and (text := _decoded(content, name)) is not None:
            return text
    # A few broken bytes in a page that is otherwise UTF-8 make it no other encoding.
    if (text := _decoded(content, "utf_8")) is not None:
        return text
    try:
        return content.decode("cp1252")  # what Western pages are in when they do not say
    except UnicodeDecodeError:
        best = from_bytes(content[:_DETECT_WITHIN]).best()
        return content.decode(best.encoding if best else "cp1252", "replace")


def _decoded(content: bytes, codec: str) -> str | None:
    """The text, unless so much of what is not ASCII is broken that it is in another encoding."""
    text = content.decode(codec, "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") <= _MAX_BROKEN * beyond_ascii else None
