"""Who may ask the service, and how much: the settings of the service in one place."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass

from assistant.settings import Settings, SettingsError

# How long a question may wait for its turn before it is told to come back.
WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class Policy:
    """`token` is what a client has to show, None when nobody has to; `local` says that only this
    machine is served; `origins` are the web pages that may ask from a browser; `per_minute` is
    how many requests one client may make, 0 for any number; the sizes are in bytes and turns;
    `at_once` questions are answered at a time, and `waiting` more wait for their turn.
    """

    token: str | None = None
    local: bool = True
    origins: tuple[str, ...] = ()
    per_minute: int = 120
    body_bytes: int = 256_000
    upload_bytes: int = 100_000_000
    upload_files: int = 100
    history: int = 50
    at_once: int = 4
    waiting: int = 64
    log_questions: bool = False

    @property
    def may_edit(self) -> bool:
        """Whether who is let in may change the articles: not where anybody is who finds the way."""
        return self.local or self.token is not None

    @staticmethod
    def of(settings: Settings, host: str, *, insecure: bool = False) -> Policy:
        """The policy for a service that listens on `host`.

        Raises SettingsError when others could reach it and no token is set, unless that is
        insisted on with `insecure`.
        """
        token = settings.api_token.get_secret_value() if settings.api_token else None
        local = is_loopback(host)
        if not local and token is None and not insecure:
            raise SettingsError(
                f"Listening on {host} would let anybody who reaches this machine ask: set "
                "ASSISTANT_API_TOKEN to a secret that clients have to show, or insist with "
                "--insecure."
            )
        return Policy(
            token=token,
            local=local,
            origins=tuple(settings.cors_origins.split(",")) if settings.cors_origins else (),
            per_minute=settings.rate_per_minute,
            body_bytes=settings.max_body_kb * 1000,
            upload_bytes=settings.max_upload_mb * 1_000_000,
            upload_files=settings.max_upload_files,
            history=settings.max_history,
            at_once=settings.answers_at_once,
            waiting=settings.max_waiting,
            log_questions=settings.log_questions,
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    if not host:
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return all(ipaddress.ip_address(str(a[4][0]).split("%")[0]).is_loopback for a in found)
