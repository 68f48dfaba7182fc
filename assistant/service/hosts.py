"""The names that a service goes by, and the peers that ask it; nothing is looked up for either."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(:[0-9]{1,5})?")
# What one household or machine is given at the least.
_IPV6_PREFIX = 64


@dataclass(frozen=True)
class Hosts:
    """The names of this machine for itself and those in `named`; with `any_address` every address
    written in digits, too. A page of another site can have its own name lead here (DNS rebinding),
    but none of these.
    """

    named: frozenset[str] = frozenset()
    any_address: bool = False

    def allow(self, authority: str) -> bool:
        """Whether `authority`, the host and port of a request or an origin, is one of them."""
        match = _AUTHORITY.fullmatch(authority.lower())
        if match is None:
            return False
        host = match[1].strip("[]")
        if is_local_name(host) or host in self.named:
            return True
        return self.any_address and _address(host) is not None


def is_local_name(host: str) -> bool:
    """Whether `host` always means this machine: localhost, a name below it, a loopback address."""
    address = _address(host)
    if address is not None:
        return address.is_loopback
    return host == "localhost" or host.endswith(".localhost")


def peer(address: str) -> str:
    """Whom requests from `address` are counted for: an IPv6 address stands for its whole network,
    any address of which its owner can take.
    """
    found = _address(address)
    if not isinstance(found, ipaddress.IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), _IPV6_PREFIX), strict=False))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
