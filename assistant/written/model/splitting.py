"""A reply as it comes, cut into sentences, each with the markers that belong to it."""

from __future__ import annotations

import re

from index.text.sentences import sentence_spans

# "…NATO." [1] is the usual place of a marker: it belongs to the sentence before.
_AFTER_END = re.compile(
    r"([.!?…][\"'”’»)]{0,3})[ \t]*((?:[\[【]\^?\d[\d,;^ –-]{0,20}[\]】][ \t]*){1,8})"
)
_STRAY = re.compile(r"[\s\[【\]】\d^,;–.-]*")
_OPEN, _CLOSE = "<think>", "</think>"
# What is no sentence any more.
LONGEST = 1500


class Splitter:
    """Takes a reply's pieces and gives its sentences, each as soon as it is surely complete.

    What a reasoning model thinks aloud between <think> and </think> is no part of its reply.
    """

    def __init__(self) -> None:
        self._held = ""
        self._text = ""
        self._thinking = False

    def add(self, piece: str) -> list[str]:
        """The sentences that `piece` completes."""
        self._text += self._spoken(piece)
        text = _in_place(self._text)
        spans = sentence_spans(text, longest=2 * LONGEST)
        # The last sentence may go on, and a marker that has only begun belongs to the one before.
        done = len(spans) - 1
        while done > 0 and _STRAY.fullmatch(text, spans[done][0]):
            done -= 1
        if done < 1:
            return []
        self._text = text[spans[done][0] :]
        return [text[start:end] for start, end in spans[:done]]

    def rest(self) -> list[str]:
        """What is left when the reply has ended: its last sentence, or nothing."""
        text = _in_place(self._text + ("" if self._thinking else self._held))
        self._text = self._held = ""
        return [text[start:end] for start, end in sentence_spans(text, longest=2 * LONGEST)]

    @property
    def overflows(self) -> bool:
        """Whether the sentence that has begun is too long to be one."""
        return len(self._text) > LONGEST

    def _spoken(self, piece: str) -> str:
        """`piece` without what is thought aloud; half a tag is held back until it is whole."""
        text = self._held + piece
        self._held = ""
        spoken = []
        while text:
            tag = _CLOSE if self._thinking else _OPEN
            before, found, after = text.partition(tag)
            if found:
                spoken.append("" if self._thinking else before)
                self._thinking = not self._thinking
                text = after
                continue
            held = next((n for n in range(len(tag) - 1, 0, -1) if text.endswith(tag[:n])), 0)
            self._held = text[len(text) - held :]
            spoken.append("" if self._thinking else text[: len(text) - held])
            break
        return "".join(spoken)


def _in_place(text: str) -> str:
    """`text` with markers that follow a full stop before it."""
    return _AFTER_END.sub(lambda m: f" {m.group(2).strip()}{m.group(1)} ", text)
