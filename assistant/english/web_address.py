"""Whether a text holds a web address, in any alphabet and however its dots are written.

It errs on the side of yes: "Booking.com" is one, and so are two words with a full stop and no space
between them. A page or a program makes a link of what it takes for an address.
"""

from __future__ import annotations

import re
import unicodedata

# What browsers read as a full stop in an address, and NFKC leaves as it is.
_STOPS = str.maketrans({"。": "."})
_SLASHES = str.maketrans(dict.fromkeys("⁄∕⧸╱", "/"))
_HIDDEN = ("Cf", "Cc", "Co", "Cs", "Cn", "Mn")
_SPELT = re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?|\s(?:\.\s?|dot\s)(?=\w)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"://|\]\(|\b(?:https?|ftp|file|data|javascript|mailto|tel|wss?)\s?:|\bwww\b"
    # A host: labels with dots between them, of which the last has two letters or more.
    r"|[^\W_]\.(?:[\w-]{1,63}\.){0,5}(?:[^\W\d_]{2,63}|xn--[\w-]{1,59})\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|\w@\w",
    re.IGNORECASE,
)


def holds_address(text: str) -> bool:
    """Whether `text` has what may pass for the address of a page, a file or a person."""
    plain = unicodedata.normalize("NFKC", text).translate(_STOPS).translate(_SLASHES)
    seen = "".join(c for c in plain if unicodedata.category(c) not in _HIDDEN or c.isspace())
    return _ADDRESS.search(_SPELT.sub(".", seen)) is not None
