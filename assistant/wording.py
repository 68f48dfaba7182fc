"""A number with its noun: the same in answers, at the command line and at the page."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `12,000 articles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
