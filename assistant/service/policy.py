"""Who may ask the service, and how much: the settings of the service in one place."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.service.hosts import Hosts, is_local_name
from assistant.settings import Settings, SettingsError

# How long a question may wait for its turn before it is told to come back.
WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class ConnectionLimits:
    """How long and large what a client sends may be, and how many connections there are.

    A head (the request's line and headers) has `head_bytes`, `address_bytes` of it the address,
    and comes within `head_seconds`; a body within `body_seconds`, and a second more for every
    `body_rate` bytes that have come. Of a body that is not wanted any more `rest_bytes` are taken
    for `rest_seconds`. An answer of which nothing is read for `unread_seconds` is given up.
    `per_peer` connections are open to one address, and `in_all` to all of them.
    """

    head_bytes: int = 65_536
    address_bytes: int = 8_192
    head_seconds: float = 10.0
    body_seconds: float = 20.0
    body_rate: int = 10_000
    rest_bytes: int = 65_536
    rest_seconds: float = 1.0
    unread_seconds: float = 60.0
    per_peer: int = 200
    in_all: int = 500


@dataclass(frozen=True)
class Policy:
    """`token` is what a client has to show, None when nobody has to; `local` says that only this
    machine is served; `hosts` are the names that it has for others; `origins` are the web pages
    that may ask from a browser; `proxies` are the peers whose word on a client's address is taken;
    `per_minute` is how many requests one client may make, 0 for any number; the sizes are in bytes
    and turns; `at_once` questions are answered at a time, and `waiting` more wait for their turn.
    """

    token: str | None = None
    local: bool = True
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    per_minute: int = 120
    body_bytes: int = 256_000
    upload_bytes: int = 100_000_000
    upload_files: int = 100
    history: int = 50
    at_once: int = 4
    waiting: int = 64
    log_questions: bool = False
    connections: ConnectionLimits = ConnectionLimits()

    @property
    def may_edit(self) -> bool:
        """Whether who is let in may change the articles: not where anybody is who finds the way."""
        return self.local or self.token is not None

    @property
    def known_as(self) -> Hosts | None:
        """The names that a request may call the service by; None for any, since who is let in has
        the token, which a page of another site has not.
        """
        if self.token is not None:
            return None
        return Hosts(frozenset(self.hosts), any_address=not self.local)

    @staticmethod
    def of(settings: Settings, host: str, *, insecure: bool = False) -> Policy:
        """The policy for a service that listens on `host`.

        Raises SettingsError when others could reach it and no token is set, unless that is
        insisted on with `insecure`.
        """
        token = settings.api_token.get_secret_value() if settings.api_token else None
        local = is_local_name(host.lower())
        if not local and token is None and not insecure:
            raise SettingsError(
                f"Listening on {host} would let anybody who reaches this machine ask: set "
                "ASSISTANT_API_TOKEN to a secret that clients have to show, or insist with "
                "--insecure."
            )
        return Policy(
            token=token,
            local=local,
            hosts=_listed(settings.hosts),
            origins=_listed(settings.cors_origins),
            proxies=_listed(settings.trusted_proxies),
            per_minute=settings.rate_per_minute,
            body_bytes=settings.max_body_kb * 1000,
            upload_bytes=settings.max_upload_mb * 1_000_000,
            upload_files=settings.max_upload_files,
            history=settings.max_history,
            at_once=settings.answers_at_once,
            waiting=settings.max_waiting,
            log_questions=settings.log_questions,
            connections=ConnectionLimits(
                per_peer=settings.connections_per_address, in_all=settings.max_connections
            ),
        )


def _listed(setting: str | None) -> tuple[str, ...]:
    return tuple(setting.split(",")) if setting else ()
