"""Sentences of an article that speak to a machine: they are no news, and nothing rests on them."""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines|directions|above|everything)\b"
    r"|\b(?:system|developer|hidden|secret|initial|your) (?:prompt|message|instructions?)\b"
    r"|\b(?:new|updated|important|additional) (?:instructions?|rules?)\b\s?:"
    r"|^\W*(?:system|assistant|user|instructions?)\s?:"
    r"|\byou are (?:now )?(?:a|an|the|no longer) (?:\w+ ){0,3}"
    r"(?:ai|assistant|chatbot|bot|language model|llm)\b"
    r"|\b(?:as an|dear|attention,?|note to(?: the)?) "
    r"(?:ai|assistant|chatbot|language model|llm)s?\b"
    r"|\byou (?:must |should |will |are to )?now (?:answer|respond|reply|act|obey|say|write)\b"
    r"|\b(?:answer|respond|reply)(?: to)? (?:every|all|any|each) questions?\b"
    r"|<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user)>",
    re.IGNORECASE,
)
_LOOKED_AT = 2000


def is_order(sentence: str) -> bool:
    """Whether `sentence` seems to be meant for a language model that reads it.

    An article that reports of such sentences is treated alike: they can be quoted, but a model's
    words cannot rest on them.
    """
    return _ORDER.search(sentence[:_LOOKED_AT]) is not None
