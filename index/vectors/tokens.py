"""A tokenizer for models that are given texts side by side in one sequence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Encoding, Tokenizer


class Tokens:
    """The tokens of texts without padding or truncation; safe for many threads.

    `first` and `end` are what a sequence begins with and what stands after each of its texts.
    """

    first: int
    end: int

    def __init__(self, file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.first, self.end = self._tokenizer.encode("").ids  # [CLS], [SEP]

    def of(self, texts: Sequence[str]) -> list[Encoding]:
        """The tokens of each text alone, with a question mark for each half of a character."""
        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return self._tokenizer.encode_batch(readable, add_special_tokens=False)
