"""Names, origins and networks as the settings of the service have them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_NAME = re.compile(r"(?!.*\.\.)[a-z0-9]([a-z0-9_.-]{0,251}[a-z0-9])?")


def host_name(text: str) -> str:
    """A name or an address of a host, in lower case. Raises ValueError if it is neither."""
    name = text.strip().lower().strip("[]")
    if not _NAME.fullmatch(name) and ("/" in name or not _is_network(name)):
        raise ValueError(f"{text.strip()!r} is no name of a host, such as news.example.com")
    return name


def network(text: str) -> str:
    """An address or a network of addresses. Raises ValueError if it is neither."""
    if not _is_network(text.strip()):
        raise ValueError(
            f"{text.strip()!r} is no address or network, such as 192.0.2.7 or 10.0.0.0/8"
        )
    return text.strip()


def origin(text: str) -> str:
    """The origin of a web page, in lower case. Raises ValueError if it is none."""
    found = text.strip().rstrip("/")
    try:
        parts = urlsplit(found)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port is not False
    except ValueError:
        whole = False
    if not whole or found.count("/") != 2 or "*" in found:
        raise ValueError(f"{text.strip()!r} is no origin, such as https://example.com")
    return found.lower()


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True
