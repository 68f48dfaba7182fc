"""The address of a Chroma server, as a setting gives it."""

from __future__ import annotations

from urllib.parse import urlsplit

_PORTS = {"http": 8000, "https": 443}


def chroma_address(url: str) -> str:
    """`url` with its port written out: scheme, host, port and path, without a slash at the end.

    Raises ValueError, saying what is wrong, for what is no http or https address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is no address such as http://localhost:8000")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"{parts.hostname} with a user, a query or a fragment is not supported")
    port = parts.port or _PORTS[parts.scheme]  # says itself what is wrong with it
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"
